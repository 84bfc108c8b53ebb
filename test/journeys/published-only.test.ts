import {
  buildSchema,
  getNamedType,
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  Kind,
  type OperationDefinitionNode,
  parse,
  typeFromAST,
} from "graphql";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readOperationFiles } from "../../cli/commands/compose/operation-files.ts";
import { hashDemoPassword } from "../../hub/sign-in/sessions.ts";
import { createPublishedOperations, hashOf, readManifest } from "../../router/http/published-operations.ts";
import { readText } from "../repository/tree.ts";
import { openPage, tokenOf } from "../support/browser.ts";
import { openHub, readReply, type Reply, type TestHub } from "../support/hub.ts";
import { ITEM_PURPOSE } from "../support/purposes.ts";
import { account, certificate } from "../support/rows/accounts.ts";
import { followUp, gridResident, visit } from "../support/rows/grid.ts";
import { registeredResident } from "../support/rows/population.ts";
import { idNumberOf } from "../support/rows/resident.ts";
import { allRoles, mayGivePurpose, scopesOfRole } from "../support/sdl-rules.ts";
import { coordinatesFor } from "../support/visible-fields.ts";

const PASSWORD = "correct horse battery";
const AREA = "320105006";
const HERE = "1001";
const ELSEWHERE = "2099";
const COURSE = "personal-data-protection";
const DUTY = `duty:${encodeURIComponent("核查辖区困难家庭情况变化")}`;

const schema = buildSchema(readText("schema/api.graphql"));

interface Published {
  readonly name: string;
  readonly hash: string;
  readonly operation: OperationDefinitionNode;
}

const published: readonly Published[] = readOperationFiles().flatMap(({ text }) =>
  parse(text).definitions.flatMap((operation) =>
    operation.kind === Kind.OPERATION_DEFINITION
      ? [{ name: operation.name?.value ?? "", hash: hashOf(text), operation }]
      : [],
  ),
);

const rootsOf = ({ operation }: Published) =>
  operation.selectionSet.selections.flatMap((one) => (one.kind === Kind.FIELD ? [one.name.value] : []));
const typeOf = ({ operation }: Published) => operation.operation.replace(/^./, (letter) => letter.toUpperCase());

/** Something of the type, of which there need not be any. */
function anyOf(type: GraphQLInputType): unknown {
  if (isNonNullType(type)) return anyOf(type.ofType);
  if (isListType(type)) return [];
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (isInputObjectType(type)) {
    const required = Object.values(type.getFields()).filter((field) => isNonNullType(field.type));
    return Object.fromEntries(required.map((field) => [field.name, anyOf(field.type)]));
  }
  const samples: Record<string, unknown> = {
    Int: 1,
    Boolean: true,
    Date: "2026-01-01",
    DateTime: "2026-01-01T00:00:00Z",
    ResidentIdNumber: idNumberOf("9997"),
  };
  return samples[getNamedType(type).name] ?? "1001";
}

function sampleOf({ operation }: Published): Record<string, unknown> {
  const required = (operation.variableDefinitions ?? []).filter(({ type }) => type.kind === Kind.NON_NULL_TYPE);
  return Object.fromEntries(
    required.map(({ variable, type }) => {
      const input = typeFromAST(schema, type) as GraphQLInputType | undefined;
      if (input === undefined) throw new Error(`no type for $${variable.name.value}`);
      return [variable.name.value, anyOf(input)];
    }),
  );
}

