import { isVisible } from "../shared/read.ts";
import { accounts, deposits } from "./tables.ts";

/** Accounts of the viewer's areas, and the viewer's own. */
export const visibleAccounts = isVisible(accounts.areaCode, accounts.residentId);

/** Deposits to the same accounts. */
export const visibleDeposits = isVisible(deposits.areaCode, deposits.residentId);
