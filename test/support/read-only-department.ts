const folder = "subgraphs/libraries";

/** The files of a department that only answers: one table of people, one field of a resident. */
export const DEPARTMENT: Readonly<Record<string, string>> = {
  [`${folder}/index.ts`]: `
import { defineSubgraph } from "../shared/define-subgraph.ts";
import { createLoaders } from "./loaders.ts";
import { resolvers } from "./resolvers.ts";

export const libraries = defineSubgraph({ name: "libraries", module: import.meta.url, resolvers, createLoaders });
`,
  [`${folder}/schema.graphql`]: `
"A person as Libraries know them. Owner: Population."
type Resident @key(fields: "id") @person @policy(policies: [["purpose"]]) {
  id: ID!
  "Null when there is no card, or none the viewer may see."
  libraryCard: LibraryCard
}

"The card of one person. Owner: Libraries. Source: libraries.cards."
type LibraryCard @requiresScopes(scopes: [["libraries:read"]]) {
  number: String
  "Last day it is good for. Null when it has no end."
  validUntilOn: Date
}
`,
  [`${folder}/tables.ts`]: `
import { index, pgSchema, primaryKey, text } from "drizzle-orm/pg-core";
import { areaCode, day, id } from "../shared/columns.ts";

const libraries = pgSchema("libraries");

export const cards = libraries.table(
  "cards",
  {
    residentId: id("resident_id").notNull(),
    areaCode: areaCode("area_code").notNull(),
    number: text("number").notNull(),
    validUntilOn: day("valid_until_on"),
  },
  (table) => [primaryKey({ columns: [table.residentId] }), index("cards_area_code").on(table.areaCode)],
);
`,
  [`${folder}/policies.ts`]: `
import { isVisible } from "../shared/read.ts";
import { cards } from "./tables.ts";

export const visibleCards = isVisible(cards.areaCode, cards.residentId);
`,
  [`${folder}/loaders.ts`]: `
import { sql } from "drizzle-orm";
import { type LoaderContext, oneByKey } from "../shared/loader.ts";
import { defineRead, keyIn } from "../shared/read.ts";
import { visibleCards } from "./policies.ts";
import { cards } from "./tables.ts";

const cardsByResidentId = defineRead(
  { residentId: cards.residentId, number: cards.number, validUntilOn: cards.validUntilOn },
  sql\`from \${cards} where \${keyIn(cards.residentId)} and \${visibleCards}\`,
);

export function createLoaders(context: LoaderContext) {
  return { cardByResidentId: oneByKey(context, cardsByResidentId, (row) => row.residentId) };
}

export type Loaders = ReturnType<typeof createLoaders>;
`,
  [`${folder}/resolvers.ts`]: `
import type { Resolvers } from "../shared/define-subgraph.ts";
import type { Loaders } from "./loaders.ts";

export const resolvers: Resolvers<Loaders> = {
  Resident: {
    __resolveReference: (reference: { id: string }) => ({ id: reference.id }),
    libraryCard: (resident: { id: string }, _args, { loaders }) => loaders.cardByResidentId.load(resident.id),
  },
};
`,
  [`${folder}/rows.ts`]: `
import { column, describeTable } from "../shared/rows/described-table.ts";
import { day, text } from "../shared/rows/drawn-values.ts";
import { cards } from "./tables.ts";

export const rows = {
  cards: describeTable(cards, {
    toldBy: ["Resident.libraryCard"],
    columns: {
      number: column(text, "LIB0001", "LibraryCard.number"),
      validUntilOn: column(day, null, "LibraryCard.validUntilOn"),
    },
    inWorld: ({ id }) => [{ number: \`LIB\${id}\` }],
    madeUp: ({ age }, draw) => (age < 10 ? [] : [{ number: \`LIB\${draw.from(1, 9_999_999)}\` }]),
  }),
};
`,
  "test/subgraphs/libraries.scopes.test.ts": `
import { personEntities, residentRoot } from "../support/people-roots.ts";
import { describeScopes } from "../support/scopes-suite.ts";
import { readSdlRules } from "../support/sdl-rules.ts";

describeScopes({
  name: "libraries",
  allows: readSdlRules(["libraries"]).defines,
  roots: [residentRoot],
  ownRoots: [personEntities],
  secrets: [
    {
      coordinate: "LibraryCard.number",
      query: '{ resident(id: "1001") { libraryCard { number } } }',
      value: "LIB1001",
      roles: ["department_officer"],
    },
  ],
});
`,
  "test/subgraphs/libraries.test.ts": `
import { expect, test } from "vitest";
import { rows } from "../../subgraphs/libraries/rows.ts";
import { generateRows } from "../seed/generated-rows.ts";
import { openHub } from "../support/hub.ts";
import { rowOf } from "../support/rows/described.ts";
import { registeredResident } from "../support/rows/population.ts";

test("a card is shown to an officer of the area", async () => {
  const hub = await openHub();
  try {
    await registeredResident(hub.sql, { id: "1" });
    await rowOf(rows.cards)(hub.sql, { residentId: "1" });
    const query = '{ resident(id: "1") { libraryCard { number validUntilOn } } }';
    const reply = await hub.ask({ query, roles: ["department_officer"], department: "libraries", areas: ["32"] });
    expect(reply.data).toEqual({ resident: { libraryCard: { number: "LIB0001", validUntilOn: null } } });
  } finally {
    await hub.close();
  }
});

test("made-up residents have cards, the same in each run", async () => {
  const [one, other] = [await generateRows({ seed: 7, today: 20_000 }, 200), await generateRows({ seed: 7, today: 20_000 }, 200)];
  expect(one.get("libraries.cards")?.length).toBeGreaterThan(100);
  expect(other.get("libraries.cards")).toEqual(one.get("libraries.cards"));
});
`,
};

/** What the migration that is written from the table leaves to say by hand: who sees the rows. */
export const OPENED = `create policy visible_rows on libraries.cards for select using (
  area_code ^@ any ((select onedoor.areas())::text[]) or resident_id = (select onedoor.own_resident())
);
grant select on libraries.cards to onedoor_libraries;`;
