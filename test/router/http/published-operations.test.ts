import { buildSchema, getIntrospectionQuery, parse, validate } from "graphql";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { composeManifest } from "../../../cli/commands/compose/manifest.ts";
import { readOperationFiles, withFragments } from "../../../cli/commands/compose/operation-files.ts";
import { readConfig } from "../../../hub/config/config.ts";
import { createPublishedOperations, hashOf, readManifest } from "../../../router/http/published-operations.ts";
import { listTexts, readText } from "../../repository/tree.ts";
import { openHub, readReply, type Reply, type TestHub } from "../../support/hub.ts";
import { resident } from "../../support/rows/resident.ts";

const manifest = readManifest(readText("schema/operations/manifest.json"));
const text = readText("schema/operations/resident-at-counter.graphql");
const hash = hashOf(text);
const unknown = hashOf("{ __typename }");
const HERE = "1001";

let any: TestHub;
let only: TestHub;

beforeAll(async () => {
  [any, only] = await Promise.all([
    openHub({ documents: createPublishedOperations(manifest, "any") }),
    openHub({ documents: createPublishedOperations(manifest, "only") }),
  ]);
  for (const hub of [any, only]) await resident(hub.sql, { id: HERE });
});

afterAll(async () => {
  await Promise.all([any.close(), only.close()]);
});

describe("a published operation", () => {
  const variables = { id: HERE };

  test.each([
    ["documentId", { documentId: `sha256:${hash}` }],
    ["documentId, with its name", { documentId: `sha256:${hash}`, operationName: "ResidentAtCounter" }],
    ["extensions.persistedQuery", { extensions: { persistedQuery: { version: 1, sha256Hash: hash } } }],
    ["its text", { query: text }],
    ["its text and its hash", { query: text, documentId: `sha256:${hash}` }],
    ["null for what is not used", { query: null, documentId: `sha256:${hash}`, extensions: null }],
  ])("is answered, asked for by %s", async (_how, named) => {
    for (const hub of [any, only]) {
      const body = { ...named, variables };
      for (const reply of [await post(hub, body), await get(hub, body)]) {
        expect(reply.status).toBe(200);
        expect(reply.errors).toEqual([]);
        expect(reply.data).toMatchObject({ resident: { id: HERE, socialSecurity: { status: "ACTIVE" } } });
      }
    }
  });

  test("is in the access record by the hash it is published under", async () => {
    await only.sql`truncate audit.access_records`;
    await post(only, { documentId: `sha256:${hash}`, variables });
    const rows = await only.sql`select operation_hash, operation_name from audit.access_records`;
    expect(rows).toEqual([{ operation_hash: hash, operation_name: "ResidentAtCounter" }]);
  });
});

describe("a request that names no published operation", () => {
  test.each([
    ["an unknown hash", { documentId: `sha256:${unknown}` }, /^No published operation has this hash: /],
    ["an identifier that is no hash", { documentId: "ResidentAtCounter" }, /^documentId must be sha256: /],
    ["a hash in capitals", { documentId: `sha256:${hash.toUpperCase()}` }, /^documentId must be sha256: /],
    ["a key of every object", { documentId: "__proto__" }, /^documentId must be sha256: /],
    ["no text", { documentId: 7 }, /^documentId must be sha256: /],
    [
      "an older form that is no hash",
      { extensions: { persistedQuery: { sha256Hash: "x" } } },
      /sha256Hash must be 64 /,
    ],
    [
      "the hash of another document",
      { query: "{ __typename }", documentId: `sha256:${hash}` },
      /^The hash is not that/,
    ],
    [
      "two hashes",
      { documentId: `sha256:${hash}`, extensions: { persistedQuery: { sha256Hash: unknown } } },
      /name two documents/,
    ],
    ["nothing at all", {}, /^query must be a GraphQL document, or documentId /],
    ["an empty query", { query: "" }, /^query must be a GraphQL document, or documentId /],
  ])("gets one error: %s", async (_what, body, message) => {
    for (const hub of [any, only]) {
      const reply = await post(hub, body);
      expect(reply.status).toBe(400);
      expect(reply.data).toBeUndefined();
      expect(reply.errors).toEqual([
        { message: expect.stringMatching(message) as string, extensions: { code: "BAD_USER_INPUT" } },
      ]);
    }
  });
});

