import { isVisible } from "../shared/read.ts";
import { accounts } from "./tables.ts";

/** Accounts of the viewer's areas, and a resident's own. */
export const visibleAccounts = isVisible(accounts.areaCode, accounts.residentId);
