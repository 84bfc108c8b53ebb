import { followArea } from "../shared/follow-area.ts";
import { recipients, awards } from "./tables.ts";

export const handlers = [followArea([recipients, awards])];
