import type { Resolvers } from "../shared/define-subgraph.ts";
import type { PageArguments } from "../shared/page.ts";
import type { AccountFilter, AccountPage, Loaders } from "./loaders.ts";
import type { AccountRow } from "./loaders-columns.ts";
import type { RequestRow } from "./loaders-requests.ts";
import type { CertificateInput } from "./writes.ts";
import type { AccountError, AccountInput } from "./writes-rows.ts";

type OfAccount<Input = object> = { input: Input & { id: string } };

/** Field to loader. */
export const resolvers: Resolvers<Loaders> = {
  Query: {
    me: (_parent, _args, { loaders }) => loaders.ownAccount(),
    account: (_parent, args: { username: string }, { loaders }) => loaders.accountByUsername.load(args.username),
    accounts: (_parent, args: PageArguments & { filter?: AccountFilter | null }, { loaders }) =>
      loaders.accountPage(args.filter ?? {}, args),
    accountRequests: (_parent, args: PageArguments, { loaders }) => loaders.requestPage(args),
  },
  Mutation: {
    createAccount: (_parent, args: { input: AccountInput }, { loaders }) => loaders.writes.createAccount(args.input),
    setAccountRoles: (_parent, { input }: OfAccount<{ roles: string[] }>, { loaders }) =>
      loaders.writes.setRoles(input.id, input.roles),
    closeAccount: (_parent, { input }: OfAccount, { loaders }) => loaders.writes.close(input.id),
    reopenAccount: (_parent, { input }: OfAccount, { loaders }) => loaders.writes.reopen(input.id),
    issueActivationCode: (_parent, { input }: OfAccount, { loaders }) => loaders.writes.issueCode(input.id),
    recordCertificate: (_parent, { input }: { input: CertificateInput }, { loaders }) =>
      loaders.writes.recordCertificate(input),
    importAccounts: (_parent, { input }: { input: { rows: AccountInput[] } }, { loaders }) =>
      loaders.writes.importAccounts(input.rows),
    approveAccountRequest: (_parent, { input }: OfAccount, { loaders }) => loaders.decisions.approve(input.id),
    rejectAccountRequest: (_parent, { input }: OfAccount, { loaders }) => loaders.decisions.reject(input.id),
  },
  Account: {
    withheldRoles: (account: AccountRow, _args, { loaders }) => loaders.withheldRoles(account),
  },
  AccountRequest: {
    accounts: (request: RequestRow, _args, { loaders }) => loaders.accountsOfRequest.load(request.id),
    askedBy: (request: RequestRow, _args, { loaders }) => loaders.accountById.load(request.askedById),
  },
  AccountError: {
    path: ({ field }: AccountError) => field?.split(".") ?? null,
  },
  AccountConnection: {
    totalCount: (page: AccountPage) => page.totalCount(),
  },
};
