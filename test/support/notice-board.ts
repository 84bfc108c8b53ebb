import { type FieldNode, Kind, parse, type SelectionSetNode } from "graphql";
import type { Look } from "../../router/answer/access-record.ts";
import { createAnswerer, type Outcome } from "../../router/answer/answer.ts";
import type { Fields } from "../../router/departments/fields.ts";
import type { Transport } from "../../router/departments/transport.ts";
import { loadSupergraph, type Supergraph } from "../../router/supergraph/load-supergraph.ts";
import { compose } from "../../schema/compose.ts";
import { createViewer, type Viewer } from "../../subgraphs/shared/viewer.ts";
import { readText } from "../repository/tree.ts";
import { plannerHere } from "./planner-here.ts";

const SDL = `
  type Query {
    plain: Plain @authenticated
    plains: [Plain!] @authenticated
    strict: Strict @authenticated
    strictList: [Strict!]! @authenticated
    leaves: Leaves @authenticated
    notice: Notice @authenticated
    notices: [Notice] @authenticated
    found: [Found] @authenticated
    secret: Secret
    author: Author
    person: Person @authenticated
    ruled: Ruled @authenticated
  }
  type Mutation {
    change(text: String): Change @authenticated
    greet: Person @authenticated
  }
  type Change { done: Boolean @authenticated note: String @requiresScopes(scopes: [["board:note"]]) }
  type Plain { id: ID @authenticated text: String @authenticated inner: Plain @authenticated list: [Plain] @authenticated }
  type Strict { id: ID! @authenticated inner: Strict @authenticated must: Strict! @authenticated items: [Strict!]! @authenticated loose: [Strict!] @authenticated }
  enum Colour { RED GREEN }
  type Leaves {
    int: Int @authenticated float: Float @authenticated text: String @authenticated yes: Boolean @authenticated
    id: ID @authenticated colour: Colour @authenticated day: Date @authenticated
    matrix: [[Int!]] @authenticated colours: [Colour!]! @authenticated
  }
  interface Notice { id: ID text: String author: Author }
  type Public implements Notice @authenticated { id: ID text: String author: Author }
  type Secret implements Notice @requiresScopes(scopes: [["board:secret"]]) { id: ID text: String author: Author place: String }
  type Guarded implements Notice @authenticated {
    id: ID
    text: String @requiresScopes(scopes: [["board:text"]])
    author: Author
  }
  union Found = Public | Secret | Person
  type Author @requiresScopes(scopes: [["board:author"]]) { id: ID name: String }
  type Person @person @policy(policies: [["purpose"]]) {
    id: ID!
    name: String @mask(as: NAME, unless: "board:read:name")
    note: String @requiresScopes(scopes: [["board:note"]])
    friends: [Person!]
  }
  type Ruled {
    either: String @requiresScopes(scopes: [["board:a"], ["board:b", "board:c"]])
    both: String @requiresScopes(scopes: [["board:a"]]) @policy(policies: [["purpose"]])
    signedIn: String @authenticated
  }
`;

/** A small graph of the tests' own, with everything permissions can meet: interfaces, unions, people, changes. */
export const supergraphOfBoard = compose([
  { name: "board", typeDefs: parse(readText("subgraphs/shared/prelude.graphql") + SDL) },
]).supergraph;

/** As our composition makes it: interfaces carry the rules of all their members. */
export const board: Supergraph = loadSupergraph(supergraphOfBoard);
// Rules are the router's affair: to the planner, all boards are alike.
const planner = plannerHere(supergraphOfBoard);

/** As a composition makes it that leaves the rules where they were written. */
export const boardWithBareInterfaces: Supergraph = loadSupergraph(
  supergraphOfBoard.replace(/interface Notice[^}]*\}/, (text) =>
    text.replaceAll(/@(?:authenticated|requiresScopes\([^)]*\))/g, ""),
  ),
);

const INTERFACES: Readonly<Record<string, readonly string[]>> = { Notice: ["Public", "Secret", "Guarded"] };

