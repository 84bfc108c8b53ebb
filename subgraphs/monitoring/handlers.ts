import { followArea } from "../shared/follow-area.ts";
import { monitoredPersons, benefits } from "./tables.ts";

export const handlers = [followArea([monitoredPersons, benefits])];
