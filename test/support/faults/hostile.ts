import { createHash } from "node:crypto";
import type { ServerResponse } from "node:http";
import { callKeyOf, VIEWER_HEADER } from "../../../subgraphs/shared/signed-call.ts";
import type { Fault } from "../fault-proxy.ts";
import { CALL_KEY } from "../hub.ts";
import { resign } from "../viewer.ts";

type Fields = Record<string, unknown>;

export interface GraphQLReply {
  data?: Fields | null;
  errors?: unknown;
}

/** What only a department's operators may read. */
export const INNER_WORDS = ["SELECT", "db7.internal", "10.20.30.40", "Pool.query", "polluted"];

/** Answers 200 with a text of its own. */
function answering(name: string, text: string): Fault {
  return { name, meet: ({ response }) => sendJson(response, text) };
}

/** Changes what the department says. */
function changing(name: string, change: (reply: GraphQLReply) => unknown): Fault {
  return {
    name,
    async meet(call) {
      const reply = JSON.parse(await call.ask()) as GraphQLReply;
      sendJson(call.response, JSON.stringify(change(reply) ?? reply));
    },
  };
}

/** Changes the text itself: some JSON can't be made from an object. */
function rewording(name: string, change: (text: string) => string): Fault {
  return {
    name,
    async meet(call) {
      sendJson(call.response, change(await call.ask()));
    },
  };
}

/** Asks the department about somebody else, and passes that on as the answer. `hide` names keys to leave out. */
export function aboutAnother(department: string, from: string, to: string, hide = /^never$/): Fault {
  return {
    name: "answers about another person",
    async meet(call) {
      const body = call.body.replaceAll(JSON.stringify(from), JSON.stringify(to));
      const bodyHash = createHash("sha256").update(body).digest("base64url");
      const key = callKeyOf(CALL_KEY, department);
      const signed = resign(String(call.headers[VIEWER_HEADER]), key, (given) => ({ ...given, bodyHash }));
      const text = await call.ask(body, { [VIEWER_HEADER]: signed });
      const shown: unknown = JSON.parse(text, (key, value: unknown) => (hide.test(key) ? undefined : value));
      sendJson(call.response, JSON.stringify(shown));
    },
  };
}

/** An error in words of its own under a code whose words a department may choose, about everything it was asked for. */
export function worded(code: string, message: string, proof?: unknown): Fault {
  return changing(`says ${code} in words of its own`, ({ data }) => ({
    data: Object.fromEntries(Object.keys(data ?? {}).map((key) => [key, null])),
    errors: [{ message, path: Object.keys(data ?? {}).slice(0, 1), extensions: { code, words: proof } }],
  }));
}

function sendJson(response: ServerResponse, text: string): void {
  response.writeHead(200, { "content-type": "application/json" }).end(text);
}

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);
// Keys by which the router finds out whom an answer is about: other faults are about those.
const ABOUT_IDENTITY = /^(id|__typename|echo_of_.*|subject_of_record__)$/;

/** Every value below an object or list, with the way to replace it. */
function visit(
  parent: unknown,
  found: (value: unknown, key: string, replace: (by: unknown) => void) => void,
  under = "",
): void {
  if (Array.isArray(parent)) {
    const items: unknown[] = parent;
    items.forEach((value, at) => {
      visit(value, found, under);
      found(value, under, (by) => (items[at] = by));
    });
  } else if (isFields(parent)) {
    for (const [key, value] of Object.entries(parent)) {
      visit(value, found, key);
      found(value, key, (by) => (parent[key] = by));
    }
  }
}

const isLeaf = (value: unknown) => typeof value !== "object" || value === null;

/** Fields too many in every object, some with names that are other departments' or the router's own. */
export const extraFields = changing("sends fields nobody asked for", ({ data }) => {
  visit(data, (value) => {
    if (!isFields(value)) return;
    const given = { ...value };
    Object.assign(value, {
      id: "2099",
      name: "polluted",
      as__name: "polluted",
      idNumber: "polluted",
      socialSecurity: { status: "ENDED", participations: [{ insurance: "polluted" }] },
      assistance: { status: "ENDED", category: "polluted" },
      subject_of_record__: "2099",
      secret: "SELECT",
      ...given,
    });
  });
});

/** Keys that change every object of a careless program. */
export const prototypeKeys = rewording("sends __proto__ and constructor", (text) =>
  text.replaceAll(
    /\{(?=")/g,
    '{"__proto__":{"polluted":true,"name":"polluted"},"constructor":{"prototype":{"polluted":true}},',
  ),
);

export const textForList = changing("sends a text for a list", ({ data }) => {
  visit(data, (value, key, replace) => {
    if (Array.isArray(value) && key !== "_entities") replace("SELECT");
  });
});

export const textForObject = changing("sends a text for an object", ({ data }) => {
  visit(data, (value, key, replace) => {
    if (isFields(value) && key !== "_entities") replace("SELECT");
  });
});

export const objectForLeaf = changing("sends an object for a leaf", ({ data }) => {
  visit(data, (value, key, replace) => {
    if (isLeaf(value) && !ABOUT_IDENTITY.test(key)) replace({ sql: "SELECT", toString: "polluted" });
  });
});

export const numberForText = changing("sends a number for a text", ({ data }) => {
  visit(data, (value, key, replace) => {
    if (typeof value === "string" && !ABOUT_IDENTITY.test(key)) replace(7.5);
  });
});

const DEEP = `${"[".repeat(200_000)}${"]".repeat(200_000)}`;

export const deepLists = rewording("nests 200 000 lists", (text) =>
  text.replace(/"(status|name)":"[^"]*"/, `"$1":${DEEP}`),
);

export const reversed = changing("answers in another order", ({ data }) => {
  visit({ data }, (value, key) => {
    if (Array.isArray(value) && key === "_entities") value.reverse();
  });
});

/** Errors as a careless department words them, in the given form. */
export function innerWords(path: readonly unknown[]): Fault {
  const error = {
    message: 'SELECT * FROM persons: syntax error near "x" (10.20.30.40:5432)',
    path,
    extensions: { code: "INTERNAL_SERVER_ERROR", host: "db7.internal", stacktrace: ["at Pool.query (db7.internal)"] },
  };
  return changing(`answers errors in inner words at ${JSON.stringify(path)}`, () => ({ data: null, errors: [error] }));
}

/** Replies that have the outer form of an answer at most. */
export const nonsense: readonly Fault[] = [
  answering("answers nothing", ""),
  answering("answers null", "null"),
  answering("answers a list", '[{"data":{}}]'),
  answering("answers an empty object", "{}"),
  answering("answers no data", '{"data":null}'),
  answering("answers empty data", '{"data":{}}'),
  answering("answers a text as data", '{"data":"SELECT"}'),
  answering("answers a list as data", '{"data":["SELECT"]}'),
  answering("answers errors that are no list", '{"data":{},"errors":{"message":"SELECT"}}'),
  answering("answers errors that are none", '{"data":null,"errors":[null,"SELECT",7,[],{}]}'),
  answering(
    "answers errors of the wrong form",
    '{"data":null,"errors":[{"message":{"sql":"SELECT"},"path":"db7.internal","extensions":["SELECT"]}]}',
  ),
];

/** Replies in the right form that are not about the entities asked for. */
export const nonsenseEntities: readonly Fault[] = [
  changing("answers fewer entities", ({ data }) => ({ data: { ...data, _entities: [] } })),
  changing("answers a text for the entities", ({ data }) => ({ data: { ...data, _entities: "SELECT" } })),
  changing("answers texts as entities", ({ data }) => ({ data: { ...data, _entities: ["SELECT"] } })),
];
