import { request as open } from "node:http";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { captureLog } from "../../support/captured-log.ts";
import type { Fault } from "../../support/fault-proxy.ts";
import { openHub, type TestHub } from "../../support/hub.ts";
import { MAIN_FIELDS } from "../../support/main-query.ts";
import { idNumberOf, resident } from "../../support/rows/resident.ts";
import { PATIENCE_MS, runs } from "../../support/runs.ts";

// A row or a purpose that holds it makes the database fail, in words that hold all of the row.
const POISON = "☢";

const POISONED_ROWS = `
  create function population.fail_on_poison(row_text text) returns boolean language plpgsql as $$
  begin
    if position('${POISON}' in row_text) = 0 then return true; end if;
    raise exception 'row %', row_text using detail = row_text, hint = row_text, errcode = '22023';
  end $$;
  grant execute on function population.fail_on_poison to onedoor_population;
  create policy fail_on_poison on population.residents as restrictive for select
    using (population.fail_on_poison(concat_ws(' ', name, id_number, phone, address)));
  create function audit.fail_on_poison() returns trigger language plpgsql as $$
  begin
    if position('${POISON}' in coalesce(new.purpose, '')) > 0 then
      raise exception '% looked for %', new.viewer_id, new.purpose using detail = new.purpose;
    end if;
    return new;
  end $$;
  create trigger fail_on_poison before insert on audit.access_records
    for each row execute function audit.fail_on_poison();`;

const text = (from: string, least: number, most: number) =>
  fc.string({ unit: fc.constantFrom(...from), minLength: least, maxLength: most });
const numbers = "0123456789";
const names = "张王李赵欧阳阿依古丽买提子涵浩然梓萱";

const people = fc.record({
  name: text(names, 3, 8),
  phone: fc.oneof(
    text(numbers, 9, 9).map((digits) => `13${digits}`),
    text(numbers, 8, 8).map((digits) => `025${digits}`),
  ),
  address: text("江苏省南京市建邺区兴隆街道一二三路号室", 8, 20),
  birthOn: fc.integer({ min: 1_940, max: 2_010 }).map((year) => `${year}-03-15`),
});

type Person = typeof people extends fc.Arbitrary<infer Made> ? Made & { id: string; idNumber: string } : never;

/** Where a careless or hostile client may put values, and what happens to them on the way. */
const odd = fc.record({
  method: fc.constantFrom("POST", "POST", "POST", "GET", "PUT", "OPTIONS"),
  credentials: fc.constantFrom("whole", "whole", "whole", "cut", "changed", "basic", "none"),
  type: fc.constantFrom("application/json", "application/json", "application/json", "text/plain"),
  purpose: fc.constantFrom("item", "values", "poison", "none"),
  requestId: fc.constantFrom("idNumber", "phone", "phrase", "none"),
  document: fc.constantFrom("main", "literal", "alias", "name", "comment", "unknown", "unfinished", "list", "mutation"),
  body: fc.constantFrom("whole", "whole", "whole", "whole", "cut", "batch", "bare", "wrong variables"),
  isPoisoned: fc.boolean(),
  fault: fc.constantFrom("none", "page", "error", "types", "stranger", "broken off"),
  department: fc.constantFrom("population", "medical-insurance", "civil-affairs"),
});

type Odd = typeof odd extends fc.Arbitrary<infer Made> ? Made : never;

const documents: Record<Odd["document"], (person: Person) => string> = {
  main: () =>
    `query ($number: ResidentIdNumber!) { residentByIdNumber(idNumber: $number) { ${MAIN_FIELDS} phone address } }`,
  literal: ({ idNumber }) => `{ residentByIdNumber(idNumber: "${idNumber}") { ${MAIN_FIELDS} } }`,
  alias: ({ idNumber }) => `{ a${idNumber}: residentByIdNumber(idNumber: "${idNumber}") { b${idNumber}: name } }`,
  name: ({ idNumber, phone }) => `query Of${idNumber}_${phone} { residents(first: 3) { edges { node { name } } } }`,
  comment: ({ name }) => `# ${name}\n{ residents(first: 2, after: "${name}") { edges { node { id } } } }`,
  unknown: ({ idNumber }) => `{ resident${idNumber}(id: 1) { name } }`,
  unfinished: ({ name, idNumber }) => `{ residentByIdNumber(idNumber: "${idNumber}") { name "${name}"`,
  list: () => `{ residents(first: 100) { edges { node { ${MAIN_FIELDS} phone address } } } }`,
  mutation: ({ idNumber }) => `mutation { change(idNumber: "${idNumber}") { id } }`,
};

/** A department's answer in which values stand where they should not, in words an error may repeat. */
function faultOf({ fault }: Odd, person: Person): Fault | null {
  const values = `${person.name} ${person.idNumber} ${person.phone} ${person.address}`;
  const bodies: Record<Odd["fault"], string | null> = {
    none: null,
    page: `${values} <html>`,
    error: JSON.stringify({ data: null, errors: [{ message: values, path: [values], extensions: { code: values } }] }),
    types: JSON.stringify({ data: { residentByIdNumber: values, _entities: values }, errors: values }),
    stranger: JSON.stringify({
      data: { _entities: [{ __typename: "Resident", id: person.idNumber, name: person.name }] },
    }),
    "broken off": `{"data":{"residentByIdNumber":{"name":"${person.name}","idNumber":"${person.idNumber}`,
  };
  const body = bodies[fault];
  if (body === null) return null;
  const type = { "content-type": "application/json" };
  return { name: fault, meet: ({ response }) => void response.writeHead(200, type).end(body) };
}

