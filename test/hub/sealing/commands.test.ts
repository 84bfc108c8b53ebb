import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openHub, type TestHub } from "../../support/hub.ts";
import { MAIN_QUERY } from "../../support/main-query.ts";
import { resident } from "../../support/rows/resident.ts";
import { hubSettings, makeDataFolder, openToProcesses, runHub } from "../../support/running-hub.ts";

const root = resolve(import.meta.dirname, "../../..");
const PATIENCE_MS = 120_000;
let hub: TestHub;
let data: Awaited<ReturnType<typeof makeDataFolder>>;

beforeAll(async () => {
  hub = await openHub({ overHttp: true });
  data = await makeDataFolder();
  await openToProcesses(hub);
  await resident(hub.sql, { id: "1001" });
});
afterAll(async () => {
  await hub.close();
  await data.remove();
});

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one `hub` command as an operator does. */
function run(...args: string[]): Promise<Ran> {
  const env = { PATH: process.env["PATH"] ?? "", ...hubSettings(hub, data.folder) };
  return new Promise((done) => {
    execFile(
      process.execPath,
      [join(root, "cli/hub.mjs"), ...args],
      { env, cwd: data.folder },
      (error, stdout, stderr) => {
        done({ code: error === null ? 0 : Number(error.code), stdout, stderr });
      },
    );
  });
}
const inData = (name: string) => join(data.folder, name);

describe("hub audit", () => {
  test(
    "proves the looks of a hub that was told to stop, and finds what was changed since",
    async () => {
      const running = await runHub(["start"], { ...hubSettings(hub, data.folder), ONEDOOR_SEAL_SECONDS: "3600" });
      const asked = await fetch(`${running.url}/graphql`, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          authorization: `Bearer ${await hub.tokenFor()}`,
          "x-purpose": "item:320101-001",
        },
        body: JSON.stringify({ query: MAIN_QUERY, variables: { id: "1001" } }),
      });
      expect(asked.status).toBe(200);
      const { code } = await running.stop();
      expect({ code, log: running.log() }).toMatchObject({ code: 0 });
      // The last turn, an hour early: the hub seals once more as it stops.
      const [unsealed] = await hub.sql`select count(*)::int as n from audit.access_records r
        where not exists (select from audit.seals s where s.positions @> r.position)`;
      expect(unsealed?.["n"]).toBe(0);

      const exported = await run("audit", "export", "log.jsonl", "--json");
      expect(exported).toMatchObject({ code: 0, stdout: expect.stringContaining('"records":2') as string });
      const [entry] = await hub.sql`select kind, viewer_id from audit.access_records order by position desc limit 1`;
      expect(entry).toMatchObject({ kind: "LOG_EXPORT", viewer_id: expect.stringMatching(/^operator:./) as string });

      const verified = await run("audit", "verify", "log.jsonl", "--anchor", "anchor.jsonl");
      expect(verified.code).toBe(0);
      expect(verified.stdout).toMatch(/^ok: 2 records, 2 seals, .* 2 of the seals are in the anchor\./);

      const text = await readFile(inData("log.jsonl"), "utf8");
      await writeFile(inData("changed.jsonl"), text.replace(/"viewerId":"[^"]+"/, '"viewerId":"2"'));
      const changed = await run("audit", "verify", "changed.jsonl");
      expect(changed).toMatchObject({ code: 1, stdout: expect.stringContaining("record 1 (") as string });
      const asJson = await run("audit", "verify", "changed.jsonl", "--json");
      expect(JSON.parse(asJson.stdout)).toMatchObject({ ok: false, in: "record", position: "1" });
    },
    PATIENCE_MS,
  );

  test(
    "says by its exit code that nothing could be checked",
    async () => {
      expect((await run("audit", "verify", "no-such-file")).code).toBe(2);
      expect((await run("audit", "verify")).code).toBe(2);
      expect((await run("audit", "export", "x", "--since", "yesterday")).code).toBe(1);
    },
    PATIENCE_MS,
  );

  test(
    "exports nothing when the export can't be entered",
    async () => {
      await hub.sql`revoke insert on audit.access_records from onedoor_audit`;
      try {
        const refused = await run("audit", "export", "never.jsonl");
        expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining("nothing is exported") as string });
        await expect(readFile(inData("never.jsonl"))).rejects.toThrow("ENOENT");
      } finally {
        await hub.sql`grant insert on audit.access_records to onedoor_audit`;
      }
    },
    PATIENCE_MS,
  );

  test(
    "changes the key: seals from then on are signed by another, and all of them verify",
    async () => {
      const before = await run("audit", "verify", "log.jsonl", "--json");
      const [first] = (JSON.parse(before.stdout) as { keyIds: string[] }).keyIds;
      const rotated = await run("audit", "rotate-key");
      expect(rotated.code).toBe(0);
      await run("audit", "export", "after.jsonl");
      const after = await run("audit", "verify", "after.jsonl", "--json");
      const { keyIds } = JSON.parse(after.stdout) as { keyIds: string[] };
      expect(keyIds).toHaveLength(2);
      expect(keyIds[0]).toBe(first);
      expect(rotated.stdout).toContain(keyIds[1]);
      const onlyFirst = await run("audit", "verify", "after.jsonl", "--key", first ?? "");
      expect(onlyFirst).toMatchObject({ code: 1, stdout: expect.stringContaining("unknown key") as string });
    },
    PATIENCE_MS,
  );
});
