import fc from "fast-check";
import postgres from "postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { LoggableError, toLoggedError } from "../../../router/telemetry/logged-error.ts";
import { createLogger } from "../../../router/telemetry/logger.ts";
import { HubError } from "../../../subgraphs/shared/errors.ts";
import { readRequestId } from "../../../subgraphs/shared/request-id.ts";
import { captureLog } from "../../support/captured-log.ts";
import { html } from "../../support/faults/wire.ts";
import { openHub, type TestHub } from "../../support/hub.ts";
import { MAIN_QUERY } from "../../support/main-query.ts";
import { resident } from "../../support/rows/resident.ts";
import { runs } from "../../support/runs.ts";

const SECRET = "329901199001010016";

describe("toLoggedError", () => {
  test("keeps what kind of error it is and where it came from, and nothing it says", () => {
    const error = new TypeError(`${SECRET} is not a function`, { cause: new RangeError(SECRET) });
    const frame = `    at read (${new URL("../../../router/answer/answer.ts", import.meta.url).pathname}:12:34)`;
    error.stack = [
      `TypeError: ${SECRET}`,
      frame,
      "    at node:internal/process:1:2",
      "    at /elsewhere/x.ts:3:4",
    ].join("\n");
    expect(toLoggedError(error)).toEqual({
      type: "TypeError",
      frames: ["router/answer/answer.ts:12:34"],
      cause: { type: "RangeError" },
    });
  });

  test("names a class as it is written, where a bundler has put a line before it", () => {
    class _TimeoutError extends Error {}
    expect(toLoggedError(new _TimeoutError(SECRET)).type).toBe("TimeoutError");
  });

  test("keeps the words of errors that were made to be logged", () => {
    class Refused extends LoggableError {}
    expect(toLoggedError(new Refused("status 502"))).toEqual({ type: "Refused", reason: "status 502" });
    expect(toLoggedError(new HubError("CONFLICT", SECRET))).toEqual({ type: "HubError", code: "CONFLICT" });
  });

  test.each([
    [
      "a database driver's error",
      Object.assign(new Error(SECRET), { code: "22P02", detail: SECRET, parameters: [SECRET] }),
    ],
    ["a parser's error", parseError(`<${SECRET}`)],
    ["a name set to a value", Object.assign(new Error("x"), { name: SECRET })],
    ["a name with a value in it", Object.assign(new Error("x"), { name: `A${SECRET}` })],
    ["a code set to a value", Object.assign(new Error("x"), { code: SECRET })],
    ["a code that looks like Node's", Object.assign(new Error("x"), { code: `E_${SECRET}X` })],
    ["a message that looks like frames", new Error(`x\n    at ${SECRET} (${import.meta.filename}:1:1)`)],
    [
      "a stack that was written by hand",
      Object.assign(new Error("x"), { stack: `${SECRET}\n    at ${SECRET}.ts:1:1` }),
    ],
    ["a text", SECRET],
    ["an object", { message: SECRET, name: SECRET }],
    ["nothing", null],
  ])("says nothing of %s", (_what, error) => {
    expect(JSON.stringify(toLoggedError(error))).not.toContain(SECRET);
  });

  test("ends, however long the chain of causes", () => {
    const error = new Error("x");
    error.cause = error;
    expect(JSON.stringify(toLoggedError(error)).length).toBeLessThan(1_000);
  });
});

