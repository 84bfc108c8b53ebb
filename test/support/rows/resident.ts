import type { Sql } from "postgres";
import { recipient } from "./civil-affairs.ts";
import { claim, enrolment } from "./medical-insurance.ts";
import { registeredResident } from "./population.ts";
import { insuredPerson, participation } from "./social-security.ts";

export interface ResidentParts {
  id: string;
  areaCode?: string;
  name?: string;
  birthOn?: string;
}

/** One person with a row in every department. Identity numbers use the unassigned prefix 3299. */
export async function resident(sql: Sql, parts: ResidentParts): Promise<void> {
  const { id, areaCode = "320105006001", name = "郭君", birthOn = "1990-01-01" } = parts;
  const key = { residentId: id, areaCode };
  await registeredResident(sql, { id, areaCode, name, birthOn, idNumber: idNumberOf(id, birthOn) });
  await insuredPerson(sql, key);
  await participation(sql, { ...key, insuredArea: areaCode.slice(0, 4) });
  await enrolment(sql, key);
  await claim(sql, { ...key, id: `${id}1` });
  await recipient(sql, {
    ...key,
    assistanceStatus: "GRANTED",
    assistanceCategory: "MINIMUM_LIVING",
    assistanceMonthlyFen: 90_000,
  });
}

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** A valid synthetic identity number (GB 11643) that tells residents apart by the end of their ids. */
export function idNumberOf(id: string, birthOn = "1990-01-01"): string {
  const digits = `329901${birthOn.replaceAll("-", "")}${id.slice(-2).padStart(2, "0")}1`;
  // Worked out here, and not by the product: a wrong check digit there must fail a test.
  const sum = [...digits].reduce((total, digit, at) => total + Number(digit) * (WEIGHTS[at] ?? 0), 0);
  return digits + "10X98765432".charAt(sum % 11);
}
