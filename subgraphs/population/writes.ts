import type { LoaderContext } from "../shared/loader.ts";
import { type RegisterBirthInput, registerBirth } from "./writes-births.ts";
import { recordDeath, type RecordDeathInput } from "./writes-deaths.ts";
import {
  confirmEmergency,
  type ConfirmEmergencyInput,
  requestEmergency,
  type RequestEmergencyInput,
} from "./writes-emergency.ts";
import {
  joinHousehold,
  type JoinHouseholdInput,
  splitHousehold,
  type SplitHouseholdInput,
} from "./writes-households.ts";
import { recordMove, type RecordMoveInput } from "./writes-moves.ts";

/** The changes of the Population department: one transaction each. */
export function createWrites(context: LoaderContext) {
  return {
    requestEmergency: (input: RequestEmergencyInput) => requestEmergency(context, input),
    confirmEmergency: (input: ConfirmEmergencyInput) => confirmEmergency(context, input),
    registerBirth: (input: RegisterBirthInput) => registerBirth(context, input),
    recordMove: (input: RecordMoveInput) => recordMove(context, input),
    recordDeath: (input: RecordDeathInput) => recordDeath(context, input),
    splitHousehold: (input: SplitHouseholdInput) => splitHousehold(context, input),
    joinHousehold: (input: JoinHouseholdInput) => joinHousehold(context, input),
  };
}
