import type { Sql } from "postgres";
import { idNumberCheck } from "../../../subgraphs/shared/id-number.ts";
import { insert } from "./insert.ts";

export interface ResidentParts {
  id: string;
  areaCode?: string;
  name?: string;
  birthOn?: string;
}

/** One person with a row in every department. Identity numbers use the unassigned prefix 3299. */
export async function resident(sql: Sql, parts: ResidentParts): Promise<void> {
  const { id, areaCode = "320105006001", name = "郭君", birthOn = "1990-01-01" } = parts;
  const key = { resident_id: id, area_code: areaCode };
  await insert(sql, "population.residents", {
    ...key,
    household_id: null,
    name,
    id_number: idNumberOf(id, birthOn),
    phone: "13800001234",
    sex_code: 1,
    birth_on: birthOn,
    address: "江苏省南京市建邺区兴隆街道一号路2号",
  });
  await insert(sql, "social_security.insured_persons", { ...key, status: "ACTIVE" });
  await insert(sql, "social_security.participations", {
    ...key,
    insurance: "PENSION",
    status: "ACTIVE",
    paid_months: 120,
    contribution_base_fen: 650_000,
    insured_area_code: areaCode.slice(0, 4),
    employer: "江苏某某有限公司",
  });
  await insert(sql, "medical_insurance.enrolments", {
    ...key,
    scheme: "EMPLOYEE",
    status: "ACTIVE",
    personal_account_balance_fen: 123_456,
  });
  await insert(sql, "medical_insurance.claims", {
    ...key,
    claim_id: `${id}1`,
    settled_on: "2025-03-02",
    hospital: "市第一医院",
    diagnosis: "高血压",
    total_fen: 20_000,
    reimbursed_fen: 14_000,
  });
  await insert(sql, "civil_affairs.recipients", {
    ...key,
    assistance_status: "GRANTED",
    assistance_category: "MINIMUM_LIVING",
    assistance_monthly_fen: 90_000,
  });
}

/** A valid synthetic identity number that tells residents apart by the end of their ids. */
export function idNumberOf(id: string, birthOn = "1990-01-01"): string {
  const digits = `329901${birthOn.replaceAll("-", "")}${id.slice(-2).padStart(2, "0")}1`;
  return digits + idNumberCheck(digits);
}
