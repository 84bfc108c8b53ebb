import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openHub, type TestHub } from "../../support/hub.ts";
import { account } from "../../support/rows/accounts.ts";
import { hubSettings, makeDataFolder, openToProcesses } from "../../support/running-hub.ts";

let hub: TestHub;
let data: Awaited<ReturnType<typeof makeDataFolder>>;
beforeAll(async () => {
  [hub, data] = [await openHub({ overHttp: true }), await makeDataFolder()];
  await account(hub.sql, { id: "601", username: "both", areas: ["32"], roles: ["auditor", "account_admin"] });
  await account(hub.sql, { id: "602", username: "one", areas: ["32"], roles: ["auditor"] });
  await openToProcesses(hub);
});
afterAll(async () => {
  await hub.close();
  await data.remove();
});

const tokenFor = (username: string) =>
  promisify(execFile)(process.execPath, ["cli/hub.mjs", "token", username], {
    env: { ...hubSettings(hub, data.folder), NODE_ENV: "test" },
  });

describe("hub token", () => {
  test("makes none for an account whose roles one person must not hold together", async () => {
    await expect(tokenFor("both")).rejects.toMatchObject({
      code: 1,
      stdout: "",
      stderr: expect.stringContaining("roles in conflict: auditor and account_admin") as string,
    });
    expect((await tokenFor("one")).stdout.split(".")).toHaveLength(3);
  });
});

describe("a token with such roles, whoever made it,", () => {
  test("is answered with 401", async () => {
    const reply = await hub.ask({ roles: ["auditor", "account_admin"], query: "{ me { id } }" });
    expect([reply.status, reply.errors[0]?.extensions.code]).toEqual([401, "UNAUTHENTICATED"]);
  });
});
