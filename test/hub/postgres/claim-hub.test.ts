import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { claimHub } from "../../../hub/postgres/claim-hub.ts";
import { withLock } from "../../../hub/postgres/lock.ts";
import { thisProcess } from "../../../hub/postgres/process-identity.ts";
import { refusal, startHub, temporaryFolder } from "./processes.ts";

describe("a second hub on one data folder", () => {
  test("is refused, by the pid of the first, until that one ends", async () => {
    const dataFolder = await temporaryFolder();
    const first = await startHub({ dataFolder, does: "claim" });
    expect(await refusal(claimHub(dataFolder))).toMatch(
      new RegExp(
        `^OperatorError: Another hub \\(process ${first.pid}\\) already runs on .* "kill ${first.pid}", or .*\\.$`,
      ),
    );
    await first.stop();
    const claim = await claimHub(dataFolder);
    expect(await refusal(claimHub(dataFolder))).toContain(`process ${process.pid}`);
    await claim.release();
  });

  test("need not wait for one that was killed", async () => {
    const dataFolder = await temporaryFolder();
    const first = await startHub({ dataFolder, does: "claim" });
    await first.kill();
    await (await claimHub(dataFolder)).release();
  });

  test("is not held up by a stranger who has the dead hub's pid", async () => {
    const dataFolder = await temporaryFolder();
    const claim = await claimHub(dataFolder);
    await claim.release();
    writeFileSync(join(dataFolder, "hub-lock/2"), JSON.stringify({ ...thisProcess(), startedAt: "1" }));
    await (await claimHub(dataFolder)).release();
  });
});

describe("the lock", () => {
  test("is had by one process at a time", async () => {
    const dataFolder = await temporaryFolder();
    writeFileSync(join(dataFolder, "count"), "0");
    await Promise.all([1, 2, 3].map(() => startHub({ dataFolder, does: "count" })));
    expect(readFileSync(join(dataFolder, "count"), "utf8")).toBe("75");
  });

  test("is had by one at a time of those who find a dead holder", async () => {
    const folder = join(await temporaryFolder(), "lock");
    await withLock(folder, async () => undefined);
    writeFileSync(join(folder, "2"), JSON.stringify({ ...thisProcess(), startedAt: "1" }));
    let inside = 0;
    let most = 0;
    const work = async () => {
      inside += 1;
      most = Math.max(most, inside);
      await new Promise(setImmediate);
      inside -= 1;
    };
    await Promise.all(Array.from({ length: 10 }, () => withLock(folder, work)));
    expect(most).toBe(1);
    expect(readdirSync(folder).length).toBeLessThanOrEqual(8);
  });
});
