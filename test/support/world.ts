import type { Sql } from "postgres";
import { insertDescribedRows } from "./described-world.ts";
import { account, certificate } from "./rows/accounts.ts";
import { accessRecord } from "./rows/audit.ts";
import { fundFile } from "./rows/housing-fund.ts";
import { area, emergencyAccess, household, registeredResident, serviceCentre } from "./rows/population.ts";
import { insertCatalogue } from "./world-counter.ts";
import { areas, centres } from "./world-places.ts";

/** One person, in the shape of the graph; where no department's own area is given, it is the registry's. */
export interface Person {
  readonly id: string;
  readonly areaCode: string;
  readonly name: string;
  readonly nameInitials: string;
  readonly idNumber: string;
  readonly phone: string | null;
  readonly sex: "MALE" | "FEMALE";
  readonly birthOn: string;
  readonly diedOn?: string;
  readonly address: string;
  /** What a viewer without the rights to them sees, written by hand: of an address, the divisions that the world has. */
  readonly masked: { name: string; idNumber: string; phone: string | null; address: string };
  readonly householdId: string | null;
  /** Departments may know a person in another place, so that one of them shows the row and another hides it. */
  readonly areaElsewhere?: string;
  readonly hasRecords: boolean;
}

export const people: readonly Person[] = [
  {
    id: "1001",
    areaCode: "320105006001",
    name: "欧阳小琴",
    nameInitials: "oyxq",
    idNumber: "329901199001010016",
    phone: "13912345671",
    sex: "MALE",
    birthOn: "1990-01-01",
    address: "江苏省南京市建邺区兴隆街道一号路11号",
    masked: {
      name: "欧阳**",
      idNumber: "329901************",
      phone: "139********",
      address: "江苏省南京市建邺区兴隆街道***",
    },
    householdId: "71",
    hasRecords: true,
  },
  {
    id: "1002",
    areaCode: "320105006001",
    name: "郭君",
    nameInitials: "gj",
    idNumber: "329901198502280028",
    phone: null,
    sex: "FEMALE",
    birthOn: "1985-02-28",
    address: "兴隆大院二号",
    masked: { name: "郭*", idNumber: "329901************", phone: null, address: "***" },
    householdId: null,
    hasRecords: false,
  },
  {
    id: "1003",
    areaCode: "320105006002",
    name: "阿依古丽·买买提",
    nameInitials: "ayglmmt",
    idNumber: "329901196003050034",
    phone: "02584512367",
    sex: "MALE",
    birthOn: "1960-03-05",
    diedOn: "2025-11-30",
    address: "江苏省南京市建邺区兴隆街道三号路33号",
    masked: {
      name: "阿***·***",
      idNumber: "329901************",
      phone: "025********",
      address: "江苏省南京市建邺区兴隆街道***",
    },
    householdId: "71",
    hasRecords: true,
  },
  {
    id: "1004",
    areaCode: "320105007001",
    name: "孙晨",
    nameInitials: "sc",
    idNumber: "329901195512120040",
    phone: "13912345674",
    sex: "FEMALE",
    birthOn: "1955-12-12",
    address: "江苏省南京市建邺区南苑街道四号路44号",
    masked: {
      name: "孙*",
      idNumber: "329901************",
      phone: "139********",
      address: "江苏省南京市建邺区***",
    },
    householdId: "72",
    areaElsewhere: "320205105001",
    hasRecords: true,
  },
  {
    id: "1005",
    areaCode: "320205105001",
    name: "万仁兴",
    nameInitials: "wrx",
    idNumber: "329902194407070055",
    phone: "13912345675",
    sex: "MALE",
    birthOn: "1944-07-07",
    address: "江苏省无锡市锡山区锡北镇春风村5组55号",
    masked: {
      name: "万**",
      idNumber: "329902************",
      phone: "139********",
      address: "江苏省***",
    },
    householdId: "72",
    hasRecords: true,
  },
  {
    id: "1006",
    // Known to the county only: a shorter code than its townships', and in none of them.
    areaCode: "320105",
    name: "张旻",
    nameInitials: "zm",
    idNumber: "329901200011110067",
    phone: "13912345676",
    sex: "FEMALE",
    birthOn: "2000-11-11",
    address: "江苏省南京市建邺区六号路66号",
    masked: { name: "张*", idNumber: "329901************", phone: "139********", address: "江苏省南京市建邺区***" },
    householdId: null,
    hasRecords: true,
  },
];

