import type { AccountsQuery } from "../generated/graphql.ts";

type Edges = NonNullable<NonNullable<AccountsQuery["accounts"]>["edges"]>;

/** An account as the list of accounts has it. */
export type ListedAccount = NonNullable<Edges[number]["node"]>;