describe("a hash in extensions.persistedQuery that is not known", () => {
  const older = { extensions: { persistedQuery: { version: 1, sha256Hash: unknown } } };

  test.each(["application/json", "application/graphql-response+json"])(
    "is told in the words of that protocol, in %s, and no document is kept",
    async (accept) => {
      for (const hub of [any, only]) {
        const ask = () => post(hub, older, accept);
        const told = { message: "PersistedQueryNotFound", extensions: { code: "PERSISTED_QUERY_NOT_FOUND" } };
        const first = await ask();
        expect([first.status, first.data, first.errors]).toEqual([200, undefined, [told]]);
        // What a client does next: the document, and its hash with it.
        const next = await post(hub, { ...older, query: "{ __typename }" }, accept);
        if (hub === any) expect([next.status, next.data]).toEqual([200, { __typename: "Query" }]);
        else expect(next.errors[0]?.message).toMatch(/^Only published operations are answered here/);
        expect((await ask()).errors).toEqual([told]);
      }
    },
  );

  test("is told by GET as well, and where a stream was wanted", async () => {
    for (const reply of [await get(any, older), await post(any, older, "text/event-stream")]) {
      expect([reply.status, reply.errors[0]?.message]).toEqual([200, "PersistedQueryNotFound"]);
    }
  });

  test("is told that none are served where no document is known", async () => {
    const hub = await openHub();
    const reply = await post(hub, older);
    expect(reply.errors).toEqual([
      { message: "PersistedQueryNotSupported", extensions: { code: "PERSISTED_QUERY_NOT_SUPPORTED" } },
    ]);
    await hub.close();
  });
});

describe("ONEDOOR_TRUSTED_DOCUMENTS", () => {
  test("only: admits nothing that is not published", async () => {
    const documents = ["{ __typename }", getIntrospectionQuery(), `${text} `, text.replace("idNumber", "phone"), "{"];
    for (const query of documents) {
      const reply = await post(only, { query });
      expect(reply.status).toBe(400);
      expect(reply.errors).toEqual([
        {
          message: "Only published operations are answered here: send documentId instead of query.",
          extensions: { code: "BAD_USER_INPUT" },
        },
      ]);
    }
    const stream = await post(only, { query: "{ __typename }" }, "text/event-stream");
    expect(stream.status).toBe(400);
  });

  test("any: answers what clients write themselves", async () => {
    expect((await post(any, { query: "{ __typename }" })).data).toEqual({ __typename: "Query" });
  });

  test("is only in production, any elsewhere, and what is set goes before both", () => {
    const publication = (environment: Record<string, string>) => readConfig([], environment).publication;
    expect(publication({})).toBe("any");
    expect(publication({ NODE_ENV: "production" })).toBe("only");
    expect(publication({ NODE_ENV: "production", ONEDOOR_TRUSTED_DOCUMENTS: "any" })).toBe("any");
    expect(publication({ ONEDOOR_TRUSTED_DOCUMENTS: "only" })).toBe("only");
    expect(() => publication({ ONEDOOR_TRUSTED_DOCUMENTS: "some" })).toThrow(
      "ONEDOOR_TRUSTED_DOCUMENTS must be one of",
    );
  });
});

describe("schema/operations/manifest.json", () => {
  const files = readOperationFiles();

  test("holds each operation by the hash of its bytes, and nothing else", () => {
    expect(files.length).toBeGreaterThan(1);
    expect(new Map(files.map((one) => [hashOf(one.text), one.text]))).toEqual(manifest);
  });

  test.each(files)("$name is what the API schema allows, under the limits", (file) => {
    expect(validate(buildSchema(readText("schema/api.graphql")), parse(file.text))).toEqual([]);
  });

  test("needs every fragment that has a file", () => {
    const used = [...manifest.values()].flatMap((one) =>
      [...one.matchAll(/^fragment (\w+)/gm)].map(([, name]) => name),
    );
    const written = listTexts().flatMap(({ path, text: fragment }) =>
      path.startsWith("schema/operations/fragments/") ? [/^fragment (\w+)/.exec(fragment)?.[1]] : [],
    );
    expect(written.length).toBeGreaterThan(10);
    expect([...new Set(used)].sort()).toEqual(written.sort());
  });

  test("is refused when a hash is not that of its document", () => {
    expect(() => readManifest(JSON.stringify({ [hash]: `${text} ` }))).toThrow(hash);
    expect(() => readManifest(JSON.stringify({ [hash]: 1 }))).toThrow();
  });
});

