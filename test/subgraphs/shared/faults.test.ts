import type { Server } from "node:http";
import { GraphQLError } from "graphql";
import { afterEach, describe, expect, test } from "vitest";
import { population } from "../../../subgraphs/population/index.ts";
import { HubError } from "../../../subgraphs/shared/errors.ts";
import { type Fault, reportFaults } from "../../../subgraphs/shared/faults.ts";
import { listen, urlOf } from "../../../subgraphs/shared/listen.ts";
import type { RunningSubgraph } from "../../../subgraphs/shared/run-subgraph.ts";
import { serveAlone, type Trust } from "../../../subgraphs/shared/serve-alone.ts";
import { routersViewer } from "../../support/viewer.ts";

const CALL = { department: "population", requestId: "a-request" };

describe("reportFaults", () => {
  const thrown = (error: Error) => new GraphQLError("in the department", { originalError: error });
  const database = (code: string) => Object.assign(new Error("of the database"), { code });

  test.each([
    ["nothing", [], []],
    ["outcomes a department words itself", [thrown(new HubError("CONFLICT")), new HubError("UNAUTHENTICATED")], []],
    ["a resolver's error, as it was thrown", [thrown(database("57014"))], ["57014"]],
    [
      "one that failed for every key of its batch, once",
      Array.from({ length: 9 }, () => thrown(database("57014"))),
      ["57014"],
    ],
    ["two kinds of failure", [thrown(database("57014")), thrown(database("42P01"))], ["57014", "42P01"]],
    ["what the department calls its own failure", [thrown(new HubError("INTERNAL"))], ["INTERNAL"]],
    ["a null where the schema promises a value", [new GraphQLError("Cannot return null")], [undefined]],
  ])("tells of %s", (_what, errors, codes) => {
    const told: Fault[] = [];
    reportFaults(errors, CALL, (fault) => told.push(fault));
    expect(told.map(({ error }) => (error as { code?: string }).code)).toEqual(codes);
    for (const { department, requestId } of told) expect({ department, requestId }).toEqual(CALL);
  });
});

describe("a department served alone", () => {
  let server: Server;
  afterEach(() => void server.close());

  const viewer = routersViewer({ scopes: [], areas: ["32"], hasPurpose: true, residentId: null, accountId: "1" });
  const whole: RunningSubgraph = {
    name: "population",
    contextFor: () => ({ viewer, loaders: {} }),
    execute: () => Promise.reject(new Error("only over HTTP")),
    async *subscribe() {},
    hear: async () => "UNKNOWN",
    close: async () => undefined,
  };

  async function ask(part: Partial<RunningSubgraph>, viewerOf: Trust["viewerOf"], more: RequestInit = {}) {
    const told: Fault[] = [];
    server = await serveAlone(
      population,
      { ...whole, ...part },
      { viewerOf },
      {
        onFault: (fault) => told.push(fault),
      },
    );
    await listen(server, 0, "127.0.0.1");
    const response = await fetch(urlOf(server), {
      method: "POST",
      body: JSON.stringify({ query: "{ __typename }" }),
      ...more,
      headers: { "content-type": "application/json", "x-request-id": "a-request", ...(more.headers as object) },
    });
    return { status: response.status, text: await response.text(), told };
  }

  test("answers 500 and tells why when it can't find out who asks", async () => {
    const fails = () => {
      throw new TypeError("郭君 is undefined");
    };
    const { status, text, told } = await ask({}, fails);
    expect([status, JSON.parse(text)]).toEqual([
      500,
      { errors: [{ message: expect.any(String) as string, extensions: { code: "INTERNAL" } }] },
    ]);
    expect(text).not.toContain("郭君");
    expect(told).toEqual([{ ...CALL, error: expect.any(TypeError) as unknown }]);
  });

  test("tells why when it can't make what resolvers work with", async () => {
    const contextFor = () => {
      throw new TypeError("郭君 is undefined");
    };
    const { status, text, told } = await ask({ contextFor }, () => viewer);
    expect(status).toBe(500);
    expect(text).not.toContain("郭君");
    expect(told.map(({ error }) => error)).toEqual([expect.any(TypeError)]);
  });

  test.each([
    ["a body that is not JSON", { body: "{" }, 400],
    ["a document that is not valid", { body: JSON.stringify({ query: "{ nothing }" }) }, 400],
    ["a stream of nothing", { body: "{}", headers: { accept: "text/event-stream" } }, 400],
  ])("tells nothing of %s: that is the caller's affair", async (_what, more, status) => {
    const answered = await ask({}, () => viewer, more);
    expect([answered.status, answered.told]).toEqual([status, []]);
  });
});
