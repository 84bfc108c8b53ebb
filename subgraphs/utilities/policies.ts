import { isVisible } from "../shared/read.ts";
import { accounts, bills, reductions } from "./tables.ts";

/** Accounts of the viewer's areas, and the viewer's own; companies are asked about no others. */
export const visibleAccounts = isVisible(accounts.areaCode, accounts.residentId);

/** Bills of the same accounts. */
export const visibleBills = isVisible(bills.areaCode, bills.residentId);

/** Reductions of the same accounts. */
export const visibleReductions = isVisible(reductions.areaCode, reductions.residentId);
