import { parse, type VariableDefinitionNode, Kind, OperationTypeNode } from "graphql";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { defaultLimits } from "../../router/operation/limits.ts";
import { readManifest } from "../../router/http/published-operations.ts";
import { readText } from "../repository/tree.ts";
import { askEverything } from "../support/asked-in-many-ways.ts";
import { deliverEvents } from "../support/deliveries.ts";
import type { Root } from "../support/generated-operation.ts";
import { openHub, type Question, type TestHub } from "../support/hub.ts";
import { AFTER, BEFORE, insertMover, mover } from "../support/mover.ts";
import { errorsOfMove, recordMove } from "../support/moves.ts";
import { caseOf } from "../support/rows/cases.ts";
import { area } from "../support/rows/population.ts";
import { PATIENCE_MS } from "../support/runs.ts";
import { sealing } from "../support/two-worlds/cursors.ts";
import { insertWorld } from "../support/world.ts";

const [OLD, NEW] = [BEFORE.slice(0, 9), AFTER.slice(0, 9)];
const NO_LIMITS = Object.fromEntries(Object.keys(defaultLimits).map((name) => [name, 10_000_000])) as never;
const CASE = `2025-${mover.id}0`;

type Who = Pick<Question, "sub" | "roles" | "department" | "areas">;

const staff = (areas: string[]): Who[] => [
  ...["window_clerk", "village_worker", "grid_worker", "centre_head", "analyst", "account_admin"].map((role) => ({
    sub: "511",
    roles: [role],
    areas,
  })),
  ...["population", "social-security", "civil-affairs", "taxation", "cases", "grid"].map((department) => ({
    sub: "512",
    roles: ["department_officer"],
    department,
    areas,
  })),
];
const clerk = (areas: string[]): Who => ({ sub: "513", roles: ["window_clerk"], areas });

/** What hangs on when and how often somebody looked, and not on where anybody lives. */
const OF_LOOKS = /^(?:AccessRecord|Look|Seal|Objection|OwnObjection|Withholding|Duty|UnjudgedDut)/;
const LOOKS = ["AccessLog", "UnjudgedDuties", "OwnLooks", "Seals", "Objections", "Withholdings"];

const given = (name: string, type: string, value: unknown) => ({ [name]: { type, values: [value] } });
const everything = (of: string): Question => {
  const roots: Root[] = [
    { text: "resident(id: $id)", type: "Resident", variables: given("id", "ID!", mover.id) },
    {
      text: "residentByIdNumber(idNumber: $number)",
      type: "Resident",
      variables: given("number", "ResidentIdNumber!", mover.idNumber),
    },
    {
      text: "residents(filter: $in, first: 50)",
      type: "ResidentConnection",
      variables: given("in", "ResidentFilter", { areaCode: of }),
    },
    { text: "followUps(first: 50)", type: "FollowUpConnection" },
    { text: "cases(first: 50)", type: "CaseConnection" },
    { text: "case(number: $case)", type: "Case", variables: given("case", "String!", CASE) },
    { text: "accounts(first: 50)", type: "AccountConnection" },
  ];
  return askEverything(roots, (type) => !OF_LOOKS.test(type), "plainly");
};

/** The published questions, each with the mover wherever a variable can name somebody. */
const published = (of: string): (Question & { name: string })[] =>
  [...readManifest(readText("schema/operations/manifest.json")).values()].flatMap((query) => {
    const [definition] = parse(query).definitions;
    if (definition?.kind !== Kind.OPERATION_DEFINITION || definition.operation !== OperationTypeNode.QUERY) return [];
    const name = definition.name?.value ?? "";
    if (LOOKS.includes(name)) return [];
    const named = (definition.variableDefinitions ?? []).map((one) => [one.variable.name.value, valueOf(one, of)]);
    return [{ name, query, variables: Object.fromEntries(named) as Record<string, unknown> }];
  });

function valueOf({ variable, type }: VariableDefinitionNode, of: string): unknown {
  const named = type.kind === Kind.NON_NULL_TYPE ? type.type : type;
  const typeName = named.kind === Kind.NAMED_TYPE ? named.name.value : "";
  if (typeName === "ResidentFilter") return { areaCode: of, name: mover.name };
  const values: Record<string, unknown> = {
    id: mover.id,
    idNumber: mover.idNumber,
    number: CASE,
    code: of,
    parent: of,
  };
  return { ...values, state: "OPEN", first: 50 }[variable.name.value];
}

let hub: TestHub;
let other: TestHub;
let delivery: { close(): Promise<void> };
beforeAll(async () => {
  const options = { sealing, recordsElsewhere: true, limits: NO_LIMITS };
  [hub, other] = await Promise.all([openHub({ ...options, overHttp: true, timeoutMs: 30_000 }), openHub(options)]);
  for (const one of [hub, other]) {
    await insertWorld(one.sql);
    for (const code of [BEFORE, AFTER]) await area(one.sql, { code });
  }
  await insertMover(hub.sql, BEFORE);
  // What a window took stays with it for a while: the last tests are about that.
  await hub.sql`update cases.cases set centre_code = null where resident_id = ${mover.id}`;
  delivery = await deliverEvents(hub);
});
afterAll(async () => {
  await delivery.close();
  await Promise.all([hub.close(), other.close()]);
});

