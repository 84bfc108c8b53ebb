import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { defaultLimits } from "../../../router/operation/limits.ts";
import { askEverything, ways } from "../../support/asked-in-many-ways.ts";
import { expectFromDepartment } from "../../support/expected-answer.ts";
import type { Root } from "../../support/generated-operation.ts";
import { openHub, type TestHub } from "../../support/hub.ts";
import { type Cell, cellOf, expectedCell, matrixViewers } from "../../support/matrix.ts";
import { readPermissionPage } from "../../support/permission-page.ts";
import { accessRecord } from "../../support/rows/audit.ts";
import { PATIENCE_MS } from "../../support/runs.ts";
import { claimsOf, expectAnswer, expectHubAnswer } from "../../support/scopes-suite.ts";
import { allDepartments, mayGivePurpose, readSdlRules } from "../../support/sdl-rules.ts";
import { callDepartment } from "../../support/viewer.ts";
import { allCoordinates } from "../../support/visible-fields.ts";
import { centres } from "../../support/world-places.ts";
import { insertWorld, people } from "../../support/world.ts";

const rules = readSdlRules(allDepartments);
const page = readPermissionPage();
/** Everything at once is more than any client may ask for, and not the subject here. */
const NO_LIMITS = Object.fromEntries(Object.keys(defaultLimits).map((name) => [name, 10_000_000])) as never;
const [person] = people.filter(({ id }) => id === "1005");

const text = (name: string, type: string, ...values: unknown[]) => ({ [name]: { type, values } });
const roots: readonly Root[] = [
  { text: "resident(id: $id)", type: "Resident", variables: text("id", "ID!", "1005") },
  {
    text: "residentByIdNumber(idNumber: $number)",
    type: "Resident",
    variables: text("number", "ResidentIdNumber!", person?.idNumber),
  },
  { text: "residents(first: 6)", type: "ResidentConnection" },
  { text: "area(code: $code)", type: "Area", variables: text("code", "ID!", "320105006001") },
  { text: "areas(first: 5)", type: "AreaConnection" },
  { text: "serviceCentre(code: $centre)", type: "ServiceCentre", variables: text("centre", "ID!", centres[0]?.code) },
  { text: "serviceCentres", type: "ServiceCentreConnection" },
  { text: "me", type: "Account" },
  { text: "account(username: $username)", type: "Account", variables: text("username", "String!", "yibao") },
  { text: "accounts", type: "AccountConnection" },
  { text: "accountRequests", type: "AccountRequestConnection" },
  { text: "objections", type: "ObjectionConnection" },
  { text: "withholdings", type: "WithholdingConnection" },
  { text: "accessRecords", type: "AccessRecordConnection" },
  { text: "followUps", type: "FollowUpConnection" },
  { text: "item(code: $item)", type: "Item", variables: text("item", "ID!", "320101-001") },
  { text: "items", type: "ItemConnection" },
  { text: "case(number: $case)", type: "Case", variables: text("case", "String!", "2025-10050") },
  { text: "cases", type: "CaseConnection" },
];
/**
 * What the world leaves empty for everybody: its looks are at nobody in it, none was sealed, withheld or objected to, nothing
 * waits for a second administrator, and its areas stay.
 */
const EMPTY =
  /^(?:(?:AccountRequest|Objection|OwnObjection|Withholding)(?:Edge)?\.\w+|(?:AccountRequest|Objection|Withholding)Connection\.edges|Area\.(?:validFromOn|validToOn|successor)|OldAgeAllowance\.endsOn|AccessRecord\.(?:seal|withheldUntilAt)|Look\.\w+|LookEdge\.\w+|LookConnection\.edges)$/;
/** Its one field needs a stream of its own. */
const STREAMED = ["Subscription.accessRecordAdded"];
/**
 * What changes something, and what the world has none or too few of: test/subgraphs/audit.{duties,looks}.test.ts,
 * test/subgraphs/{accounts.changes,cases.counts,grid.visits}.test.ts and test/journeys/emergency-access.test.ts ask for
 * these as every kind of viewer.
 */
const ELSEWHERE =
  /^(?:Mutation\.|\w+(?:Payload|Error)\.|RefusedAccountRow\.|IssuedActivationCode\.|DutyJudgement\.|DutyLook|Seal|EmergencyAccess|CaseCount\.|Query\.(?:seals|unjudgedDuties|emergencyAccess(?:es)?|caseCount)$)/;
