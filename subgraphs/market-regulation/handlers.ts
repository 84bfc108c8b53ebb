import { followArea } from "../shared/follow-area.ts";
import { operators, licences, refusedRecords } from "./tables.ts";

export const handlers = [followArea([operators, licences, refusedRecords])];