/** Answers with the data as it is, right or wrong: the fields that are asked for, under the names they are asked by. */
export function answerWith(data: Fields, document: string): Fields {
  const { definitions } = parse(document);
  const operation = definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  const fragments = definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);
  if (operation === undefined) throw new Error("no operation");

  const pick = (source: Fields, set: SelectionSetNode, into: Fields = {}): Fields => {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value;
        into[key] = valueOf(source[selection.name.value], selection);
        continue;
      }
      const isNamed = selection.kind === Kind.FRAGMENT_SPREAD;
      const fragment = isNamed ? fragments.find(({ name }) => name.value === selection.name.value) : selection;
      const condition = fragment?.typeCondition?.name.value;
      if (fragment !== undefined && applies(condition, source)) pick(source, fragment.selectionSet, into);
    }
    return into;
  };
  const valueOf = (value: unknown, field: FieldNode): unknown => {
    if (Array.isArray(value)) return value.map((item) => valueOf(item, field));
    const isObject = typeof value === "object" && value !== null;
    return isObject && field.selectionSet !== undefined ? pick(value as Fields, field.selectionSet) : value;
  };
  return pick(data, operation.selectionSet);
}

/** Data that does not say what it is, is what it is asked for as. */
function applies(condition: string | undefined, source: Fields): boolean {
  const typename = source["__typename"];
  if (condition === undefined || typeof typename !== "string") return true;
  return condition === typename || (INTERFACES[condition] ?? []).includes(typename);
}

export interface BoardAnswer {
  kind: Outcome["kind"];
  data: unknown;
  /** `path code` */
  errors: string[];
  masked: string[];
  text: string;
  /** The operations the department was sent. */
  sent: string[];
  looks: Look[];
}

export interface BoardQuestion {
  scopes?: readonly string[];
  hasPurpose?: boolean;
  variables?: Record<string, unknown>;
  /** What the department has; a function may throw, or answer whatever it likes. */
  data?: Fields | Transport["send"];
  isRecordingBroken?: boolean;
  supergraph?: Supergraph;
}

/** Asks the board's router, whose one department is the data given. */
export async function askBoard(query: string, question: BoardQuestion = {}): Promise<BoardAnswer> {
  const { scopes = [], hasPurpose = false, variables = {}, data = {}, supergraph = board } = question;
  const sent: string[] = [];
  const looks: Look[] = [];
  const send: Transport["send"] = async (call) => {
    sent.push(call.operation);
    if (typeof data === "function") return data(call);
    return { data: answerWith(data, call.operation) };
  };
  const answerer = createAnswerer({
    supergraph,
    planner,
    transports: new Map([["board", { send }]]),
    recorder: {
      enter: async (look) => {
        if (question.isRecordingBroken === true) throw new Error("the log is full");
        looks.push(look);
      },
    },
  });
  const request = { query, operationName: null, variables, requestId: "request-1", queriesOnly: false };
  const outcome = await answerer.answer(request, boardViewer(scopes, hasPurpose));
  const text = "body" in outcome ? outcome.body : "{}";
  const body = JSON.parse(text) as Answer;
  return {
    kind: outcome.kind,
    data: body.data,
    errors: (body.errors ?? []).map(({ path = [], extensions }) => `${path.join(".")} ${extensions.code}`),
    masked: body.extensions?.masked ?? [],
    text,
    sent,
    looks,
  };
}

interface Answer {
  data?: unknown;
  errors?: { path?: (string | number)[]; extensions: { code: string } }[];
  extensions?: { masked?: string[] };
}

export function boardViewer(scopes: readonly string[], hasPurpose = false): Viewer {
  return createViewer({
    id: "1",
    roles: [],
    areas: ["32"],
    department: null,
    residentId: null,
    scopes: new Set(scopes),
    purpose: hasPurpose ? { kind: "case", detail: "1" } : null,
    rolesHash: "roles",
  });
}
