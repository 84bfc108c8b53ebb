import { describe, expect, test } from "vitest";
import { createAnswerer } from "../../../router/answer/answer.ts";
import type { Transport } from "../../../router/departments/transport.ts";
import { loadSupergraph } from "../../../router/supergraph/load-supergraph.ts";
import { createViewer } from "../../../subgraphs/shared/viewer.ts";
import { readText } from "../../repository/tree.ts";
import { answerWith, askBoard } from "../../support/notice-board.ts";
import { plannerHere } from "../../support/planner-here.ts";
import { allDepartments, allScopes } from "../../support/sdl-rules.ts";

const UNAVAILABLE = "SUBGRAPH_UNAVAILABLE";
const sdl = readText("schema/supergraph.graphql");
const supergraph = loadSupergraph(sdl);
const planner = plannerHere(sdl);
const viewer = createViewer({
  id: "1",
  roles: [],
  areas: ["32"],
  department: null,
  residentId: null,
  scopes: new Set(allScopes),
  purpose: { kind: "case", detail: "1" },
  rolesHash: "",
});

const RESIDENTS = ["1001", "1002"].map((id) => ({ __typename: "Resident", id, name: `名${id}` }));
const root = {
  resident: RESIDENTS[0],
  residents: { edges: RESIDENTS.map((node) => ({ node })) },
  me: { id: "501", username: "wangjia" },
};
const further: Record<string, Record<string, unknown>> = {
  "social-security": { socialSecurity: { status: "ACTIVE" } },
  "medical-insurance": { medicalInsurance: { status: "ACTIVE", scheme: "EMPLOYEE" } },
  "civil-affairs": { assistance: { status: "GRANTED" }, oldAgeAllowance: { bandAge: 80 } },
};

/** A department in order: it answers by key, or from the root. */
const inOrder =
  (department: string): Transport["send"] =>
  async ({ operation, variables }) => {
    const lists = Object.values(variables).filter((value) => Array.isArray(value)) as { id: string }[][];
    const entities = (lists[0] ?? []).map(({ id }) => ({ __typename: "Resident", id, ...further[department] }));
    return { data: answerWith({ ...root, _entities: entities }, operation) };
  };

type Trouble = Transport["send"];

async function ask(query: string, troubles: Record<string, Trouble>) {
  const transports = new Map(
    allDepartments.map((department) => [department, { send: troubles[department] ?? inOrder(department) }]),
  );
  const residents: string[] = [];
  const answerer = createAnswerer({
    supergraph,
    planner,
    transports,
    recorder: { enter: async (look) => void residents.push(...look.residents) },
  });
  const request = { query, operationName: null, variables: {}, requestId: "request-1", queriesOnly: false };
  const outcome = await answerer.answer(request, viewer);
  const text = "body" in outcome ? outcome.body : "{}";
  const body = JSON.parse(text) as {
    data?: unknown;
    errors?: { path?: (string | number)[]; message: string; extensions: { code: string } }[];
  };
  const errors = (body.errors ?? []).map(({ path = [], extensions }) => `${path.join(".")} ${extensions.code}`);
  return {
    text,
    data: body.data,
    errors: errors.sort(),
    messages: (body.errors ?? []).map(({ message }) => message),
    residents,
  };
}

const ONE = `{ resident(id: "1001") { id name socialSecurity { status } medicalInsurance { scheme } assistance { status } } me { username } }`;
const LIST = `{ residents { edges { node { id socialSecurity { status } medicalInsurance { scheme } } } } }`;

const rejects =
  (error: unknown): Trouble =>
  async () => {
    // Whatever is thrown, an Error or not.
    throw error;
  };

const TELLING = [
  new Error("connect ECONNREFUSED 10.0.0.7:5432"),
  new Error(`select * from "population"."residents" where name = 'SECRET-VALUE'`),
  Object.assign(new Error("SECRET-VALUE"), { code: "INTERNAL", extensions: { code: "SECRET-VALUE" } }),
  "SECRET-VALUE at /srv/app/index.ts:7:1",
  undefined,
  null,
  { message: "SECRET-VALUE" },
];

