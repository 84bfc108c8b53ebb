/**
 * Everything there is in a small town, as plain objects that point at each other. The subgraphs each show a
 * part of it; the monolith shows all of it at once.
 */
export interface Citizen {
  __typename: "Citizen";
  id: string;
  /** Null for those without a card for the pool. */
  card: string | null;
  name: string | null;
  label: string;
  rank: "GOLD" | "SILVER" | null;
  bornOn: string;
  nickname: string | null;
  tags: unknown;
  spouse: Citizen | null;
  children: Citizen[];
  bench: (Citizen | null)[][];
  home: Home | null;
  pets: (Dog | Cat)[] | null;
  favourite: Dog | Cat | null;
  mount: Cat | Horse | null;
  loans: Loan[] | null;
  /** Null without a card. */
  lockers: number[] | null;
}

export interface Firm {
  __typename: "Firm";
  id: string;
  name: string | null;
  label: string | null;
  rank: "GOLD" | "SILVER" | null;
  motto: string | null;
  founder: Party | null;
  staff: (Citizen | null)[];
}

export type Party = Citizen | Firm;

export interface Street {
  __typename: "Street";
  code: string;
  title: string | null;
  homes: Home[];
}

export interface Home {
  __typename: "Home";
  street: Street;
  number: number;
  sizeM2: number | null;
  rooms: (number | null)[][];
  owner: Party | null;
}

export interface Park {
  __typename: "Park";
  title: string;
  oldestTree: { species: string; plantedBy: Party | null };
}

interface AnimalBase {
  tag: string;
  name: string | null;
  weightKg: number;
  keeper: Party | null;
}

export interface Dog extends AnimalBase {
  __typename: "Dog";
  size: string;
  isLoud: boolean;
}

export interface Cat extends AnimalBase {
  __typename: "Cat";
  size: string;
  lives: number;
  rival: Horse | null;
}

export interface Horse extends AnimalBase {
  __typename: "Horse";
  hands: number;
}

export interface Book {
  __typename: "Book";
  isbn: string;
  title: string;
  pages: number;
  author: Citizen | null;
}

export interface Film {
  __typename: "Film";
  isbn: string;
  title: string;
  minutes: number;
}

export interface Loan {
  number: number;
  borrower: Citizen;
  medium: Book | Film;
}

export interface Review {
  __typename: "Review";
  number: number;
  text: string | null;
  about: Party;
}

function citizen(id: string, more: Partial<Citizen>): Citizen {
  return {
    __typename: "Citizen",
    id,
    card: `card ${id}`,
    name: `Name of ${id}`,
    label: `citizen ${id}`,
    rank: "SILVER",
    bornOn: "1980-01-01",
    nickname: null,
    tags: null,
    spouse: null,
    children: [],
    bench: [],
    home: null,
    pets: [],
    favourite: null,
    mount: null,
    loans: [],
    lockers: null,
    ...more,
  };
}

const ada = citizen("c1", { lockers: [4, 8], rank: "GOLD", nickname: "Addie", tags: { since: 1999, of: ["a", null] } });
const bo = citizen("c2", { card: null, loans: null, rank: null, tags: ["x"] });
const cy = citizen("c3", { name: null, nickname: "Cyclone", pets: null });
const di = citizen("c4", { lockers: [], bornOn: "2001-02-03", label: 'quotes " and \\ and \u2028' });

const dairy: Firm = {
  __typename: "Firm",
  id: "f1",
  name: "Dairy",
  label: null,
  rank: "GOLD",
  motto: "Fresh.",
  founder: ada,
  staff: [bo, null, cy],
};
// Its motto can't be read, which the schema does not allow for.
const mill: Firm = { ...dairy, id: "f2", name: null, label: "mill", motto: null, founder: dairy, staff: [] };

const high: Street = { __typename: "Street", code: "s1", title: "High Street", homes: [] };
const low: Street = { __typename: "Street", code: "s2", title: null, homes: [] };

const home = (street: Street, number: number, sizeM2: number | null, owner: Party | null): Home => {
  const built: Home = { __typename: "Home", street, number, sizeM2, rooms: [[12, null], [], [9]], owner };
  street.homes.push(built);
  return built;
};
const homes = [home(high, 1, 100, ada), home(high, 2, null, dairy), home(low, 1, 40, null), home(low, 7, 64, mill)];

const rex: Dog = { __typename: "Dog", tag: "d1", name: "Rex", weightKg: 20.5, keeper: ada, size: "BIG", isLoud: true };
const bit: Dog = { ...rex, tag: "d2", name: null, weightKg: 3, keeper: dairy, size: "SMALL", isLoud: false };
const bay: Horse = { __typename: "Horse", tag: "h1", name: "Bay", weightKg: 500, keeper: cy, hands: 15 };
const tom: Cat = {
  __typename: "Cat",
  tag: "k1",
  name: "Tom",
  weightKg: 4.25,
  keeper: null,
  size: "lean",
  lives: 9,
  rival: bay,
};

const book: Book = { __typename: "Book", isbn: "b1", title: "Bridges", pages: 312, author: di };
const film: Film = { __typename: "Film", isbn: "v1", title: "Ferries", minutes: 90 };
const loans: Loan[] = [
  { number: 1, borrower: ada, medium: book },
  { number: 2, borrower: di, medium: film },
  { number: 3, borrower: ada, medium: film },
];

Object.assign(ada, { spouse: bo, children: [cy, di], bench: [[ada, null, bo], [], [cy]], home: homes[0] });
Object.assign(ada, { pets: [rex, tom], favourite: tom, mount: bay, loans: [loans[0], loans[2]] });
Object.assign(bo, { spouse: ada, children: [cy], home: homes[2], favourite: rex, mount: tom });
Object.assign(di, { home: homes[3], pets: [bit, rex, rex], loans: [loans[1]], bench: [[di, di]] });

const park: Park = { __typename: "Park", title: "Town park", oldestTree: { species: "lime", plantedBy: mill } };
const review = (number: number, text: string | null, about: Party): Review => ({
  __typename: "Review",
  number,
  text,
  about,
});

export const world = {
  citizens: [ada, bo, cy, di],
  parties: [ada, dairy, bo, mill, cy, di] as readonly Party[],
  streets: [high, low],
  homes,
  park,
  dogs: [rex, bit],
  cats: [tom],
  horses: [bay],
  books: [book],
  films: [film],
  loans,
  reviews: [review(1, "Kind.", ada), review(2, null, dairy), review(3, "Slow.", mill), review(4, "Fair.", ada)],
};