/** People with ids of the same length who are not there. */
export const absentIds = ["9998", "9999"];

export const households = [
  { id: "71", areaCode: "320105006001" },
  { id: "72", areaCode: "320105007001" },
];

const TRAINING = { course: "personal-data-protection", startsOn: "2025-01-01", endsOn: "2099-12-31" };

export const accounts = [
  { id: "501", username: "wangjia", displayName: "王佳", areas: ["320105006"], roles: ["window_clerk"] },
  { id: "502", username: "xibei", displayName: "锡北", areas: ["320205105", "320105"], roles: ["centre_head"] },
  {
    id: "503",
    username: "yibao",
    displayName: "医保",
    areas: ["3201"],
    roles: ["department_officer"],
    department: "medical-insurance",
    isActive: false,
  },
].map((one) => {
  const isTrained = one.id === "501";
  const withheld = { role: "centre_head", course: TRAINING.course, reason: "MISSING" };
  return {
    department: null,
    isActive: true,
    ...one,
    state: "isActive" in one && !one.isActive ? "CLOSED" : "INVITED",
    certificates: isTrained ? [TRAINING] : [],
    withheldRoles: one.roles.includes(withheld.role) ? [withheld] : [],
  };
});

export const accessRecords = ["320105006", "3201", "", "320205105"].map((areaCode, at) => ({
  id: `00000000-0000-4000-8000-00000000000${at}`,
  recordedAt: `2025-06-0${at + 1}T08:00:00.000Z`,
  requestId: `request-000${at}`,
  viewerId: `50${at}`,
  areaCode,
  viewerRoles: at === 2 ? ["resident"] : ["window_clerk", "village_worker"],
  viewerAreas: areaCode === "" ? [] : [areaCode, "32"],
  viewerDepartment: at === 1 ? "civil-affairs" : null,
  viewerName: at === 2 ? null : `张${at}`,
  viewerOffice: at === 2 ? null : "兴隆街道",
  purpose: at === 3 ? null : "item:320101-001",
  rolesHash: `roles-${at}`,
  operationHash: `operation-${at}`,
  operationName: at === 0 ? null : "Main",
  returnedFields: ["Resident.id", "Resident.name"],
  maskedFields: at === 1 ? [] : ["Resident.idNumber"],
  refusedFields: at === 2 ? ["Claim.diagnosis"] : [],
  residentCount: at,
  kind: "LOOK" as const,
  seal: null,
  withheldUntilAt: null,
}));

/** Puts all of it into the database of one hub. */
export async function insertWorld(sql: Sql): Promise<void> {
  for (const { code, name, parentCode, validFromOn, validToOn, successorCode } of areas) {
    await area(sql, { code, name, parentCode, validFromOn, validToOn, successorCode });
  }
  for (const one of centres) await serviceCentre(sql, one);
  await insertCatalogue(sql);
  for (const one of households) await household(sql, one);
  for (const person of people) await insertPerson(sql, person);
  for (const { id, username, displayName, areas: codes, roles, department, isActive, certificates } of accounts) {
    await account(sql, { id, username, displayName, areas: codes, roles, department, isActive });
    for (const passed of certificates) await certificate(sql, { accountId: id, ...passed });
  }
  for (const areaCode of ["320105006", "320205105"]) await emergencyAccess(sql, { areaCode, subjectId: "1005" });
  for (const one of accessRecords) {
    await accessRecord(sql, {
      ...one,
      roles: one.viewerRoles,
      areas: one.viewerAreas,
      department: one.viewerDepartment,
      returned: one.returnedFields,
      masked: one.maskedFields,
      refused: one.refusedFields,
      residents: Array.from({ length: one.residentCount }, (_, at) => `pseudonym-${at}`),
    });
  }
}

async function insertPerson(sql: Sql, person: Person): Promise<void> {
  const { id, areaCode, householdId, name, nameInitials, idNumber, phone, birthOn, address } = person;
  const sexCode = person.sex === "MALE" ? 1 : 2;
  const registered = { id, areaCode, householdId, name, nameInitials, idNumber, phone, sexCode, birthOn, address };
  await registeredResident(sql, { ...registered, diedOn: person.diedOn ?? null });
  if (!person.hasRecords) return;
  const key = { residentId: person.id, areaCode: person.areaElsewhere ?? person.areaCode };
  await insertDescribedRows(sql, person, key.areaCode);
  await fundFile(sql, key);
}