/** All that the viewers are told, by who asks and what. */
async function answersOf(of: TestHub, viewers: readonly Who[], place: string): Promise<Map<string, string>> {
  const answers = new Map<string, string>();
  const ask = async (who: Who, name: string, question: Question) =>
    answers.set(`${who.roles?.join()} ${who.department ?? ""} ${name}`, (await of.ask({ ...question, ...who })).text);
  await Promise.all(viewers.map((who) => ask(who, "everything", everything(place))));
  await Promise.all(published(place).map((question) => ask(clerk([place]), question.name, question)));
  return answers;
}

const differing = (some: Map<string, string>, others: Map<string, string>): string[] =>
  [...some].flatMap(([question, text]) => (others.get(question) === text ? [] : [question]));

describe("after a move", { timeout: PATIENCE_MS }, () => {
  test("the old township is told what it would be told had there never been such a person", async () => {
    const never = await answersOf(other, staff([OLD]), OLD);
    const before = await answersOf(hub, staff([OLD]), OLD);
    // Or nothing would be shown by their being alike afterwards.
    expect(differing(before, never).length).toBeGreaterThan(12);
    const move = { residentId: mover.id, areaCode: AFTER, isWholeHousehold: true };
    expect(errorsOfMove(await recordMove(hub, move))).toEqual([]);
    await vi.waitFor(async () => {
      const whole = everything(OLD);
      for (const who of [clerk([OLD]), clerk([NEW])]) {
        const [moved, without] = await Promise.all([hub.ask({ ...whole, ...who }), other.ask({ ...whole, ...who })]);
        // Whole answers fill pages where they differ: that they do is enough.
        if (who.areas?.[0] === OLD) expect(moved.text === without.text).toBe(true);
        else expect(moved.text.length).toBeGreaterThan(without.text.length + 3_000);
      }
    }, 10_000);
    expect(differing(await answersOf(hub, staff([OLD]), OLD), never)).toEqual([]);
  });

  test("the new township is told what it would be told had the person always lived there", async () => {
    await insertMover(other.sql, AFTER);
    await other.sql`update cases.cases set centre_code = null where resident_id = ${mover.id}`;
    const [entry] = await hub.sql`select version, address from population.residents where resident_id = ${mover.id}`;
    await other.sql`update population.residents set ${other.sql(entry ?? {})} where resident_id = ${mover.id}`;
    const viewers = [...staff([NEW]), clerk([OLD])];
    expect(differing(await answersOf(hub, viewers, NEW), await answersOf(other, viewers, NEW))).toEqual([]);
  });

  test("a window keeps in sight what it took until it is closed, and nothing else of the person", async () => {
    const [open, closed] = ["2025-9001", "2025-9002"];
    const taken = { residentId: mover.id, areaCode: AFTER, centreCode: "3201050001" };
    await caseOf(hub.sql, { ...taken, id: "9001", number: open });
    await caseOf(hub.sql, { ...taken, id: "9002", number: closed, closedOn: "2025-06-01", status: "GRANTED" });
    const back = { key: "a-move-to-where-it-was", residentId: mover.id, areaCode: BEFORE, isWholeHousehold: true };
    expect(errorsOfMove(await recordMove(hub, back))).toEqual([]);
    const query = `query ($number: String!) { case(number: $number) { number areaCode resident { id name } } }`;
    const ask = (who: Who, number: string, purpose: string) =>
      hub.ask({ query, variables: { number }, purpose, ...who });
    await vi.waitFor(async () => {
      expect((await ask(clerk([OLD]), open, `case:${open}`)).data).toMatchObject({
        case: { resident: { name: mover.name } },
      });
    }, 10_000);
    expect((await ask(clerk([NEW]), open, `case:${open}`)).data).toEqual({
      case: { number: open, areaCode: AFTER, resident: { id: mover.id, name: null } },
    });
    const none = await ask(clerk([NEW]), "2025-9999", `case:${open}`);
    expect((await ask(clerk([NEW]), closed, `case:${open}`)).text).toBe(none.text);
    expect((await ask(clerk([OLD]), closed, `case:${open}`)).data).toMatchObject({ case: { number: closed } });
    const person = "query ($id: ID!) { resident(id: $id) { id cases { edges { node { number } } } } }";
    const look = (id: string) =>
      hub.ask({ query: person, variables: { id }, purpose: `case:${open}`, ...clerk([NEW]) });
    expect((await look(mover.id)).text).toBe((await look("9999")).text);
  });
});