describe("where published operations alone are answered", () => {
  let hub: TestHub;
  let passwordHash: string;
  let lastId = 700;
  beforeAll(async () => {
    const documents = createPublishedOperations(readManifest(readText("schema/operations/manifest.json")), "only");
    hub = await openHub({ documents, signingIn: { demoPassword: PASSWORD } });
    passwordHash = await hashDemoPassword(PASSWORD);
    await registeredResident(hub.sql, { id: HERE, name: "郭君", idNumber: idNumberOf(HERE) });
    await registeredResident(hub.sql, {
      id: ELSEWHERE,
      name: "万仁兴",
      areaCode: "320205105001",
      idNumber: idNumberOf(ELSEWHERE),
    });
    await gridResident(hub.sql, { residentId: HERE });
    await visit(hub.sql, { residentId: HERE, id: "31" });
    await followUp(hub.sql, { residentId: HERE, visitId: "31", id: "1" });
  });
  afterAll(() => hub.close());

  /** Somebody who signs in as at a page, and sends hashes as a page does. */
  async function signIn(role: string) {
    lastId += 1;
    const id = String(lastId);
    const username = `m${id}`;
    await account(hub.sql, {
      id,
      username,
      roles: [role],
      areas: role === "resident" ? ["320105006001"] : [AREA],
      activatedAt: "2026-01-01T00:00:00Z",
      department: role === "department_officer" ? "population" : null,
      residentId: role === "resident" ? HERE : null,
    });
    await certificate(hub.sql, { accountId: id, course: COURSE });
    await hub.sql`insert into accounts.credentials (account_id, password_hash) values (${id}, ${passwordHash})`;
    const page = openPage(hub.url);
    const { status, text } = await page.post("/auth/sign-in/username", { username, password: PASSWORD });
    if (status !== 200) throw new Error(text);
    const token = await tokenOf(page);
    const send = async (name: string, variables: object = {}, purpose: string | null = null): Promise<Reply> => {
      const found = published.find((one) => one.name === name);
      if (found === undefined) throw new Error(`${name} is not published`);
      const response = await fetch(`${hub.url}/graphql`, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          authorization: `Bearer ${token}`,
          ...(purpose === null ? {} : { "x-purpose": purpose }),
        },
        body: JSON.stringify({ documentId: `sha256:${found.hash}`, variables }),
      });
      return readReply(response);
    };
    return { id, token, send };
  }

  // A list of residents is refused where its people would stand.
  const isRefused = ({ errors }: Reply) =>
    errors.some(
      ({ path = [], extensions }) =>
        (path.length <= 1 || path[1] === "edges") &&
        path.length <= 2 &&
        extensions.code === "UNAUTHORIZED_FIELD_OR_TYPE",
    );

  test.each(allRoles)(
    "%s signs in, and every published operation is answered or refused by its scopes",
    async (role) => {
      const department = role === "department_officer" ? "population" : undefined;
      const hasPurpose = mayGivePurpose(role, "item");
      const may = new Set(coordinatesFor({ scopes: scopesOfRole(role, department), hasPurpose }));
      const { send } = await signIn(role);
      const asked = published.filter((one) => one.operation.operation !== "subscription");
      expect(asked.length).toBeGreaterThan(30);
      const differing: string[] = [];
      for (const one of asked) {
        const expected = rootsOf(one).every((field) => may.has(`${typeOf(one)}.${field}`));
        const reply = await send(one.name, sampleOf(one), hasPurpose ? ITEM_PURPOSE : null);
        if (isRefused(reply) === expected) differing.push(`${one.name}: ${reply.text.slice(0, 300)}`);
      }
      expect(differing).toEqual([]);
    },
  );

  test("a clerk asks for an emergency, a head confirms it, and the clerk sees that one resident", async () => {
    const [clerk, head] = [await signIn("window_clerk"), await signIn("centre_head")];
    const asked = await clerk.send("RequestEmergencyAccess", {
      input: { idNumber: idNumberOf(ELSEWHERE), reason: "居民在窗口晕倒，需要马上核对医保" },
    });
    const id = /"id":"([^"]+)"/.exec(asked.text)?.[1] ?? asked.text;
    const standing = async (who: typeof clerk) => (await who.send("EmergencyAccess", { id })).data;
    expect(await standing(clerk)).toMatchObject({ emergencyAccess: { id, state: "REQUESTED" } });
    // It is the clerk's own: another one of the same counter does not see it.
    expect(await standing(await signIn("window_clerk"))).toEqual({ emergencyAccess: null });
    expect((await head.send("EmergencyAccesses")).text).toContain(id);
    await head.send("ConfirmEmergencyAccess", { input: { id } });
    expect(await standing(clerk)).toMatchObject({ emergencyAccess: { id, state: "CONFIRMED" } });
    const look = await clerk.send("ResidentPageByIdNumber", { idNumber: idNumberOf(ELSEWHERE) }, `emergency:${id}`);
    expect(look.data).toMatchObject({ residentByIdNumber: { name: "万仁兴" } });
    const without = await clerk.send("ResidentPageByIdNumber", { idNumber: idNumberOf(ELSEWHERE) }, ITEM_PURPOSE);
    expect(without.data).toEqual({ residentByIdNumber: null });
  });

  test("a head judges a look that was made for a duty", async () => {
    const [clerk, head] = [await signIn("window_clerk"), await signIn("centre_head")];
    await clerk.send("ResidentPage", { id: HERE }, DUTY);
    const { data } = await head.send("UnjudgedDuties");
    const { edges } = data?.["unjudgedDuties"] as { edges: { node: { id: string; viewerId: string } }[] };
    const look = edges.find(({ node }) => node.viewerId === clerk.id)?.node.id ?? "none";
    const judged = await head.send("JudgeDuty", { input: { id: look, isJustified: false, note: "没有这样的任务" } });
    expect(judged.data).toMatchObject({ judgeDuty: { id: look, isJustified: false } });
    expect((await head.send("UnjudgedDuties")).text).not.toContain(look);
  });

  test.each(["grid_worker", "village_worker"])("a %s records a visit once, and completes a task", async (role) => {
    const worker = await signIn(role);
    const input = {
      key: `visit-of-the-${role}`,
      residentId: HERE,
      visitedOn: new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Shanghai" }).format(Date.now()),
      kind: "ROUTINE",
      isMet: true,
      findings: [{ kind: "HOUSING", severity: "SERIOUS", note: "屋顶漏雨" }],
      followUps: [{ kind: "REPAIR", dueOn: "2099-01-01", note: "联系维修" }],
    };
    const dueOn = new Date(Date.parse(`${input.visitedOn}T00:00:00Z`) + 7 * 86_400_000).toISOString().slice(0, 10);
    const variables = { input: { ...input, followUps: [{ ...input.followUps[0], dueOn }] } };
    const [first, again] = [
      await worker.send("RecordVisit", variables, DUTY),
      await worker.send("RecordVisit", variables, DUTY),
    ];
    expect(first.data).toMatchObject({ recordVisit: { visit: { outcome: "FINDINGS" } } });
    expect(again.text).toBe(first.text);
    const tasks = (await worker.send("FollowUps", { state: "OPEN" }, DUTY)).data?.["followUps"] as {
      edges: { node: { id: string; dueOn: string; resident: { name: string } } }[];
    };
    const task = tasks.edges.map(({ node }) => node).find((node) => node.dueOn === dueOn);
    expect(task?.resident.name).toBe("郭君");
    const done = { key: `task-of-the-${role}`, id: task?.id, doneOn: input.visitedOn, result: "已修好" };
    for (let time = 0; time < 2; time += 1) {
      const completed = await worker.send("CompleteFollowUp", { input: done }, DUTY);
      expect(completed.data).toMatchObject({ completeFollowUp: { followUp: { id: task?.id } } });
    }
    expect((await worker.send("FollowUps", { state: "DONE" }, DUTY)).text).toContain(task?.id);
  });

  test("an auditor follows new entries by the hash of the subscription", async () => {
    const [auditor, clerk] = [await signIn("auditor"), await signIn("window_clerk")];
    const hash = published.find(({ name }) => name === "AccessRecordAdded")?.hash ?? "";
    const gone = new AbortController();
    const stream = await fetch(`${hub.url}/graphql`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        accept: "text/event-stream",
        authorization: `Bearer ${auditor.token}`,
      },
      body: JSON.stringify({ extensions: { persistedQuery: { version: 1, sha256Hash: hash } } }),
      signal: gone.signal,
    });
    expect(stream.status).toBe(200);
    // The head of the answer is there before the department listens: what was entered in between is in the list alone.
    const look = () => void clerk.send("ResidentPage", { id: HERE }, DUTY).catch(() => undefined);
    look();
    const again = setInterval(look, 1_000);
    let text = "";
    const reader = (stream.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream()).getReader();
    while (!text.includes(`"viewerId":"${clerk.id}"`)) {
      const { value, done } = await reader.read();
      if (done) break;
      text += value;
    }
    clearInterval(again);
    gone.abort();
    expect(text).toContain(`"viewerId":"${clerk.id}"`);
  });
});
