import { followArea } from "../shared/follow-area.ts";
import { birthRegistrations, supports } from "./tables.ts";

export const handlers = [followArea([birthRegistrations, supports])];
