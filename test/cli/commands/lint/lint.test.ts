import { describe, expect, test } from "vitest";
import { locate } from "../../../../cli/commands/lint/sdl-places.ts";
import { describeFinding } from "../../../../schema/lint/finding.ts";
import { readText } from "../../../repository/tree.ts";
import { hub } from "../../../support/hub-command.ts";

describe("hub lint", () => {
  test("reads every department, and finds nothing", async () => {
    const { code, out } = await hub("lint", "--json");
    const { fields, findings } = JSON.parse(out) as { fields: number; findings: unknown[] };
    expect(findings).toEqual([]);
    expect(fields).toBeGreaterThan(90);
    expect(code).toBe(0);
  });

  test("is one of the checks", () => {
    const { scripts } = JSON.parse(readText("package.json")) as { scripts: Record<string, string> };
    expect(scripts["check:permissions"]).toBe("node cli/hub.mjs lint");
    expect(scripts["check"]).toContain("npm run check:permissions");
    expect(scripts["check:approval"]).toBe("node cli/hub.mjs check");
    expect(scripts["check"]).toContain("npm run check:approval");
  });
});

describe("a finding", () => {
  const file = "subgraphs/population/schema.graphql";
  const files = [
    { name: "audit", file: "subgraphs/audit/schema.graphql" },
    { name: "population", file },
  ];
  const lineOf = (text: string) =>
    readText(file)
      .split("\n")
      .findIndex((line) => line.includes(text)) + 1;

  test.each([
    ["Resident.phone", lineOf("  phone: String")],
    ["Query.residents(filter:)", lineOf("  residents(filter:")],
    ["ResidentFilter.name", lineOf("  name: String @reads")],
    ["Sex.MALE", lineOf("  MALE")],
    ["Area", lineOf("type Area ")],
  ])("about %s says that it is written in line %i", (coordinate, line) => {
    expect(line).toBeGreaterThan(1);
    const finding = { rule: "r", coordinate, message: "m.", department: "population" };
    const [located] = locate([finding], files);
    expect(located).toEqual({ ...finding, file, line });
    expect(located === undefined ? "" : describeFinding(located)).toBe(`${file}:${line}  ${coordinate}: m. [r]`);
    const composed = locate([{ rule: "r", coordinate, message: "m." }], files)[0];
    if (coordinate.startsWith("Resident")) expect(composed).toMatchObject({ file, line });
  });

  test("about nothing written names the department's file, or the supergraph", () => {
    const [own, composed] = locate(
      [
        { rule: "r", coordinate: "@mask", message: "m.", department: "audit" },
        { rule: "r", coordinate: "@mask", message: "m." },
      ],
      files,
    );
    expect(own).toMatchObject({ file: "subgraphs/audit/schema.graphql" });
    expect(composed === undefined ? "" : describeFinding(composed)).toBe("supergraph  @mask: m. [r]");
  });
});
