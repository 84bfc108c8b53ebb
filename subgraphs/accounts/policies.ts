import { isVisible } from "../shared/read.ts";
import { accounts } from "./tables.ts";

/** Accounts of the viewer's areas. */
export const visibleAccounts = isVisible(accounts.areaCode);