describe("createLogger", () => {
  // As people write them: headers, columns, fields and properties.
  const names = ["authorization", "x-purpose", "X-Purpose", "cookie", "variables", "query", "idNumber", "id_number"];
  const key = fc.constantFrom(...names, "IDNUMBER", "phone", "name", "address", "parameters", "detail", "message");
  const secret = fc.oneof(fc.constant(SECRET), fc.constant([SECRET]), fc.constant({ inner: SECRET }));
  const nested = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 8, withCrossShrink: true },
      fc.tuple(key, secret).map(([name, value]) => ({ [name]: value })),
      fc.constant(Object.assign(new Error(SECRET), { query: SECRET })),
      fc.tuple(fc.constantFrom("a", "error", "call"), tie("value")).map(([name, value]) => ({ [name]: value })),
      fc.array(tie("value"), { maxLength: 3 }),
    ),
  })).value;

  test("writes no redacted name's value and no error's words, at any depth, in any spelling", () => {
    fc.assert(
      fc.property(nested, fc.constantFrom("first", "field", "error"), (value, place) => {
        const { logger, text, lines } = captureLog();
        if (place === "first") logger.error(value as object);
        else logger.error({ [place]: value }, "a message");
        expect(lines()).toHaveLength(1);
        expect(text()).not.toContain(SECRET);
      }),
      runs(500),
    );
  });

  test("fills nothing into messages", () => {
    const { logger, text } = captureLog();
    logger.info("read %s", SECRET);
    logger.info({ requestId: "r" }, "read %o", { any: SECRET });
    logger.error(new Error(SECRET));
    logger.error(new Error(SECRET), "it failed");
    expect(text()).not.toContain(SECRET);
  });

  test("writes JSON that says when, how grave and what", () => {
    const { logger, lines } = captureLog();
    logger.warn({ requestId: "a-request", seconds: 0.5, status: 200 }, "it was slow");
    expect(lines()).toEqual([
      {
        level: "warn",
        time: expect.stringMatching(/^\d{4}-.*Z$/) as unknown,
        requestId: "a-request",
        seconds: 0.5,
        status: 200,
        msg: "it was slow",
      },
    ]);
  });

  test("writes what LOG_LEVEL lets through", () => {
    const written: string[] = [];
    const logger = createLogger("warn", { write: (line) => void written.push(line) });
    logger.info("nobody wants to know");
    logger.error("everybody does");
    expect(written).toHaveLength(1);
  });
});

describe("a caller's request id", () => {
  test.each([
    ["0b9d3c9e-3a55-4a39-9d0e-1c9f2b7d6a11", true],
    ["20261123-104512.front_1", true],
    ["short", false],
    ["with spaces in it", false],
    [SECRET, false],
    ["32990119900101001X", false],
    [`case-${SECRET}`, false],
    ["13912345671", false],
    ["tel.02584512367", false],
    ["a".repeat(65), false],
    ["a329999195203150014b", false],
    ["x13912345671y", false],
    ["no8613912345671", false],
    ["20261123104512329999195203150014", false],
    ["3a9d13912345671-1c9f", false],
    // Random ids with a run of digits that is nobody's number.
    ["3a55b9d0-9d0e-4c9f-8b7d-013912345671", true],
    ["13912345-3a55-4a39-9d0e-139123456712", true],
    ["req-3a55b9d0-9d0e-4c9f-8b7d-139123456712", true],
    ["4bf92f13912345671da6a3ce929d0e0e", true],
    ["20261123104512001", true],
    ["329999-19520315.0014", false],
    ["req-320105-20261123-0001", true],
  ])("%s is taken: %s", (given, isTaken) => {
    expect(readRequestId(given)).toBe(isTaken ? given : undefined);
  });
});

