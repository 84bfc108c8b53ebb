import { followArea } from "../shared/follow-area.ts";
import { insuredPersons, participations } from "./tables.ts";

export const handlers = [followArea([insuredPersons, participations])];
