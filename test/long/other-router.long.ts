import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { askEverything } from "../support/asked-in-many-ways.ts";
import type { Question } from "../support/expected-answer.ts";
import { runHiveGateway } from "../support/hive-gateway.ts";
import { openHub, readReply, type TestHub } from "../support/hub.ts";
import { MAIN_QUERY } from "../support/main-query.ts";
import { matrixViewers } from "../support/matrix.ts";
import { moreThan } from "../support/never-more.ts";
import { residentRoot } from "../support/people-roots.ts";
import {
  makeDataFolder,
  openToProcesses,
  departmentSettings,
  runHub,
  type RunningHub,
} from "../support/running-hub.ts";
import { claimsOf, expectHubAnswer } from "../support/scopes-suite.ts";
import { allDepartments, readSdlRules } from "../support/sdl-rules.ts";
import { insertWorld } from "../support/world.ts";

const { defines } = readSdlRules(allDepartments);
const { query, variables } = askEverything([{ ...residentRoot }], defines, "plainly");
const questions: readonly Question[] = [
  { query, variables: { ...variables, id: "1005" } },
  { query, variables: { ...variables, id: "1004" } },
  { query: MAIN_QUERY, variables: { id: "1001" } },
  {
    query: "{ residents(first: 5) { edges { node { id name idNumber phone household { members { id } } } } } }",
    variables: {},
  },
  {
    query: '{ me { id } account(username: "yibao") { roles } area(code: "320105") { name parent { name } } }',
    variables: {},
  },
  { query: '{ a: resident(id: "1005") { b: name ... on Resident { c: idNumber } } }', variables: {} },
];

/** Another federation router over our supergraph and our departments, as an operator may put it there. */
describe("Hive Gateway in front of departments served with --trust token", () => {
  let hub: TestHub;
  let data: Awaited<ReturnType<typeof makeDataFolder>>;
  const departments: RunningHub[] = [];
  let gateway: RunningHub;

  beforeAll(async () => {
    hub = await openHub({ overHttp: true });
    data = await makeDataFolder();
    await insertWorld(hub.sql);
    await openToProcesses(hub);
    const addresses: Record<string, string> = {};
    for (const name of allDepartments) {
      const running = await runHub(
        ["serve", name, "--port", "0", "--trust", "token"],
        departmentSettings(hub, data.folder),
      );
      departments.push(running);
      addresses[name] = `${running.url}/graphql`;
    }
    gateway = await runHiveGateway({ departments: addresses });
  }, 300_000);
  afterAll(async () => {
    // It waits for its own clean-up, which does not come to an end.
    gateway.process.kill("SIGKILL");
    for (const one of departments) await one.stop();
    await hub.close();
    await data.remove();
  });

  test.each(questions)("shows no role more than the hub does: $query", async (question) => {
    let shown = 0;
    for (const { role, department, viewer } of matrixViewers) {
      const { purpose, ...claims } = claimsOf(viewer, [role], department);
      const ours = await hub.ask({ ...question, ...claims, purpose });
      await expectHubAnswer(ours, question, viewer);
      const response = await fetch(`${gateway.url}/graphql`, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          authorization: `Bearer ${await hub.tokenFor(claims)}`,
          ...(purpose === null ? {} : { "x-purpose": purpose }),
        },
        body: JSON.stringify(question),
      });
      const theirs = await readReply(response);
      expect({ role, department, more: moreThan(theirs.data, ours.data) }).toEqual({ role, department, more: [] });
      if (/"(?:id|name|a|b)":"/.test(theirs.text)) shown += 1;
    }
    // A gateway that shows nothing shows no more than the hub.
    expect(shown).toBeGreaterThan(5);
  });

  test("shows nothing to whoever brings no token, or a bad one", async () => {
    for (const authorization of ["", "Bearer x.y.z", `Bearer ${await hub.tokenFor({ ttlSeconds: -60 })}`]) {
      for (const question of questions) {
        const headers = { "content-type": "application/json", authorization, "x-purpose": "item:320101-001" };
        const response = await fetch(`${gateway.url}/graphql`, {
          method: "POST",
          headers,
          body: JSON.stringify(question),
        });
        expect(moreThan((await readReply(response)).data, undefined)).toEqual([]);
      }
    }
  });
});