describe("hub compose", () => {
  const api = readText("schema/api.graphql");

  test("publishes what is in schema/operations/", () => {
    expect(composeManifest(readOperationFiles(), api)).toBe(readText("schema/operations/manifest.json"));
  });

  test.each([
    ["me.graphql", "query Me { me { salary } }", 'me.graphql: Cannot query field "salary" here.'],
    ["me.graphql", "query Me { me { id }", "me.graphql: Syntax Error"],
    ["me.graphql", "{ me { id } }", "me.graphql: name the operation."],
    ["me.graphql", "query WhoAmI { me { id } }", "me.graphql: rename the file to who-am-i.graphql."],
    ["me.graphql", "query Me { me { id } } query You { me { id } }", "me.graphql: The document holds 2 operations"],
    [
      "all.graphql",
      "query All($n: Int = 1) { residents(first: $n) { edges { node { medicalInsurance { claims(first: 100) { edges { node { settledOn hospital totalFen diagnosis } } } } } } } }",
      "all.graphql: The operation has up to 60",
    ],
  ])("refuses %s: %s", (name, wrong, fault) => {
    expect(() => composeManifest([{ name, text: wrong }], api)).toThrow(`schema/operations/${fault}`);
  });

  test("writes the fragments of an operation out, each once, below what names it first", () => {
    const fragments = new Map([
      [
        "person-parts.graphql",
        "fragment PersonParts on Resident {\n  ...NamePart\n  ... on Resident {\n    id\n  }\n}\n",
      ],
      ["name-part.graphql", "fragment NamePart on Resident {\n  name\n}\n"],
      ["other-part.graphql", "fragment OtherPart on Resident {\n  sex\n}\n"],
    ]);
    const operation = '{\n  resident(id: "1") {\n    ...PersonParts\n    ...NamePart\n  }\n}\n';
    const written = withFragments(operation, fragments);
    expect(written).toBe(
      [operation, fragments.get("person-parts.graphql"), fragments.get("name-part.graphql")].join("\n"),
    );
    expect(validate(buildSchema(api), parse(written))).toEqual([]);
    expect(withFragments("{ me { id } }", fragments)).toBe("{ me { id } }");
  });

  test("asks for a resident by number and by id alike", () => {
    const [page = "", byIdNumber = ""] = ["resident-page", "resident-page-by-id-number"].map(
      (name) => readOperationFiles().find((one) => one.name === `${name}.graphql`)?.text,
    );
    const parts = (one: string) => one.slice(one.indexOf("fragment "));
    expect(parts(page)).toContain("fragment MedicalInsurancePart on Resident {");
    expect(parts(byIdNumber)).toBe(parts(page));
  });

  test("refuses an operation that names a fragment without a file", () => {
    const text = withFragments('query Whose { resident(id: "1") { ...NoPart } }', new Map());
    expect(() => composeManifest([{ name: "whose.graphql", text }], api)).toThrow("whose.graphql: Unknown fragment");
  });

  test("names every fault at once", () => {
    const twice = [
      { name: "a.graphql", text: "query A { a }" },
      { name: "b.graphql", text: "query B { b }" },
    ];
    expect(() => composeManifest(twice, api)).toThrow(/a\.graphql: .*\n.*b\.graphql: /);
  });
});

async function headersFor(hub: TestHub, accept = "application/graphql-response+json") {
  return { accept, authorization: `Bearer ${await hub.tokenFor()}`, "x-purpose": "item:320101-001" };
}

async function post(hub: TestHub, body: object, accept?: string): Promise<Reply> {
  const headers = { ...(await headersFor(hub, accept)), "content-type": "application/json" };
  return readReply(await fetch(`${hub.url}/graphql`, { method: "POST", headers, body: JSON.stringify(body) }));
}

async function get(hub: TestHub, body: Record<string, unknown>): Promise<Reply> {
  const url = new URL(`${hub.url}/graphql`);
  for (const [name, value] of Object.entries(body)) {
    if (value !== null) url.searchParams.set(name, typeof value === "string" ? value : JSON.stringify(value));
  }
  return readReply(await fetch(url, { headers: await headersFor(hub) }));
}