describe.each([
  ["in the hub's process", false],
  ["over HTTP", true],
])("the log of a hub with departments %s", (_where, overHttp) => {
  const log = captureLog();
  let hub: TestHub;
  const ask = (requestId: string) =>
    hub.ask({ query: MAIN_QUERY, variables: { id: "1001" }, headers: { "x-request-id": requestId } });

  beforeAll(async () => {
    // Looked after in between, the access record would add lines of its own.
    const calm = { logger: log.logger, checkRecordEveryMs: 3_600_000 };
    hub = await openHub({ ...calm, ...(overHttp ? { throughProxies: true } : {}) });
    await resident(hub.sql, { id: "1001" });
  });
  afterAll(() => hub.close());
  beforeEach(() => log.clear());

  test("has one line for a request, at debug", async () => {
    await ask("whole-request");
    expect(log.lines()).toEqual([
      expect.objectContaining({
        level: "debug",
        msg: "request",
        requestId: "whole-request",
        outcome: "answered",
        status: 200,
      }),
    ]);
  });

  test("says once why a department failed, whose fields the client only sees missing", async () => {
    await hub.sql`alter table medical_insurance.enrolments rename to elsewhere`;
    const reply = await ask("broken-department");
    await hub.sql`alter table medical_insurance.elsewhere rename to enrolments`;
    expect(reply.errors.map(({ extensions }) => extensions.code)).toContain("SUBGRAPH_UNAVAILABLE");
    expect(log.lines().filter(({ level }) => level !== "debug")).toEqual([
      expect.objectContaining({
        level: "error",
        msg: "department failed",
        department: "medical-insurance",
        requestId: "broken-department",
        error: expect.objectContaining({ type: "PostgresError", code: "42P01" }) as unknown,
      }),
    ]);
  });

  test("does not take an outcome for a failure", async () => {
    const reply = await hub.ask({ query: `{ residents(first: 5, after: "nonsense") { edges { cursor } } }` });
    expect(reply.errors.map(({ extensions }) => extensions.code)).toEqual(["BAD_USER_INPUT"]);
    expect(log.lines().filter(({ level }) => level !== "debug")).toEqual([]);
  });

  test("says why a look was not recorded, and which answers were withheld", async () => {
    await hub.sql`revoke insert on audit.access_records from onedoor_audit`;
    expect((await ask("unrecorded")).status).toBe(503);
    await hub.sql`grant insert on audit.access_records to onedoor_audit`;
    expect(log.lines()).toEqual([
      expect.objectContaining({ level: "error", msg: "access record not written", looks: 1 }),
      expect.objectContaining({ level: "error", requestId: "unrecorded" }),
      expect.objectContaining({ level: "debug", requestId: "unrecorded", outcome: "unrecorded", status: 503 }),
    ]);
    expect(log.lines()[0]).toHaveProperty("error.code", "42501");
  });

  if (overHttp) {
    test("says once why a department could not be called", async () => {
      await hub.proxyOf("medical-insurance").fail(html);
      await ask("no-department");
      await hub.proxyOf("medical-insurance").heal();
      expect(log.lines().filter(({ level }) => level !== "debug")).toEqual([
        expect.objectContaining({
          level: "warn",
          msg: "department call failed",
          department: "medical-insurance",
          requestId: "no-department",
          error: expect.objectContaining({ reason: "not an answer in JSON (status 200)" }) as unknown,
        }),
      ]);
    });
  }

  test("has one line for the requests of a second that were turned away", async () => {
    const full = await openHub({ logger: log.logger, admission: { mostRequests: 0, mostLagMs: 600_000 } });
    await full.ask({ query: "{ __typename }", headers: { "x-request-id": "turned-away" } });
    await full.close();
    expect(log.lines().filter(({ level }) => level !== "debug")).toEqual([
      expect.objectContaining({ level: "warn", requests: 1, lastRequestId: "turned-away" }),
    ]);
  });
});

test("the driver's errors hold values, which is why none of their words are logged", async () => {
  const hub = await openHub();
  const sql = postgres(hub.adminUrl, { max: 1, onnotice: () => undefined });
  const error: unknown = await sql`select ${SECRET}::text::int`.catch((reason: unknown) => reason);
  await sql.end();
  await hub.close();
  expect(String(error)).toContain(SECRET);
  expect(toLoggedError(error)).toMatchObject({ type: "PostgresError", code: "22003" });
  expect(JSON.stringify(toLoggedError(error))).not.toContain(SECRET);
});

function parseError(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return error;
  }
}
