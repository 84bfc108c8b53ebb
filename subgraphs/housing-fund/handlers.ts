import { followArea } from "../shared/follow-area.ts";
import { accounts, deposits, holders, refusedRecords } from "./tables.ts";

// A file that is being loaded takes the area from the holder at its end, and keeps the holders as they are meanwhile.
export const handlers = [followArea([holders, accounts, deposits, refusedRecords])];
