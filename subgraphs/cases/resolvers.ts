import type { Resolvers } from "../shared/define-subgraph.ts";
import type { PageArguments } from "../shared/page.ts";
import type { CaseFilter, CaseRow, CountedConnection, Loaders } from "./loaders.ts";
import type { CaseCountFilter, CountRow } from "./loaders-counts.ts";
import { tellCount } from "./policies.ts";

type CasesArguments = PageArguments & { filter?: CaseFilter | null };

const keyOf = (code: string | null) => (code === null ? null : { code });

/** Field to loader. */
export const resolvers: Resolvers<Loaders> = {
  Query: {
    case: (_parent, args: { number: string }, { loaders }) => loaders.caseByNumber.load(args.number),
    cases: (_parent, args: CasesArguments, { loaders }) => loaders.casePage(args.filter ?? {}, args),
    caseCount: (_parent, args: { filter?: CaseCountFilter | null }, { loaders }) =>
      loaders.caseCount(args.filter ?? {}),
    isCaseInSight: async (_parent, args: { number: string }, { loaders }) => {
      const found = await loaders.caseByNumber.load(args.number);
      return found !== null && found.closedOn === null;
    },
  },
  Resident: {
    __resolveReference: (reference: { id: string }) => ({ id: reference.id }),
    cases: (resident: { id: string }, args: PageArguments, { loaders }) => loaders.casesByResidentId(resident.id, args),
  },
  Case: {
    __resolveReference: (reference: { id: string }, _args, { loaders }) => loaders.caseById.load(reference.id),
    item: (row: CaseRow) => keyOf(row.itemCode),
    business: (row: CaseRow) => keyOf(row.businessCode),
    centre: (row: CaseRow) => keyOf(row.centreCode),
    resident: (row: CaseRow) => ({ id: row.residentId }),
  },
  CaseConnection: {
    totalCount: (connection: CountedConnection) => connection.total(),
  },
  CaseCount: {
    cases: ({ counted, isWhole }: CountRow) => tellCount(counted, isWhole),
    item: (row: CountRow) => keyOf(row.itemCode),
  },
};