const isAskedHere = (coordinate: string) => !STREAMED.includes(coordinate) && !ELSEWHERE.test(coordinate);

let hub: TestHub;
beforeAll(async () => {
  hub = await openHub({ overHttp: true, recordsElsewhere: true, limits: NO_LIMITS });
  await insertWorld(hub.sql);
});
afterAll(() => hub.close());

describe(
  "every role and every field, in and out of the area, with and without a purpose",
  { timeout: PATIENCE_MS },
  () => {
    test.each(ways)("asked %s: value, mask or refusal as the SDL says", async (way) => {
      const question = askEverything(roots, rules.defines, way);
      const seen = new Map<string, Set<Cell>>();
      let cells = 0;
      const mismatches: string[] = [];
      for (const { role, department, isInArea, viewer } of matrixViewers) {
        const reply = await hub.ask({ ...question, ...claimsOf(viewer, [role], department) });
        const expected = await expectHubAnswer(reply, question, viewer);
        if (way !== "plainly") continue;
        for (const probe of question.probes) {
          const coordinate = probe.coordinates.at(-1) ?? "";
          const [cell, wanted] = [cellOf(probe, reply), expectedCell(probe, viewer, rules, expected.data)];
          const who = `${role} ${department ?? ""} ${isInArea ? "in" : "out of"} area`;
          if (cell !== wanted) mismatches.push(`${who} ${probe.path.join(".")}: ${cell}, not ${wanted}`);
          // The page that data stewards approve supposes a purpose where the role may give one.
          if (viewer.hasPurpose || !mayGivePurpose(role, "item")) {
            const says = probe.coordinates.map((one) => page.sayOf(one, { role, department: department ?? "" }));
            const isOnPage = says.includes("UNAUTHORIZED_FIELD_OR_TYPE")
              ? cell === "UNAUTHORIZED_FIELD_OR_TYPE" || cell === "PURPOSE_REQUIRED"
              : cell === "nothing" || cell === (says.at(-1) === "masked" ? "masked" : "value");
            if (!isOnPage) mismatches.push(`${who} ${probe.path.join(".")}: ${cell}, on the page ${says.join(" ")}`);
          }
          seen.set(coordinate, (seen.get(coordinate) ?? new Set()).add(cell));
          cells += 1;
        }
      }
      if (way !== "plainly") return;
      expect(mismatches).toEqual([]);
      expect(cells).toBeGreaterThan(matrixViewers.length * allCoordinates.length);
      // A matrix that asked for too little, or of which everything was refused, would say nothing.
      expect([...seen.keys()].sort()).toEqual(allCoordinates.filter(isAskedHere).sort());
      const neverGiven = [...seen].filter(([, found]) => !found.has("value")).map(([coordinate]) => coordinate);
      expect(neverGiven.filter((coordinate) => !EMPTY.test(coordinate))).toEqual([]);
      const kinds = new Set([...seen.values()].flatMap((found) => [...found]));
      expect([...kinds].sort()).toEqual([
        "PURPOSE_REQUIRED",
        "UNAUTHORIZED_FIELD_OR_TYPE",
        "masked",
        "nothing",
        "value",
      ]);
    });

    test("the list of emergencies is for whom the page says", async () => {
      const found = new Set<boolean>();
      for (const { role, department, viewer } of matrixViewers.filter((one) => one.isInArea)) {
        const question = { query: "{ emergencyAccesses { pageInfo { hasNextPage } } }", variables: {} };
        const { errors } = await hub.ask({ ...question, ...claimsOf(viewer, [role], department) });
        const holder = department === undefined ? { role } : { role, department };
        const isRefused = page.sayOf("Query.emergencyAccesses", holder) === "UNAUTHORIZED_FIELD_OR_TYPE";
        expect([role, department, errors.length > 0]).toEqual([role, department, isRefused]);
        found.add(isRefused);
      }
      expect(found.size).toBe(2);
    });

    // From a person over the household to others, and from there as deep as it goes.
    test.each([
      "household { members { name idNumber phone address medicalInsurance { claims { edges { node { diagnosis totalFen } } } } } }",
      "household { members { household { members { idNumber socialSecurity { participations { employer } } } } } }",
      "household { area { parent { parent { name parent { code } } } } } area { parent { name } }",
      "household { members { assistance { monthlyAmountFen awards { edges { node { amountFen } } } } oldAgeAllowance { monthlyAmountFen } } }",
    ])("deep down: %s", async (fields) => {
      for (const start of ['resident(id: "1001")', 'resident(id: "1005")', "residents"]) {
        const body = start === "residents" ? `{ edges { node { ${fields} } } }` : `{ ${fields} }`;
        const question = { query: `{ ${start} ${body} }`, variables: {} };
        for (const { role, department, viewer } of matrixViewers) {
          const reply = await hub.ask({ ...question, ...claimsOf(viewer, [role], department) });
          await expectHubAnswer(reply, question, viewer);
        }
      }
    });
  },
);

