import type { Resolvers } from "../shared/define-subgraph.ts";
import type { PageArguments } from "../shared/page.ts";
import type { AccountFilter, AccountPage, Loaders } from "./loaders.ts";
import type { AccountRow } from "./loaders-columns.ts";
import type { RequestRow } from "./loaders-requests.ts";
import type { CertificateInput, ChangeInput, SetRolesInput } from "./writes.ts";
import type { DecisionInput } from "./writes-decisions.ts";
import type { CreateAccountInput, ImportAccountsInput } from "./writes-new-accounts.ts";
import type { AccountError } from "./writes-rows.ts";

type Input<Value> = { input: Value };

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
    createAccount: (_parent, { input }: Input<CreateAccountInput>, { loaders }) => loaders.writes.createAccount(input),
    setAccountRoles: (_parent, { input }: Input<SetRolesInput>, { loaders }) => loaders.writes.setRoles(input),
    closeAccount: (_parent, { input }: Input<ChangeInput>, { loaders }) => loaders.writes.close(input),
    reopenAccount: (_parent, { input }: Input<ChangeInput>, { loaders }) => loaders.writes.reopen(input),
    issueActivationCode: (_parent, { input }: Input<ChangeInput>, { loaders }) => loaders.writes.issueCode(input),
    recordCertificate: (_parent, { input }: Input<CertificateInput>, { loaders }) =>
      loaders.writes.recordCertificate(input),
    importAccounts: (_parent, { input }: Input<ImportAccountsInput>, { loaders }) =>
      loaders.writes.importAccounts(input),
    approveAccountRequest: (_parent, { input }: Input<DecisionInput>, { loaders }) => loaders.decisions.approve(input),
    rejectAccountRequest: (_parent, { input }: Input<DecisionInput>, { loaders }) => loaders.decisions.reject(input),
  },
  Account: {
    version: (account: AccountRow) => account.rightsVersion,
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
