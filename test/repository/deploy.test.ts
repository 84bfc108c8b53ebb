import { describe, expect, test } from "vitest";
import { hasFile, readText } from "./tree.ts";

const dockerfile = readText("deploy/onedoor.dockerfile");
const unit = readText("deploy/systemd/onedoor.service");
const known = new Set([...readText(".env.example").matchAll(/^# ([A-Z][A-Z_]+)=/gm)].map(([, name]) => name));

describe("deploy/onedoor.dockerfile", () => {
  test("starts node itself, as somebody who is not root, on a system with glibc", () => {
    expect(dockerfile).toMatch(/^ENTRYPOINT \["node", "cli\/hub\.mjs"\]$/m);
    expect(dockerfile).toMatch(/^USER 10001:10001$/m);
    expect(dockerfile).toMatch(/^FROM node:\d+-\w+-slim$/m);
    expect(dockerfile).toMatch(/npm ci --omit=dev --ignore-scripts/);
  });

  test("takes along all that the hub runs on, and its ignore file lets it", () => {
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, names = ""]) =>
      names.split(" "),
    );
    expect(copied).toEqual(
      expect.arrayContaining(["cli", "migrations", "router", "schema", "subgraphs", "package.json"]),
    );
    expect(copied.filter((name) => !hasFile(name))).toEqual([]);
    const ignored = readText("deploy/onedoor.dockerfile.dockerignore");
    expect(copied.filter((name) => !ignored.split("\n").includes(`!${name}`))).toEqual([]);
  });

  test("has no secrets, and settings that there are", () => {
    const set = [...dockerfile.matchAll(/^(?:ENV|) {1,2}([A-Z_]+)=/gm)].map(([, name]) => name);
    expect(set.length).toBeGreaterThan(3);
    expect(set.filter((name) => !known.has(name))).toEqual([]);
    expect(set.filter((name) => /KEY|PASSWORD|DATABASE_URL/.test(name ?? ""))).toEqual([]);
  });
});

describe("deploy/systemd/onedoor.service", () => {
  test("starts node itself and leaves it the time it needs to stop", () => {
    expect(unit).toMatch(/^ExecStart=\S*\/node cli\/hub\.mjs start$/m);
    expect(unit).toMatch(/^KillMode=mixed$/m);
    expect(Number(/^TimeoutStopSec=(\d+)$/m.exec(unit)?.[1])).toBeGreaterThan(20);
    expect(unit).toMatch(/^User=onedoor$/m);
  });

  test("has settings that there are", () => {
    const set = [...unit.matchAll(/^Environment=([A-Z_]+)=/gm)].map(([, name]) => name);
    expect(set.length).toBeGreaterThan(0);
    expect(set.filter((name) => !known.has(name))).toEqual([]);
  });
});