describe.each([
  ["in the hub's process", false],
  ["over HTTP", true],
])("the log of a hub with departments %s", (_where, throughProxies) => {
  const log = captureLog();
  let hub: TestHub;
  let made = 0;
  const seen = new Set<string>();

  beforeAll(async () => {
    const resilience = { concurrentCalls: 8, waitingCalls: 8, failuresToOpen: 1_000, openMs: 1, trialMs: 250 };
    hub = await openHub({
      logger: log.logger,
      throughProxies,
      resilience: { ...resilience, retriesPerHundredCalls: 10 },
    });
    await hub.sql.unsafe(POISONED_ROWS);
  });
  afterAll(() => hub.close());

  test(
    "holds no value of a resident, a token or a purpose, whatever is asked and whatever fails",
    async () => {
      await fc.assert(
        fc.asyncProperty(people, odd, async (one, request) => {
          made += 1;
          const id = String(70_000 + made);
          const address = request.isPoisoned ? `${one.address}${POISON}` : one.address;
          const person = { ...one, address, id, idNumber: idNumberOf(id, one.birthOn) };
          await hub.sql`delete from population.residents where id_number = ${person.idNumber}`;
          await resident(hub.sql, { id, name: person.name, birthOn: person.birthOn });
          await hub.sql`update population.residents set phone = ${person.phone}, address = ${address} where resident_id = ${id}`;
          const fault = throughProxies ? faultOf(request, person) : null;
          if (fault !== null) await hub.proxyOf(request.department).fail(fault);
          log.clear();
          const sub = `account-of-${made}-at-the-counter`;
          const token = await hub.tokenFor({ sub, areas: ["32"] });
          await send(request, person, token);
          if (fault !== null) await hub.proxyOf(request.department).heal();
          for (const { msg, outcome } of log.lines()) seen.add(typeof outcome === "string" ? outcome : msg);
          const written = log.text();
          const secrets = [person.name, person.idNumber, person.phone, one.address, sub, POISON, ...token.split(".")];
          expect(secrets.filter((secret) => written.includes(secret))).toEqual([]);
          await hub.sql`delete from population.residents where resident_id = ${id}`;
        }),
        runs(600),
      );
      // It would be an empty log that held nothing.
      const faults = ["department failed", "access record not written", "answered", "refused", "unrecorded"];
      expect([...seen]).toEqual(
        expect.arrayContaining(throughProxies ? [...faults, "department call failed"] : faults),
      );
    },
    PATIENCE_MS,
  );

  function send(request: Odd, person: Person, token: string): Promise<number> {
    const { method } = request;
    const query = documents[request.document](person);
    const path = method === "GET" ? `/graphql?query=${encodeURIComponent(query)}&variables={` : "/graphql";
    const headers = { ...headersOf(request, person, token), "x-forwarded-for": person.phone, cookie: `token=${token}` };
    return new Promise((resolve, reject) => {
      const call = open(`${hub.url}${path}`, { method, headers }, (response) => {
        response.resume().once("end", () => resolve(response.statusCode ?? 0));
      });
      call.on("error", reject);
      call.end(method === "GET" ? undefined : bodyOf(request, person, query));
    });
  }
});

function headersOf(request: Odd, person: Person, token: string): Record<string, string> {
  const credentials: Record<Odd["credentials"], string | null> = {
    whole: `Bearer ${token}`,
    cut: `Bearer ${token.slice(0, -8)}`,
    changed: `Bearer ${token.split(".").reverse().join(".")}`,
    basic: `Basic ${Buffer.from(`${person.idNumber}:${person.phone}`).toString("base64")}`,
    none: null,
  };
  const purposes: Record<Odd["purpose"], string | null> = {
    item: "item:320101-001",
    values: `duty:${encodeURIComponent(`${person.name} ${person.idNumber} asks at the counter`)}`,
    poison: `duty:${encodeURIComponent(`${person.name} ${person.idNumber} ${POISON} at the counter`)}`,
    none: null,
  };
  const requestIds: Record<Odd["requestId"], string | null> = {
    idNumber: person.idNumber,
    phone: person.phone,
    phrase: `case-${person.idNumber}.${person.phone}`,
    none: null,
  };
  const given = {
    "content-type": request.type,
    authorization: credentials[request.credentials],
    "x-purpose": purposes[request.purpose],
    "x-request-id": requestIds[request.requestId],
    traceparent: `00-${person.idNumber}-${person.phone}-01`,
  };
  return Object.fromEntries(Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== null));
}

function bodyOf(request: Odd, person: Person, query: string): string {
  const variables = { number: person.idNumber, name: person.name };
  const whole = JSON.stringify({ query, variables });
  const bodies: Record<Odd["body"], string> = {
    whole,
    cut: whole.slice(0, -5),
    batch: `[${whole}]`,
    bare: `${person.name} ${person.idNumber}`,
    "wrong variables": JSON.stringify({ query, variables: { number: { name: person.name, of: [person.idNumber] } } }),
  };
  return bodies[request.body];
}
