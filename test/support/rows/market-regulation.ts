import type { Sql } from "postgres";
import { insert } from "./insert.ts";

export interface OperatorRow {
  residentId: string;
  areaCode?: string;
  sourceKey?: string;
  asOf?: string | null;
}

/** Somebody the licensing system knows; nothing was fetched yet unless a date is given. */
export async function operator(sql: Sql, row: OperatorRow): Promise<void> {
  await insert(sql, "market_regulation.operators", {
    resident_id: row.residentId,
    area_code: row.areaCode ?? "320105006001",
    source_key: row.sourceKey ?? `JY${row.residentId}`,
    as_of: row.asOf ?? null,
  });
}

export interface LicenceRow {
  residentId: string;
  id: string;
  areaCode?: string;
  number?: string;
  status?: string;
  category?: string;
  premises?: string;
  holderIdNumber?: string | null;
  businessName?: string;
  creditCode?: string | null;
  issuedOn?: string;
  expiresOn?: string;
}

export async function licence(sql: Sql, row: LicenceRow): Promise<void> {
  await insert(sql, "market_regulation.licences", {
    resident_id: row.residentId,
    licence_id: row.id,
    area_code: row.areaCode ?? "320105006001",
    number: row.number ?? "JY23201050000011",
    status: row.status ?? "VALID",
    category: row.category ?? "CATERING",
    premises: row.premises ?? "南京市建邺区示例路1号",
    holder_id_number: row.holderIdNumber ?? null,
    business_name: row.businessName ?? "示例面馆",
    credit_code: row.creditCode ?? null,
    issued_on: row.issuedOn ?? "2024-05-06",
    expires_on: row.expiresOn ?? "2029-05-05",
  });
}
