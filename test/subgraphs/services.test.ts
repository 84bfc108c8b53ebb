import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { openHub, type Reply, type TestHub } from "../support/hub.ts";
import { badPages, readPages } from "../support/pages.ts";
import { business, item } from "../support/rows/services.ts";

const hub: TestHub = await openHub({ overHttp: true });
const analyst = { roles: ["analyst"], areas: [], purpose: null };

beforeEach(() => hub.sql`truncate services.items, services.businesses`);
afterAll(() => hub.close());

const ask = (query: string, variables = {}): Promise<Reply> => hub.ask({ query, variables, ...analyst });

async function insertFive(): Promise<void> {
  for (const position of [3, 1, 5, 2, 4]) {
    await item(hub.sql, { code: `item-${position}`, position, isActive: position !== 4 });
    for (const at of [2, 1]) {
      await business(hub.sql, { code: `item-${position}.${at}`, itemCode: `item-${position}`, position: at });
    }
  }
}

describe("Query.item", () => {
  const ONE = "query ($code: ID!) { item(code: $code) { code name department isActive businesses { code name } } }";

  test("shows everybody an item with its businesses in order, open or closed", async () => {
    await insertFive();
    for (const position of [1, 4]) {
      const code = `item-${position}`;
      expect((await ask(ONE, { code })).data).toEqual({
        item: {
          code,
          name: "最低生活保障",
          department: "civil-affairs",
          isActive: position === 1,
          businesses: [1, 2].map((at) => ({ code: `${code}.${at}`, name: "申请" })),
        },
      });
    }
  });

  test.each(["nothing", "", "item-1 ", "item-1' or true", "\u0000", "x".repeat(100)])(
    "is null for the code %j",
    async (code) => {
      await insertFive();
      const reply = await ask(ONE, { code });
      expect([reply.data, reply.errors]).toEqual([{ item: null }, []]);
    },
  );

  test("tells a whole list of items their businesses with one SELECT", async () => {
    await insertFive();
    const statements = await hub.countStatements(() =>
      ask("{ items { totalCount edges { node { code businesses { code } } } } }"),
    );
    expect(statements).toEqual({ services: 3 });
  });
});

describe("Query.items", () => {
  const PAGE = "edges { cursor node { code } } pageInfo { hasNextPage endCursor } totalCount";
  const paged = {
    query: `query ($first: Int, $after: String) { items(first: $first, after: $after) { ${PAGE} } }`,
    ...analyst,
  };

  test.each([1, 2, 3, 4, 100])("are the open ones in the order of the catalogue, %i a page", async (first) => {
    await insertFive();
    const codes = (await readPages<{ code: string }>(hub, paged, first, ["items"])).map(({ code }) => code);
    expect(codes).toEqual(["item-1", "item-2", "item-3", "item-5"]);
  });

  test("say how many there are, whatever the page", async () => {
    await insertFive();
    const { data } = await ask("{ items(first: 1) { totalCount } }");
    expect(data).toEqual({ items: { totalCount: 4 } });
  });

  test.each(badPages)("are null with an error for the page %j", async (page) => {
    await insertFive();
    const reply = await hub.ask({ ...paged, variables: { ...page } });
    expect(reply.data).toEqual({ items: null });
    expect(reply.errors.map(({ extensions }) => extensions.code)).toEqual(["BAD_USER_INPUT"]);
  });
});

test("what the router asks Services is closed to clients", async () => {
  const reply = await ask("{ openItemCodes }");
  expect(reply.data).toBeUndefined();
  expect(reply.errors.map(({ extensions }) => extensions.code)).toEqual(["BAD_USER_INPUT"]);
});
