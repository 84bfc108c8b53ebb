import { followArea } from "../shared/follow-area.ts";
import { taxpayers, premiums, refusedRecords } from "./tables.ts";

export const handlers = [followArea([taxpayers, premiums, refusedRecords])];
