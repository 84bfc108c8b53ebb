import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openHub, type Question, type TestHub } from "../../support/hub.ts";
import { insertWorld } from "../../support/world.ts";

let inProcess: TestHub;
let overHttp: TestHub;
beforeAll(async () => {
  [inProcess, overHttp] = await Promise.all([openHub(), openHub({ overHttp: true })]);
  for (const hub of [inProcess, overHttp]) {
    await insertWorld(hub.sql);
    // One person's telephone number is another person's id.
    await hub.sql`update population.residents set phone = '1005' where resident_id = 1001`;
  }
});
afterAll(async () => {
  await Promise.all([inProcess.close(), overHttp.close()]);
});

const everything = { roles: ["window_clerk", "department_officer"], department: "population", areas: ["32"] };

async function askBoth(question: Question) {
  const [one, other] = await Promise.all([inProcess.ask(question), overHttp.ask(question)]);
  expect(other.text).toBe(one.text);
  return one;
}

/** The pseudonyms in the access record of one request. */
async function recorded(question: Question): Promise<string[]> {
  const requestId = randomUUID();
  await inProcess.ask({ ...question, headers: { "x-request-id": requestId } });
  const rows = await inProcess.sql<{ residents: string[] }[]>`
    select residents from audit.access_records where request_id = ${requestId}`;
  return rows.flatMap(({ residents }) => residents);
}

describe("an alias", () => {
  test.each(["id: name", "id: phone", "id: idNumber", "id: birthOn", "__typename: name", "id: sex"])(
    "such as %s takes no key's place: the person's other records are still the person's",
    async (alias) => {
      const query = `{ resident(id: "1001") { ${alias} pension: socialSecurity { participations { paidMonths } } } }`;
      const reply = await askBoth({ query, ...everything });
      if (reply.data === undefined) {
        expect(reply.errors.map(({ extensions }) => extensions.code)).toEqual(["BAD_USER_INPUT"]);
        return;
      }
      expect(reply.errors).toEqual([]);
      expect(reply.data).toMatchObject({
        resident: { pension: { participations: [{ paidMonths: 1001 }, { paidMonths: 1002 }] } },
      });
    },
  );

  test("gives nobody the record of whoever has the id it holds", async () => {
    const query = `{ residents { edges { node { id: phone socialSecurity { pension { startsOn } } } } } }`;
    const reply = await askBoth({ query, ...everything, areas: ["320105006001"] });
    // Only 1005, who lives elsewhere, has a pension.
    expect(reply.text).not.toContain("2020-04-01");
  });

  test.each(["name", "sex", "phone", "idNumber", "birthOn", "__typename"])(
    "enters the same person in the access record, whatever holds the name of the key: %s",
    async (field) => {
      const plain = await recorded({ query: `{ resident(id: "1001") { id } }`, ...everything });
      expect(plain).toHaveLength(1);
      for (const alias of ["subject_of_record_", "subject_of_record__", "id", "as__id", "echo_of_id"]) {
        const query = `{ resident(id: "1001") { ${alias}: ${field} } }`;
        expect(await recorded({ query, ...everything })).toEqual(plain);
      }
    },
  );

  test.each(["echo_of_id", "as__id", "_entities", "_e0", "representations", "__typename", "__typename_"])(
    "%s names a field of another department as any alias does",
    async (alias) => {
      const query = `{ resident(id: "1001") { ${alias}: socialSecurity { ${alias}: status } } }`;
      const reply = await askBoth({ query, ...everything });
      if (reply.data === undefined) expect(reply.errors[0]?.extensions.code).toBe("BAD_USER_INPUT");
      else expect(reply.data).toEqual({ resident: { [alias]: { [alias]: "ACTIVE" } } });
    },
  );
});
