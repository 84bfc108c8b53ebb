import { execFile } from "node:child_process";
import { readFile, symlink } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { demoResidents } from "../../seed/people/demo-residents.ts";
import { tell } from "../support/long-form.ts";
import { MAIN_FIELDS } from "../support/main-query.ts";
import { makeDataFolder, runServer } from "../support/running-hub.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const run = promisify(execFile);
const here = resolve(import.meta.dirname, "../..");
/** The version of 2026-11-30, whose migrations are in test/migrations/baseline-2026-11-30.txt. */
const EARLIER = "9218ae0";
const RESIDENTS = 500;
/** A clerk, a village worker, officers of two departments, an analyst, and a resident: what each may read differs. */
const VIEWERS = ["wangjia", "chunfeng", "minzheng", "yibao", "fenxi", "guojun"];
const { residentId } = demoResidents.guoJun;
/** A resident gives no duty as purpose; to read the own record alone there is one of its own. */
const PURPOSES: Readonly<Record<string, string>> = { guojun: "item:own-record" };
const PURPOSE = "duty:seeing that a new version goes on";
/** Two operations: where a list is refused, so is the whole answer. */
const OPERATIONS = [
  `{ me { id } residents(first: 50) { edges { node { ${MAIN_FIELDS} birthOn address area { code name } } } } }`,
  `{ me { id } resident(id: "${residentId}") { ${MAIN_FIELDS} } }`,
];

interface Answer {
  readonly residents?: { edges: { node: { id: string; name: string | null } | null }[] };
  readonly resident?: { name: string | null } | null;
}

let code: Awaited<ReturnType<typeof temporaryFolder>>;
let data: Awaited<ReturnType<typeof makeDataFolder>>;
let earlier: string;

beforeAll(async () => {
  [code, data] = [await temporaryFolder("onedoor-earlier-"), await makeDataFolder()];
  earlier = join(code.path, "code");
  await run("git", ["worktree", "add", "--detach", earlier, EARLIER], { cwd: here }).catch((error: unknown) => {
    throw new Error(`A version of git that holds commit ${EARLIER} is needed (a whole clone).`, { cause: error });
  });
  if (await hasPackagesOf(earlier)) await symlink(join(here, "node_modules"), join(earlier, "node_modules"));
  else await run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], { cwd: earlier });
}, 600_000);

afterAll(async () => {
  await run("git", ["worktree", "remove", "--force", earlier], { cwd: here });
  await Promise.all([code.remove(), data.remove()]);
});

/** Whether the packages installed here are those of the earlier version, and perhaps some more. */
async function hasPackagesOf(folder: string): Promise<boolean> {
  type Lock = { packages: Record<string, { version?: string }> };
  const read = async (root: string) => JSON.parse(await readFile(join(root, "package-lock.json"), "utf8")) as Lock;
  const [then, now] = [await read(folder), await read(here)];
  return Object.entries(then.packages).every(([path, { version }]) => now.packages[path]?.version === version);
}

const settings = () => ({ ONEDOOR_DATA: data.folder, PATH: `${dirname(process.execPath)}:/usr/bin:/bin` });

async function hub(root: string, ...args: string[]): Promise<string> {
  const command = [join(root, "cli/hub.mjs"), ...args];
  return (await run(process.execPath, command, { cwd: data.folder, env: settings() })).stdout.trim();
}

/** Starts a version on the data folder, and gives what each viewer is answered. */
async function answersOf(root: string): Promise<Record<string, Answer>> {
  // As in production no page is built and no system is made up; `hub token` makes tokens while trying out only.
  const served = { ...settings(), PORT: "0", NODE_ENV: "production", ONEDOOR_TRUSTED_DOCUMENTS: "any" };
  const running = await runServer([join(root, "cli/hub.mjs"), "start"], served);
  try {
    const answers: Record<string, Answer> = {};
    for (const username of VIEWERS) {
      const token = await hub(root, "token", username);
      for (const query of OPERATIONS) {
        answers[username] = {
          ...answers[username],
          ...(await answerOf(running.url, token, query, PURPOSES[username])),
        };
      }
    }
    return answers;
  } finally {
    expect((await running.stop()).code).toBe(0);
  }
}

async function answerOf(url: string, token: string, query: string, purpose = PURPOSE): Promise<Answer | null> {
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      authorization: `Bearer ${token}`,
      "x-purpose": purpose,
    },
    body: JSON.stringify({ query }),
  });
  return ((await response.json()) as { data: Answer | null }).data;
}

const nodesOf = (answer: Answer | undefined) => (answer?.residents?.edges ?? []).map(({ node }) => node);

test(`a data folder that ${EARLIER} made goes on with the present version`, async () => {
  await hub(earlier, "seed", "--residents", String(RESIDENTS));
  const before = await answersOf(earlier);
  const startedAt = performance.now();
  const after = await answersOf(here);
  tell(`the present version started on it and answered ${VIEWERS.length} viewers in ${seconds(startedAt)} s`);
  expect(after).toEqual(before);
  const seen = VIEWERS.map((username) => nodesOf(after[username]).length);
  tell(`residents seen: ${VIEWERS.map((username, place) => `${username} ${seen[place] ?? 0}`).join(", ")}`);
  expect(seen.filter((count) => count > 0).length).toBeGreaterThan(3);
  expect(nodesOf(after["wangjia"]).every((node) => node !== null && (node.name ?? "") !== "")).toBe(true);
  expect(after["guojun"]?.resident?.name).toBe("郭君");

  const exported = join(data.folder, "export.jsonl");
  await hub(here, "audit", "export", exported);
  await hub(here, "audit", "verify", exported, "--anchor", join(data.folder, "anchor.jsonl"));
  // The looks that the earlier version entered are in it, and those of the present one.
  const looks = (await readFile(exported, "utf8")).split("\n").filter((line) => line.includes('"LOOK"'));
  expect(looks.length).toBeGreaterThanOrEqual(2 * VIEWERS.length - 2);
});

const seconds = (startedAt: number) => ((performance.now() - startedAt) / 1000).toFixed(1);