describe("every role and every field of a department that is called by itself", { timeout: PATIENCE_MS }, () => {
  const entities = (...representations: object[]): Root => ({
    text: "_entities(representations: $representations)",
    type: "_Entity",
    variables: text("representations", "[_Any!]!", representations),
  });
  const people1005 = ["1005", "1001", "9999"].map((id) => ({ __typename: "Resident", id }));
  const places = [
    { __typename: "Household", id: "72" },
    { __typename: "Area", code: "3201" },
  ];
  const rootsOf = (...types: string[]) =>
    roots.filter(({ type }) => types.some((name) => type === name || type === `${name}Connection`));
  const ownRoots: Record<string, readonly Root[]> = {
    population: [entities(...people1005, ...places), ...rootsOf("Resident", "Area", "ServiceCentre")],
    accounts: rootsOf("Account"),
    audit: rootsOf("AccessRecord"),
    grid: [entities(...people1005), ...rootsOf("FollowUp")],
    services: [entities({ __typename: "Item", code: "paper-form" }), ...rootsOf("Item")],
    cases: [entities(...people1005), ...rootsOf("Case")],
  };

  test.each(allDepartments)("%s repeats the check", async (name) => {
    const ownRules = readSdlRules([name]);
    const before = ownRoots[name] ?? [entities(...people1005)];
    for (const way of ways) {
      for (const root of before) {
        const question = askEverything([root], ownRules.defines, way);
        for (const { viewer } of matrixViewers) {
          const { query, variables } = question;
          const reply = await callDepartment(hub, name, { query, variables }, viewer);
          expectAnswer(reply, await expectFromDepartment(question, viewer, ownRules, name));
        }
      }
    }
  });
});

// Last, because it fills the access record.
describe("the stream of looks", () => {
  const query = "subscription { accessRecordAdded { requestId viewerId purpose } }";
  const streamed = matrixViewers.filter(({ viewer }) => viewer.hasPurpose);

  test.each(streamed)("is for $role $department what the SDL says, in area: $isInArea", async (one) => {
    const { role, department, isInArea, viewer } = one;
    const { purpose, ...claims } = claimsOf(viewer, [role], department);
    const gone = new AbortController();
    const response = await fetch(`${hub.url}/graphql`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        accept: "text/event-stream",
        authorization: `Bearer ${await hub.tokenFor(claims)}`,
        "x-purpose": purpose ?? "",
      },
      body: JSON.stringify({ query }),
      signal: gone.signal,
    });
    // A record of another area comes first each time, so that whoever is shown it is shown it first.
    const looking = setInterval(() => {
      const looks = ["330101001", isInArea ? "320105006" : "3299"];
      for (const areaCode of looks) accessRecord(hub.sql, { areaCode, requestId: areaCode }).catch(() => undefined);
    }, 30);
    try {
      const reader = response.body?.getReader();
      let text = "";
      while (reader !== undefined && !/data: *\S/.test(text)) {
        const { value } = (await reader.read()) as { value?: Uint8Array };
        if (value === undefined) break;
        text += Buffer.from(value).toString();
      }
      const verdict = rules.verdictOf("Subscription", "accessRecordAdded", viewer);
      if (verdict === "permitted") expect(text).toContain(`"requestId":"${isInArea ? "320105006" : "3299"}"`);
      else expect(text).toContain(verdict);
      expect(text).not.toContain("330101001");
    } finally {
      clearInterval(looking);
      gone.abort();
    }
  });
});
