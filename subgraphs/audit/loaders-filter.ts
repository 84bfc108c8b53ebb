import { sql } from "drizzle-orm";
import { areaOfFilter } from "../shared/area.ts";
import { HubError } from "../shared/errors.ts";
import { isText } from "../shared/loader.ts";
import { accessRecords } from "./tables.ts";

export interface RecordFilter {
  viewerId?: string | null;
  viewerName?: string | null;
  areaCode?: string | null;
  purpose?: string | null;
  sinceAt?: string | null;
  untilAt?: string | null;
  record?: string | null;
}

const text = (name: string) => sql`${sql.placeholder(name)}::text`;
const instant = (name: string) => sql`${sql.placeholder(name)}::timestamptz`;

/** The condition of a filter of the access record; what is null narrows nothing. */
export const isAsFiltered = sql`(${text("viewerId")} is null or ${accessRecords.viewerId} = ${text("viewerId")})
  and (${text("viewerName")} is null or ${accessRecords.viewerName} = ${text("viewerName")})
  and (${text("areaCode")} is null or ${accessRecords.areaCode} ^@ ${text("areaCode")})
  and (${text("purpose")} is null or ${accessRecords.purpose} ^@ ${text("purpose")})
  and (${instant("sinceAt")} is null or ${accessRecords.recordedAt} >= ${instant("sinceAt")})
  and (${instant("untilAt")} is null or ${accessRecords.recordedAt} < ${instant("untilAt")})
  and (${sql.placeholder("recordId")}::uuid is null or ${accessRecords.recordId} = ${sql.placeholder("recordId")}::uuid)
  and (${sql.placeholder("number")}::bigint is null or ${accessRecords.position} = ${sql.placeholder("number")}::bigint)`;

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;
const NUMBER = /^[1-9]\d{0,17}$/;

export function filterValues({ record = null, ...filter }: RecordFilter) {
  const {
    areaCode: givenArea,
    viewerId = null,
    viewerName = null,
    purpose = null,
    sinceAt = null,
    untilAt = null,
  } = filter;
  const areaCode = areaOfFilter(givenArea);
  const wanted = record?.trim().toLowerCase() ?? null;
  if (wanted !== null && !UUID.test(wanted) && !NUMBER.test(wanted)) {
    throw new HubError(
      "BAD_USER_INPUT",
      "filter.record must be the id of an entry, as a printout has it, or its number.",
    );
  }
  for (const one of [viewerId, viewerName, purpose]) {
    if (one !== null && !isText(one))
      throw new HubError("BAD_USER_INPUT", "filter holds a character that no entry has.");
  }
  const recordId = wanted !== null && UUID.test(wanted) ? wanted : null;
  return {
    areaCode,
    viewerId,
    viewerName,
    purpose,
    sinceAt,
    untilAt,
    recordId,
    number: recordId === null ? wanted : null,
  };
}
