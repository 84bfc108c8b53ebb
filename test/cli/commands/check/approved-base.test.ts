import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { copyOfHub, type HubRepository, openCopy } from "../../../support/hub-repository.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

const APPROVED = "schema/permissions.approved.md";
/** Each run starts a process that reads all departments. */
const PATIENCE_MS = 120_000;

let repository: HubRepository;

beforeAll(async () => {
  repository = await copyOfHub();
});

afterAll(() => repository.remove());

async function cloneOf(origin: HubRepository, ...options: string[]): Promise<HubRepository> {
  const folder = await temporaryFolder("onedoor-clone-");
  await origin.git("clone", "-q", ...options, `file://${origin.path}`, folder.path);
  await symlink(join(origin.path, "node_modules"), join(folder.path, "node_modules"));
  return openCopy(folder.path, () => folder.remove());
}

describe("hub check compares with the last approval", { timeout: PATIENCE_MS }, () => {
  test("and says so where there is no history, no approval, or only the approval itself", async () => {
    const { hub, git, commit, edit } = repository;
    expect(await hub("check")).toMatchObject({
      code: 2,
      out: "",
      err: expect.stringMatching(
        /^Nothing was compared: the hub's folder has no history in git\..*--against a file\.\n$/,
      ) as string,
    });
    await git("init", "-q");
    await git("add", "-A");
    await git("rm", "-q", "--cached", APPROVED);
    await git("commit", "-q", "-m", "before any approval");
    expect(await hub("check", "--json")).toMatchObject({
      code: 2,
      out: "",
      err: expect.stringMatching(
        /^Nothing was compared: no commit has changed schema\/permissions\.approved\.md\..*\n$/,
      ) as string,
    });
    await git("add", "-A");
    await git("commit", "-q", "--amend", "-m", "the only commit");
    expect(await hub("check")).toMatchObject({
      code: 2,
      out: "",
      err: expect.stringMatching(
        /^Nothing was compared: \w{10}, the last approval, is the only commit.*itself\..*\n$/,
      ) as string,
    });
    // What was changed since is compared with it all the same.
    await edit("schema/roles.yaml", ["  analyst:", "  # numbers only\n  analyst:"]);
    expect(await hub("check")).toMatchObject({ code: 0, err: "" });
    await commit("a comment");
  });

  test("sees a scope that a role was given, committed or not, and however often it was generated", async () => {
    const { hub, commit, edit } = repository;
    await edit("schema/roles.yaml", [
      "      - population:read:name\n",
      "      - population:read:name\n      - population:read:phone\n",
    ]);
    const expected = {
      code: 1,
      err: "",
      out: expect.stringMatching(
        /Resident\.phone: masked as PHONE with a purpose → value.*\n {4}window_clerk\n/,
      ) as string,
    };
    expect(await hub("check")).toMatchObject(expected);
    await hub("compose");
    await commit("clerks read telephone numbers");
    expect(await hub("check")).toMatchObject(expected);
  });

  test("and is content once the table was approved, also when that is the last commit", async () => {
    const { hub, git, commit } = repository;
    await git("mv", "-f", "schema/permissions.md", APPROVED);
    await hub("compose");
    await commit("the table as approved");
    const [approval = ""] = (await git("rev-parse", "HEAD")).split("\n");
    expect(await hub("check")).toMatchObject({
      code: 0,
      err: "",
      out: `No role sees more than approved in ${approval.slice(0, 10)}.\nClients lose nothing.\n`,
    });
    const clone = await cloneOf(repository);
    expect(await clone.hub("check")).toMatchObject({ code: 0, err: "" });
    await clone.remove();
  });

  test("sees what a role may do and no field shows, until that was approved", async () => {
    const { hub, git, commit, edit } = repository;
    await edit("schema/roles.yaml", ["    conflicts: [standards_reviewer]\n", ""]);
    await edit("schema/roles.yaml", [
      "    purposes: [item, duty, emergency]",
      "    purposes: [case, item, duty, emergency]",
    ]);
    await hub("compose");
    await commit("grid workers take cases");
    const said = await hub("check");
    expect(said).toMatchObject({ code: 1, err: "" });
    expect(said.out).toContain("  grid_worker may now give a purpose of the kind case\n");
    expect(said.out).toContain("  standards_drafter and standards_reviewer may now be held by one person\n");
    // The page that is approved shows it, so that there is something to approve.
    const lint = await hub("lint");
    expect(lint).toMatchObject({ code: 1 });
    expect(lint.out).toContain(
      "grid_worker: purposes would be case, item, duty, emergency, and was item, duty, emergency.",
    );
    await git("mv", "-f", "schema/permissions.md", APPROVED);
    await hub("compose");
    await commit("the page as approved");
    expect(await hub("check")).toMatchObject({ code: 0, err: "" });
  });

  test("sees a field that was removed although it was generated since", async () => {
    const { hub, commit, edit } = repository;
    await edit("subgraphs/population/schema.graphql", [/^ {2}"[^"]*"\n {2}phone: .*\n/m, ""]);
    await hub("compose");
    await commit("no phone");
    expect(await hub("check", "--breaking")).toMatchObject({
      code: 1,
      err: "",
      out: expect.stringContaining("Clients would lose:\n  Resident.phone was removed.") as string,
    });
  });

  test("refuses a shallow clone, in which an earlier commit would pass for the last approval", async () => {
    const clone = await cloneOf(repository, "--depth", "1");
    expect(await clone.hub("check")).toMatchObject({
      code: 2,
      out: "",
      err: "Nothing was compared: this is a shallow clone, in which the last approval can't be found. Fetch all of it: git fetch --unshallow.\n",
    });
    await clone.remove();
  });
});
