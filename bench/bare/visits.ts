import { type BareGraph, type BareSubgraph, federated } from "./graph.ts";

/** Counters of one office: each question is about another one, so that no gateway can give one answer to all. */
const COUNTERS = 40;
const CLERKS_PER_COUNTER = 6;
const ITEMS = 9;
const VISITS_PER_CLERK = 2;

interface Clerk {
  readonly id: string;
}
interface Item {
  readonly code: string;
  readonly durationDays?: number;
  readonly feeFen?: number;
}
interface Visit {
  readonly id: string;
}

// Clerk 3-2 stands at counter 3; visit 3-2-1 is the second of hers, for an item of the same counter.
const numbersOf = (id: string) => id.split("-").map(Number);
const itemOf = (counter: number, at: number): Item => ({ code: `${counter}-${at % ITEMS}` });
const listOf = <Value>(length: number, make: (at: number) => Value) => Array.from({ length }, (_, at) => make(at));

const staff: BareSubgraph = {
  name: "staff",
  sdl: federated(`
    type Query { clerks(counter: Int!): [Clerk!]! }
    type Clerk @key(fields: "id") { id: ID! name: String! account: String! startedOn: String! }`),
  resolvers: {
    Query: {
      clerks: (_parent, { counter }: { readonly counter: number }) =>
        listOf(CLERKS_PER_COUNTER, (at) => ({ id: `${counter}-${at}` })),
    },
    Clerk: {
      __resolveReference: ({ id }: Clerk) => ({ id }),
      name: ({ id }: Clerk) => `经办员 ${id}`,
      account: ({ id }: Clerk) => `clerk-${id}`,
      startedOn: () => "2019-03-01",
    },
  },
};

const catalogue: BareSubgraph = {
  name: "catalogue",
  sdl: federated(`
    type Query { items(counter: Int!, first: Int!): [Item!]! }
    type Item @key(fields: "code") { code: String! title: String! feeFen: Int! durationDays: Int! }`),
  resolvers: {
    Query: {
      items: (_parent, { counter, first }: { readonly counter: number; readonly first: number }) =>
        listOf(Math.min(first, ITEMS), (at) => itemOf(counter, at)),
    },
    Item: {
      __resolveReference: ({ code }: Item) => ({ code }),
      title: ({ code }: Item) => `事项 ${code}`,
      feeFen: ({ code }: Item) => 100 * (1 + (numbersOf(code)[1] ?? 0)),
      durationDays: ({ code }: Item) => 1 + (numbersOf(code)[1] ?? 0),
    },
  },
};

const queues: BareSubgraph = {
  name: "queues",
  sdl: federated(`
    type Item @key(fields: "code") {
      code: String!
      feeFen: Int! @external
      durationDays: Int! @external
      isOpen: Boolean!
      expectedMinutes: Int! @requires(fields: "feeFen durationDays")
    }`),
  resolvers: {
    Item: {
      __resolveReference: (item: Item) => item,
      isOpen: ({ code }: Item) => (numbersOf(code)[1] ?? 0) % 4 !== 3,
      expectedMinutes: ({ feeFen = 0, durationDays = 0 }: Item) => 5 * durationDays + feeFen / 100,
    },
  },
};

const visits: BareSubgraph = {
  name: "visits",
  sdl: federated(`
    type Visit @key(fields: "id") { id: ID! note: String! clerk: Clerk! item: Item! }
    type Clerk @key(fields: "id") { id: ID! visits: [Visit!]! }
    type Item @key(fields: "code") { code: String! visits: [Visit!]! }`),
  resolvers: {
    Visit: {
      __resolveReference: ({ id }: Visit) => ({ id }),
      note: ({ id }: Visit) => `办结，第 ${id} 号`,
      clerk: ({ id }: Visit) => ({ id: id.slice(0, id.lastIndexOf("-")) }),
      item: ({ id }: Visit) => itemOfVisit(id),
    },
    Clerk: {
      __resolveReference: ({ id }: Clerk) => ({ id }),
      visits: ({ id }: Clerk) => listOf(VISITS_PER_CLERK, (at) => ({ id: `${id}-${at}` })),
    },
    Item: {
      __resolveReference: ({ code }: Item) => ({ code }),
      visits: ({ code }: Item) =>
        visitsOfCounter(numbersOf(code)[0] ?? 0).filter(({ id }) => itemOfVisit(id).code === code),
    },
  },
};

function itemOfVisit(id: string): Item {
  const [counter = 0, clerk = 0, visit = 0] = numbersOf(id);
  return itemOf(counter, 2 * clerk + 3 * visit);
}

function visitsOfCounter(counter: number): Visit[] {
  return listOf(CLERKS_PER_COUNTER, (clerk) =>
    listOf(VISITS_PER_CLERK, (at) => ({ id: `${counter}-${clerk}-${at}` })),
  ).flat();
}

/** Four subgraphs, a list in a list in a list, and the same fields at every depth. */
export const officeVisits: BareGraph = {
  subgraphs: [staff, catalogue, queues, visits],
  document: `
fragment WholeClerk on Clerk { id name account startedOn }
fragment WholeItem on Item { code title feeFen durationDays isOpen expectedMinutes }
fragment WholeVisit on Visit { id note }
query ($counter: Int!) {
  clerks(counter: $counter) {
    ...WholeClerk
    visits {
      ...WholeVisit
      item {
        ...WholeItem
        visits {
          ...WholeVisit
          clerk { ...WholeClerk visits { ...WholeVisit item { ...WholeItem } } }
        }
      }
    }
  }
  items(counter: $counter, first: 5) {
    ...WholeItem
    visits {
      ...WholeVisit
      clerk { ...WholeClerk visits { ...WholeVisit item { ...WholeItem } } }
    }
  }
}`,
  variables: Array.from({ length: COUNTERS }, (_, at) => ({ counter: at + 1 })),
  peopleIn: (data) => [...((data?.["clerks"] ?? []) as []), ...((data?.["items"] ?? []) as [])],
  parts: ["visits", "account", "expectedMinutes"],
};