describe("a department that cannot be reached", () => {
  test("in full order is not missed", async () => {
    const reply = await ask(ONE, {});
    expect(reply.errors).toEqual([]);
    expect(reply.data).toEqual({
      resident: {
        id: "1001",
        name: "名1001",
        socialSecurity: { status: "ACTIVE" },
        medicalInsurance: { scheme: "EMPLOYEE" },
        assistance: { status: "GRANTED" },
      },
      me: { username: "wangjia" },
    });
  });

  test.each(TELLING)("leaves its fields null, with one error each, and the rest there: %s", async (error) => {
    const reply = await ask(ONE, { "medical-insurance": rejects(error) });
    expect(reply.data).toEqual({
      resident: {
        id: "1001",
        name: "名1001",
        socialSecurity: { status: "ACTIVE" },
        medicalInsurance: null,
        assistance: { status: "GRANTED" },
      },
      me: { username: "wangjia" },
    });
    expect(reply.errors).toEqual([`resident.medicalInsurance ${UNAVAILABLE}`]);
    expect(reply.text).not.toMatch(/SECRET|ECONN|select|10\.0\.0\.7|index\.ts|stack/);
    expect(reply.residents).toEqual(["1001"]);
  });

  test("is told once for a list, not once for each of its items", async () => {
    const reply = await ask(LIST, { "social-security": rejects(new Error("down")) });
    const nodes = ["1001", "1002"].map((id) => ({
      id,
      socialSecurity: null,
      medicalInsurance: { scheme: "EMPLOYEE" },
    }));
    expect(reply.data).toEqual({ residents: { edges: nodes.map((node) => ({ node })) } });
    expect(reply.errors).toEqual([`residents.edges.node.socialSecurity ${UNAVAILABLE}`]);
  });

  test("takes with it what only it can give, and leaves other root fields", async () => {
    const reply = await ask(ONE, { population: rejects(new Error("down")) });
    expect(reply.data).toEqual({ resident: null, me: { username: "wangjia" } });
    expect(reply.errors).toEqual([`resident ${UNAVAILABLE}`]);
  });

  test("together with all others leaves nothing but errors", async () => {
    const troubles = Object.fromEntries(allDepartments.map((one) => [one, rejects(new Error("down"))]));
    const reply = await ask(ONE, troubles);
    expect(reply.data).toEqual({ resident: null, me: null });
    expect(reply.errors).toEqual([`me ${UNAVAILABLE}`, `resident ${UNAVAILABLE}`]);
  });

  test("is told under the client's own names", async () => {
    const query = `{ who: resident(id: "1001") { key: id pay: medicalInsurance { scheme } } }`;
    const reply = await ask(query, { "medical-insurance": rejects(new Error("down")) });
    expect(reply.data).toEqual({ who: { key: "1001", pay: null } });
    expect(reply.errors).toEqual([`who.pay ${UNAVAILABLE}`]);
  });

  test("is not missed where nothing of it was asked for", async () => {
    const query = `{ resident(id: "1001") { id medicalInsurance @skip(if: true) { scheme } } }`;
    expect((await ask(query, { "medical-insurance": rejects(new Error("down")) })).errors).toEqual([]);
  });
});

