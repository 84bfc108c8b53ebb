import { type BareGraph, type BareSubgraph, federated } from "./graph.ts";

/** As many different looks as a router has to tell apart. */
const RESIDENTS = 300;
const AREAS = 40;

interface Reference {
  readonly id: string;
}

const numberOf = ({ id }: Reference) => Number(id);
const pick = <Value>(values: readonly Value[], at: number) => values[at % values.length];

const population: BareSubgraph = {
  name: "population",
  sdl: federated(`
    type Query { resident(id: ID!): Resident }
    type Resident @key(fields: "id") { id: ID! name: String! idNumber: String! area: Area }
    type Area @key(fields: "code", resolvable: false) { code: String! }`),
  resolvers: {
    Query: { resident: (_parent, { id }: Reference) => (Number(id) <= RESIDENTS ? { id } : null) },
    Resident: {
      __resolveReference: ({ id }: Reference) => ({ id }),
      name: (resident: Reference) => `居民${resident.id}`,
      idNumber: (resident: Reference) => `3299${String(numberOf(resident)).padStart(14, "0")}`,
      area: (resident: Reference) => ({ code: `3201050${10 + (numberOf(resident) % AREAS)}` }),
    },
  },
};

const areas: BareSubgraph = {
  name: "areas",
  sdl: federated(`
    type Query { areas: [Area!]! }
    type Area @key(fields: "code") { code: String! name: String! level: String! }`),
  resolvers: {
    Query: { areas: () => Array.from({ length: AREAS }, (_, at) => ({ code: `3201050${10 + at}` })) },
    Area: {
      __resolveReference: ({ code }: { readonly code: string }) => ({ code }),
      name: ({ code }: { readonly code: string }) => `街道${code}`,
      level: () => "TOWNSHIP",
    },
  },
};

const INSURANCES = ["PENSION", "UNEMPLOYMENT", "INJURY"];

const socialSecurity = officeOf(
  "social-security",
  `socialSecurity: SocialSecurity }
    type SocialSecurity { status: String! participations: [Participation!]! }
    type Participation { insurance: String! status: String! paidMonths: Int!`,
  {
    socialSecurity: (resident: Reference) => ({
      status: pick(["ACTIVE", "SUSPENDED"], numberOf(resident)),
      participations: INSURANCES.map((insurance, at) => ({
        insurance,
        status: pick(["PAYING", "PAUSED", "ENDED"], numberOf(resident) + at),
        paidMonths: (numberOf(resident) * 7 + at) % 480,
      })),
    }),
  },
);

const medicalInsurance = officeOf(
  "medical-insurance",
  `medicalInsurance: MedicalInsurance }
    type MedicalInsurance { scheme: String! status: String! claims: [Claim!]! }
    type Claim { settledOn: String! hospital: String!`,
  {
    medicalInsurance: (resident: Reference) => ({
      scheme: pick(["EMPLOYEE", "RESIDENT"], numberOf(resident)),
      status: "ACTIVE",
      claims: Array.from({ length: 1 + (numberOf(resident) % 5) }, (_, at) => ({
        settledOn: `2026-0${1 + at}-11`,
        hospital: `第${1 + (numberOf(resident) % 9)}人民医院`,
      })),
    }),
  },
);

const civilAffairs = officeOf(
  "civil-affairs",
  `assistance: Assistance oldAgeAllowance: OldAgeAllowance }
    type Assistance { status: String! category: String! }
    type OldAgeAllowance { bandAge: Int!`,
  {
    assistance: (resident: Reference) =>
      numberOf(resident) % 3 === 0 ? { status: "APPROVED", category: "SUBSISTENCE" } : null,
    oldAgeAllowance: (resident: Reference) => (numberOf(resident) % 4 === 0 ? { bandAge: 80 } : null),
  },
);

const housingFund = officeOf(
  "housing-fund",
  `housingFund: HousingFund }
    type HousingFund { status: String! balanceFen: Int!`,
  { housingFund: (resident: Reference) => ({ status: "OPEN", balanceFen: numberOf(resident) * 10_007 }) },
);

/** Six departments with one resident among them: what the flagship asks for, without a database and without rights. */
export const residents: BareGraph = {
  subgraphs: [population, areas, socialSecurity, medicalInsurance, civilAffairs, housingFund],
  document: `query ($id: ID!) {
  resident(id: $id) {
    id name idNumber
    area { name level }
    socialSecurity { status participations { insurance status paidMonths } }
    medicalInsurance { scheme status claims { settledOn hospital } }
    assistance { status category }
    oldAgeAllowance { bandAge }
    housingFund { status balanceFen }
  }
}`,
  variables: Array.from({ length: RESIDENTS }, (_, at) => ({ id: String(at + 1) })),
  peopleIn: (data) => [data?.["resident"]].filter((one) => typeof one === "object" && one !== null) as [],
  parts: ["area", "socialSecurity", "medicalInsurance", "assistance", "oldAgeAllowance", "housingFund"],
};

/** A department that adds fields to a resident and has none of its own to begin with. */
function officeOf(name: string, fields: string, resolvers: BareSubgraph["resolvers"][string]): BareSubgraph {
  return {
    name,
    sdl: federated(`type Resident @key(fields: "id") { id: ID! ${fields} }`),
    resolvers: { Resident: { __resolveReference: ({ id }: Reference) => ({ id }), ...resolvers } },
  };
}
