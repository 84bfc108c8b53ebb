import { levelOf } from "../shared/area.ts";
import type { Resolvers } from "../shared/define-subgraph.ts";
import { LocatedAddress } from "../shared/mask.ts";
import type { PageArguments } from "../shared/page.ts";
import { divisionsOf } from "./resolvers-address.ts";
import { tellEntry } from "./resolvers-register.ts";
import type { ResidentRow } from "./loaders-columns.ts";
import type { Loaders } from "./loaders.ts";
import type { AreaFilter, AreaRow } from "./loaders-areas.ts";
import type { CentreFilter, CentreRow } from "./loaders-centres.ts";
import type { ResidentFilter } from "./loaders-search.ts";
import type { ConfirmEmergencyInput, RequestEmergencyInput } from "./writes-emergency.ts";
import type { RegisterBirthInput } from "./writes-births.ts";
import type { RecordDeathInput } from "./writes-deaths.ts";
import type { JoinHouseholdInput, SplitHouseholdInput } from "./writes-households.ts";
import type { RecordMoveInput } from "./writes-moves.ts";

type ResidentsArguments = PageArguments & { filter?: ResidentFilter | null };
type CentresArguments = PageArguments & { filter?: CentreFilter | null };

/** Field to loader. */
export const resolvers: Resolvers<Loaders> = {
  Query: {
    resident: (_parent, args: { id: string }, { loaders }) => loaders.residentById.load(args.id),
    residentByIdNumber: (_parent, args: { idNumber: string }, { loaders }) =>
      loaders.residentByIdNumber.load(args.idNumber),
    residents: (_parent, args: ResidentsArguments, { loaders }) => loaders.residentPage(args.filter ?? {}, args),
    area: (_parent, args: { code: string }, { loaders }) => loaders.areaNamed(args.code),
    areas: (_parent, args: PageArguments & AreaFilter, { loaders }) => loaders.areaPage(args, args),
    serviceCentre: (_parent, args: { code: string }, { loaders }) => loaders.centreByCode.load(args.code),
    serviceCentres: (_parent, args: CentresArguments, { loaders }) => loaders.centrePage(args.filter ?? {}, args),
    emergencyAccesses: (_parent, args: PageArguments, { loaders }) => loaders.emergencyPage(args),
    emergencyAccess: (_parent, args: { id: string }, { loaders }) => loaders.ownEmergency(args.id),
    emergencyGrant: (_parent, args: { id: string }, { loaders }) => loaders.openEmergency(args.id),
  },
  Mutation: {
    requestEmergencyAccess: async (_parent, args: { input: RequestEmergencyInput }, { loaders }) => {
      const id = await loaders.writes.requestEmergency(args.input);
      return { emergencyAccess: loaders.emergencyById.load(id) };
    },
    confirmEmergencyAccess: async (_parent, args: { input: ConfirmEmergencyInput }, { loaders }) => {
      const id = await loaders.writes.confirmEmergency(args.input);
      return { emergencyAccess: loaders.emergencyById.load(id) };
    },
    registerBirth: (_parent, { input }: { input: RegisterBirthInput }, { loaders }) =>
      tellEntry(loaders.writes.registerBirth(input), [], loaders),
    recordMove: (_parent, { input }: { input: RecordMoveInput }, { loaders }) =>
      tellEntry(loaders.writes.recordMove(input), [input.residentId], loaders),
    recordDeath: (_parent, { input }: { input: RecordDeathInput }, { loaders }) =>
      tellEntry(loaders.writes.recordDeath(input), [input.residentId], loaders),
    splitHousehold: (_parent, { input }: { input: SplitHouseholdInput }, { loaders }) =>
      tellEntry(loaders.writes.splitHousehold(input), input.residentIds, loaders),
    joinHousehold: (_parent, { input }: { input: JoinHouseholdInput }, { loaders }) =>
      tellEntry(loaders.writes.joinHousehold(input), [input.residentId], loaders),
  },
  EmergencyAccess: {
    area: (access: { areaCode: string }, _args, { loaders }) => loaders.areaByCode.load(access.areaCode),
  },
  Resident: {
    __resolveReference: (reference: { id: string }, _args, { loaders }) => loaders.residentById.load(reference.id),
    sex: (resident: ResidentRow) => (resident.sexCode === 1 ? "MALE" : "FEMALE"),
    address: ({ address, areaCode }: ResidentRow, _args, { loaders }) =>
      new LocatedAddress(address, async () => divisionsOf(address, await loaders.divisionNames(areaCode))),
    area: (resident: ResidentRow, _args, { loaders }) => loaders.areaOf(resident),
    household: (resident: ResidentRow, _args, { loaders }) => loaders.householdOf(resident),
  },
  Household: {
    __resolveReference: (reference: { id: string }, _args, { loaders }) => loaders.householdById.load(reference.id),
    area: (household: { areaCode: string }, _args, { loaders }) => loaders.areaByCode.load(household.areaCode),
    members: (household: { id: string }, _args, { loaders }) => loaders.membersByHouseholdId.load(household.id),
  },
  Area: {
    __resolveReference: (reference: { code: string }, _args, { loaders }) => loaders.areaByCode.load(reference.code),
    level: (area: AreaRow) => levelOf(area.code),
    parent: (area: AreaRow, _args, { loaders }) =>
      area.parentCode === null ? null : loaders.areaByCode.load(area.parentCode),
    successor: (area: AreaRow, _args, { loaders }) =>
      area.successorCode === null ? null : loaders.areaByCode.load(area.successorCode),
    serviceCentres: (area: AreaRow, _args, { loaders }) => loaders.centresByTownshipCode.load(area.code),
  },
  AreaConnection: {
    totalCount: (page: { filter: AreaFilter }, _args, { loaders }) => loaders.areaCount(page.filter),
  },
  ServiceCentre: {
    __resolveReference: (reference: { code: string }, _args, { loaders }) => loaders.centreByCode.load(reference.code),
    area: (centre: CentreRow, _args, { loaders }) => loaders.areaByCode.load(centre.standsIn),
    townships: async (centre: CentreRow, _args, { loaders }) => {
      const served = await loaders.townshipsByCentreCode.load(centre.code);
      const areas = await Promise.all(served.map(({ townshipCode }) => loaders.areaByCode.load(townshipCode)));
      return areas.filter((area) => area !== null);
    },
  },
  ServiceCentreConnection: {
    totalCount: (page: { filter: CentreFilter }, _args, { loaders }) => loaders.centreCount(page.filter),
  },
};