describe("a department that answers nonsense", () => {
  test.each<[string, () => unknown]>([
    ["nothing", () => ({})],
    ["no data", () => ({ data: null })],
    ["data that is a list", () => ({ data: [] })],
    ["no list of entities", () => ({ data: { _entities: {} } })],
    ["too few entities", () => ({ data: { _entities: [] } })],
    ["too many entities", () => ({ data: { _entities: [{}, {}, {}] } })],
    ["entities that are text", () => ({ data: { _entities: ["SECRET-VALUE"] } })],
  ])("is treated as one that cannot be reached: %s", async (_what, make) => {
    const reply = await ask(ONE, { "medical-insurance": async () => make() as never });
    expect(reply.data).toMatchObject({
      resident: { id: "1001", medicalInsurance: null, socialSecurity: { status: "ACTIVE" } },
    });
    expect(reply.errors).toEqual([`resident.medicalInsurance ${UNAVAILABLE}`]);
    expect(reply.text).not.toContain("SECRET");
  });

  test("that is another person's record shows it to nobody", async () => {
    const send: Trouble = async ({ operation }) => ({
      data: answerWith(
        { _entities: [{ __typename: "Resident", id: "9999", medicalInsurance: { scheme: "RESIDENT" } }] },
        operation,
      ),
    });
    const reply = await ask(ONE, { "medical-insurance": send });
    expect(reply.data).toMatchObject({ resident: { medicalInsurance: null } });
    expect(reply.text).not.toContain("RESIDENT");
  });

  test("that is two records in each other's place shows neither", async () => {
    const send: Trouble = async ({ operation, variables }) => {
      const lists = Object.values(variables).filter((value) => Array.isArray(value)) as { id: string }[][];
      const swapped = [...(lists[0] ?? [])].reverse();
      const entities = swapped.map(({ id }) => ({ __typename: "Resident", id, ...further["social-security"] }));
      return { data: answerWith({ _entities: entities }, operation) };
    };
    const reply = await ask(LIST, { "social-security": send });
    expect(reply.text).not.toContain("ACTIVE");
    expect(reply.errors).toEqual([`residents.edges.node.socialSecurity ${UNAVAILABLE}`]);
  });
});

describe("an error of a department", () => {
  const failing =
    (error: object): Trouble =>
    async ({ operation }) => ({
      data: answerWith({ _entities: [{ __typename: "Resident", id: "1001", medicalInsurance: null }] }, operation),
      errors: [{ message: "SECRET-VALUE", path: ["_entities", 0, "medicalInsurance"], ...error }],
    });

  test.each([
    [{ extensions: { code: "UNAUTHORIZED_FIELD_OR_TYPE" } }, "UNAUTHORIZED_FIELD_OR_TYPE"],
    [{ extensions: { code: "SUBGRAPH_UNAVAILABLE" } }, UNAVAILABLE],
    [{ extensions: { code: "GRAPHQL_VALIDATION_FAILED", stacktrace: ["SECRET-VALUE"] } }, UNAVAILABLE],
    [{ extensions: { code: "__proto__" } }, UNAVAILABLE],
    [{ extensions: { code: "toString" } }, UNAVAILABLE],
    [{ extensions: { code: 7 } }, UNAVAILABLE],
    [{ extensions: null }, UNAVAILABLE],
    [{}, UNAVAILABLE],
  ])("with %j is told as %s, in our words and in the client's place", async (error, code) => {
    const reply = await ask(ONE, { "medical-insurance": failing(error) });
    expect(reply.errors).toEqual([`resident.medicalInsurance ${code}`]);
    expect(reply.text).not.toContain("SECRET-VALUE");
    expect(reply.data).toMatchObject({ resident: { socialSecurity: { status: "ACTIVE" } } });
  });

  test("that speaks of the client's own input keeps its words", async () => {
    const error = { message: "first must be between 1 and 100.", extensions: { code: "BAD_USER_INPUT" } };
    const reply = await ask(ONE, { "medical-insurance": failing(error) });
    expect(reply.messages).toEqual(["first must be between 1 and 100."]);
  });

  test.each([
    { path: undefined },
    { path: [] },
    { path: ["elsewhere"] },
    { path: ["_entities"] },
    { path: ["_entities", 99] },
    { path: ["_entities", "x"] },
    { path: "text" },
  ])("whose path is %j is not lost, and breaks nothing", async (error) => {
    const reply = await ask(ONE, { "medical-insurance": failing(error) });
    expect(reply.text).not.toContain("SECRET-VALUE");
    expect(reply.data).toMatchObject({
      resident: { id: "1001", medicalInsurance: null, socialSecurity: { status: "ACTIVE" } },
    });
  });
});

describe("an operation that needs no department", () => {
  test("asks none", async () => {
    const reply = await askBoard("{ __typename a: __typename __schema { queryType { name } } }");
    expect(reply).toMatchObject({
      data: { __typename: "Query", a: "Query", __schema: { queryType: { name: "Query" } } },
      sent: [],
      looks: [],
    });
  });
});
