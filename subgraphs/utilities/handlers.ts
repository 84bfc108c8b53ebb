import { followArea } from "../shared/follow-area.ts";
import { accounts, bills, reductions, refusedRecords } from "./tables.ts";

export const handlers = [followArea([accounts, bills, reductions, refusedRecords])];
