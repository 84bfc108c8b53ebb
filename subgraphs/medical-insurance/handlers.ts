import { followArea } from "../shared/follow-area.ts";
import { enrolments, claims } from "./tables.ts";

export const handlers = [followArea([enrolments, claims])];
