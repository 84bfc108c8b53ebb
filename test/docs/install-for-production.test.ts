import { execFile, execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { copyFile, mkdir, readdir, readFile, utimes, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { readText, root } from "../repository/tree.ts";
import { withDatabase } from "../support/cluster.ts";
import { activate, freePort, post, secure, type Send } from "../support/first-sign-in.ts";
import { blocksOf } from "../support/page-blocks.ts";
import { makeDataFolder, runHub, type RunningHub } from "../support/running-hub.ts";

const run = promisify(execFile);
const page = readText("docs/how-to/install-for-production.md");
const blocks = blocksOf(page);
/** What the steps of a section type, as the user of the hub or as root. */
const typed = (section: number, isForRoot = false) =>
  blocks
    .filter((block) => block.language === "sh" && block.section === section && block.isForRoot === isForRoot)
    .map(({ text }) => text);
const has = (command: string) =>
  (process.env["PATH"] ?? "").split(":").some((folder) => existsSync(join(folder, command))) ||
  existsSync(join("/usr/sbin", command));

const name = `onedoor_installed_${randomBytes(4).toString("hex")}`;
// Logins of departments belong to the whole server and are derived from it: the page's password is that of the tests' server.
const password = decodeURIComponent(new URL(inject("cluster").adminUrl).password) || "tests";
let place: Awaited<ReturnType<typeof makeDataFolder>>;
let server: Sql;
const hubs: RunningHub[] = [];

beforeAll(async () => {
  place = await makeDataFolder();
  server = postgres(inject("cluster").adminUrl, { max: 1, onnotice: () => undefined });
  for (const folder of ["etc", "app1", "app2", "restored", "backups"]) await mkdir(at(folder), { mode: 0o711 });
});
afterAll(async () => {
  for (const hub of hubs) await hub.stop();
  for (const database of [name, `${name}_restored`]) {
    await server.unsafe(`drop database if exists ${database} with (force)`);
  }
  await server.unsafe(`drop role if exists ${name}`);
  await server.end();
  await place.remove();
});

const at = (...path: string[]) => join(place.folder, ...path);
const urlOf = (database: string) => {
  const url = new URL(withDatabase(inject("cluster").adminUrl, database));
  [url.username, url.password] = [name, password];
  return url.href;
};

/** The page's text, with this test's places in place of those of a host. */
function here(text: string): string {
  return text
    .replaceAll("/etc/onedoor", at("etc"))
    .replaceAll("/var/backups/onedoor", at("backups"))
    .replaceAll("/tmp/onedoor-export.jsonl", at("export.jsonl"))
    .replaceAll(/\b(?:areas|service-centres|residents)\.csv\b/g, (file) => at(file));
}

/** Types commands as the page has them, and gives what they print. */
async function type(text: string, settings: Readonly<Record<string, string>> = {}): Promise<string> {
  const env = { PATH: `${dirname(process.execPath)}:/usr/bin:/bin`, ...settings };
  const script = `set -euo pipefail\n${here(text)}`;
  return (await run("bash", ["-c", script], { cwd: root, env })).stdout;
}

const withSettings = "set -a; . /etc/onedoor/onedoor.env; set +a\n";
/** The settings as a shell reads them out of the file, which is what the commands get. */
async function settingsRead(): Promise<Record<string, string>> {
  const printed = await type(`${withSettings}env -0`);
  return Object.fromEntries(
    printed
      .split("\0")
      .flatMap((line) =>
        line.includes("=") ? [[line.split("=", 1)[0] ?? "", line.slice(line.indexOf("=") + 1)]] : [],
      ),
  );
}

describe("docs/how-to/install-for-production.md", () => {
  test("1 to 3: secrets, database, settings, two hubs on one database with one key", async () => {
    const secrets = (await type(typed(1).join(""))).trim().split("\n");
    const [sealKey = ""] = (await type(typed(3).join(""))).trim().split("\n");
    expect(secrets).toHaveLength(3);
    for (const statement of typed(2, true)
      .join("")
      .matchAll(/psql -c "(.+)"$/gm)) {
      const [, text = ""] = statement;
      await server.unsafe(text.replaceAll(/\bonedoor\b/g, name).replace("THE-PASSWORD", password));
    }
    const given: Record<string, string> = {
      DATABASE_URL: urlOf(name),
      ONEDOOR_DATA: at("app1"),
      ONEDOOR_CALL_KEY: secrets[1] ?? "",
      ONEDOOR_PSEUDONYM_KEY: secrets[2] ?? "",
      METRICS_PORT: "0",
    };
    const [settings = ""] = blocks.filter(({ language }) => language === "ini").map(({ text }) => text);
    const lines = settings
      .trim()
      .split("\n")
      .map((line) => {
        const [setting = ""] = line.split("=", 1);
        // As the page quotes it: the shell must read the key as it was printed.
        if (setting === "ONEDOOR_SEAL_KEY") return line.replace(/\{.*\}/, () => sealKey);
        return given[setting] === undefined ? line : `${setting}=${given[setting]}`;
      });
    expect(lines.join("\n")).not.toContain("…");
    await writeFile(at("etc/onedoor.env"), `${lines.join("\n")}\nPORT=0\n`, { mode: 0o640 });
    const read = await settingsRead();
    expect(read["ONEDOOR_SEAL_KEY"]).toBe(sealKey);

    const app1 = await runHub(["start"], read);
    hubs.push(app1);
    await copyFile(at("app1/keys.json"), at("app2/keys.json"));
    const app2 = await runHub(["start"], { ...read, ONEDOOR_DATA: at("app2") });
    hubs.push(app2);
    for (const { url } of hubs) expect((await fetch(`${url}/health/ready`)).status).toBe(200);
  }, 300_000);

  test("5: the first administrators activate their accounts, and either host takes the token of the other", async () => {
    const said = await type(typed(5).join(""));
    const codes = [...said.matchAll(/\b[0-9A-Z]{4}(?:-[0-9A-Z]{4})+\b/gi)].map(([code]) => code);
    expect(codes, said).toHaveLength(3);
    const cookie = await activate(
      (path, body, headers) => post(hubs[0]?.url ?? "", path, body, headers),
      codes[0] ?? "",
    );
    const issued = await post(hubs[0]?.url ?? "", "/auth/token", {}, { cookie });
    const { token } = JSON.parse(issued.text) as { token: string };
    const manifest = JSON.parse(readText("schema/operations/manifest.json")) as Record<string, string>;
    const [me = ""] = Object.entries(manifest).flatMap(([hash, text]) => (/^query Me\b/.test(text) ? [hash] : []));
    for (const { url } of hubs) {
      const { status, text } = await post(
        url,
        "/graphql",
        { documentId: `sha256:${me}` },
        { authorization: `Bearer ${token}` },
      );
      expect([status, text]).toEqual([200, expect.stringContaining("account_admin")]);
    }
  }, 120_000);

  test.skipIf(!has("nginx") || !has("openssl"))(
    "4: nginx passes sign-in on behind TLS (needs nginx and openssl)",
    async () => {
      const [https, http] = [await freePort(), await freePort()];
      const [key, certificate] = [at("key.pem"), at("fullchain.pem")];
      execFileSync(
        "openssl",
        [
          ..."req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=hub.example.cn".split(" "),
          "-addext",
          "subjectAltName=DNS:hub.example.cn",
          "-keyout",
          key,
          "-out",
          certificate,
        ],
        { stdio: "ignore" },
      );
      const [block = ""] = blocks.filter(({ language }) => language === "nginx").map(({ text }) => text);
      const server = block
        .replaceAll("/etc/ssl/onedoor", place.folder)
        .replace("listen 443", `listen 127.0.0.1:${https}`)
        .replace("listen 80", `listen 127.0.0.1:${http}`)
        .replace("http://127.0.0.1:4000", hubs[0]?.url ?? "");
      const paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((of) => `${of}_temp_path ${at(of)};`);
      await writeFile(
        at("nginx.conf"),
        `daemon off; pid ${at("nginx.pid")}; events {}\nhttp { access_log off; ${paths.join(" ")}\n${server}}\n`,
      );
      const flags = ["-e", "stderr", "-p", place.folder, "-c", at("nginx.conf")];
      await run("/usr/sbin/nginx", ["-t", ...flags]);
      const nginx = spawn("/usr/sbin/nginx", flags, { stdio: "ignore" });
      try {
        const ca = await readFile(certificate, "utf8");
        await expect
          .poll(
            () =>
              secure(https, ca, "GET", "/health/ready").then(
                ({ status }) => status,
                () => 0,
              ),
            { timeout: 20_000 },
          )
          .toBe(200);
        const said = await type(`${withSettings}node cli/hub.mjs accounts code lisi`);
        const [code = ""] = /\b[0-9A-Z]{4}(?:-[0-9A-Z]{4})+\b/i.exec(said) ?? [];
        const send: Send = (path, body, headers) => secure(https, ca, "POST", path, JSON.stringify(body), headers);
        const cookie = await activate(send, code, "lisi");
        expect((await send("/auth/token", {}, { cookie })).status).toBe(200);
        const plain = await fetch(`http://127.0.0.1:${http}/`, { redirect: "manual" });
        expect(plain.headers.get("location")).toMatch(/^https:\/\//);
      } finally {
        nginx.kill("SIGQUIT");
      }
    },
    120_000,
  );

  test.skipIf(!has("caddy"))("4: Caddy takes its block (needs caddy)", async () => {
    const [block = ""] = blocks
      .filter(({ section, language }) => section === 4 && language === "")
      .map(({ text }) => text);
    await writeFile(at("Caddyfile"), block);
    await run("caddy", ["validate", "--adapter", "caddyfile", "--config", at("Caddyfile")]);
  });

  test("6: divisions and centres come in as the templates show them; the made-up resident is kept out", async () => {
    const lines = typed(6).join("").trim().split("\n");
    const command = (words: string) => {
      const found = lines.filter((line) => line.endsWith(words));
      expect(found, words).toHaveLength(1);
      return `${withSettings}${found.join("")}`;
    };
    const [header = ""] = (await type(command("areas --template"))).split("\n");
    const codes = ["32", "3201", "320105", "320105006", "320105007", "320105006901"];
    await writeFile(at("areas.csv"), [header, ...codes.map((code) => `${code},区划${code},,,`), ""].join("\n"));
    await writeFile(at("service-centres.csv"), await type(command("service-centres --template")));
    await writeFile(at("residents.csv"), await type(command("residents --template")));
    expect(await type(command("areas.csv"))).toContain("6 divisions were read: 6 are new or changed");
    expect(await type(command("service-centres.csv"))).toContain("1 service centres were read: 1 are new or changed");
    await expect(type(command("residents.csv"))).rejects.toMatchObject({
      stderr: expect.stringContaining("Every line was kept out") as string,
    });
    expect(await readFile(at("residents.csv.refused.csv"), "utf8")).toContain("3299");
  }, 120_000);

  test("7: a backup is restored into an empty database, and the record proves itself", async () => {
    const [backup = "", restore = ""] = typed(7);
    await type(`${withSettings}${backup}`);
    const [day = ""] = await readdir(at("backups"));
    expect(day).toMatch(/^\d{4}-\d\d-\d\d$/);
    await server.unsafe(`create database ${name}_restored owner ${name} template template0 encoding 'UTF8'`);
    const other = `${withSettings}DATABASE_URL='${urlOf(`${name}_restored`)}'\nONEDOOR_DATA='${at("restored")}'\n`;
    expect(await type(`${other}${restore.replace("2026-01-01", day)}`)).not.toBe("");
  }, 120_000);

  test("7: the line for cron, run as cron does, takes a backup and drops those of over 14 days", async () => {
    const [line = ""] = /^30 2 \* \* \* onedoor (.+)$/m.exec(typed(7, true).join("")) ?? [];
    // A percent sign ends the command for cron unless it is escaped.
    expect(line.replaceAll("\\%", "")).not.toContain("%");
    const command = line.slice(line.indexOf("cd ")).replaceAll("\\%", "%").replace("/opt/onedoor", root);
    const nights = at("nights");
    const ages = { "2025-01-01": 16, "2025-01-03": 13 };
    for (const [day, age] of Object.entries(ages)) {
      await mkdir(join(nights, day), { recursive: true });
      const then = Date.now() / 1_000 - age * 86_400;
      await utimes(join(nights, day), then, then);
    }
    const env = { PATH: `${dirname(process.execPath)}:/usr/bin:/bin`, HOME: place.folder };
    await run("/bin/sh", ["-c", here(command).replaceAll(at("backups"), nights)], { cwd: "/", env });
    const kept = (await readdir(nights)).sort();
    expect(kept).toEqual(["2025-01-03", expect.stringMatching(/^\d{4}-\d\d-\d\d$/)]);
    expect(existsSync(join(nights, kept[1] ?? "", "manifest.json"))).toBe(true);
  }, 120_000);

  test.skipIf(!has("systemd-analyze"))("3: systemd takes the unit (needs systemd-analyze)", async () => {
    const unit = readText("deploy/systemd/onedoor.service").replace("/usr/bin/node", process.execPath);
    const verify = async (text: string) => {
      await writeFile(at("onedoor.service"), text);
      const { stdout, stderr } = await run("systemd-analyze", ["verify", "--man=no", at("onedoor.service")]);
      return stdout + stderr;
    };
    expect(await verify(unit)).toBe("");
    expect(await verify(unit.replace("[Service]", "[Service]\nRestartEvery=1"))).toContain("RestartEvery");
  });

  test("its commands for root are a shell's, and name files that there are", async () => {
    for (const section of [2, 3, 7]) {
      for (const text of typed(section, true)) await run("bash", ["-n", "-c", text.replace("<the repository>", "it")]);
    }
    const all = blocks.map(({ text }) => text).join("\n");
    expect(all.match(/deploy\/\S+\.service/g)?.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});
