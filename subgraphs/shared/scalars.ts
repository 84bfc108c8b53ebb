import { GraphQLScalarType, Kind, type ValueNode } from "graphql";
import { HubError } from "./errors.ts";
import { faultOfIdNumber } from "./id-number.ts";

/** A text scalar that is checked on the way in. Its errors never repeat the value: it may be personal. */
function textScalar(name: string, description: string, check: (value: string) => string): GraphQLScalarType {
  const parseValue = (value: unknown): string => {
    if (typeof value !== "string") throw new HubError("BAD_USER_INPUT", `${name}: a string is needed.`);
    return check(value);
  };
  return new GraphQLScalarType({
    name,
    description,
    serialize: String,
    parseValue,
    parseLiteral: (node: ValueNode) => parseValue(node.kind === Kind.STRING ? node.value : undefined),
  });
}

// The year 0000 is a day to JavaScript and none to PostgreSQL.
const DAY = /^(?!0000)\d{4}-\d{2}-\d{2}$/;

function checkDay(value: string): string {
  if (!isRealDay(value)) throw new HubError("BAD_USER_INPUT", "Date: a day is written YYYY-MM-DD.");
  return value;
}

/** True for a day of the calendar that databases know as well. */
export function isRealDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return DAY.test(text) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

const INSTANT = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/i;

function checkInstant(value: string): string {
  const day = INSTANT.exec(value)?.[1];
  if (day === undefined || !isRealDay(day)) {
    throw new HubError("BAD_USER_INPUT", "DateTime: an instant is written as in RFC 3339, with its offset.");
  }
  const instant = new Date(value).toISOString();
  // At the edges of the calendar an offset leads into a year that is not written with four digits.
  if (!DAY.test(instant.slice(0, "YYYY-MM-DD".length))) {
    throw new HubError("BAD_USER_INPUT", "DateTime: an instant lies in the years 0001 to 9999.");
  }
  return instant;
}

function checkIdNumber(value: string): string {
  const upper = value.trim().toUpperCase();
  const fault = faultOfIdNumber(upper);
  if (fault !== null) throw new HubError("BAD_USER_INPUT", `ResidentIdNumber: ${fault}.`);
  return upper;
}

/** The custom scalars of every department, by name. The router checks variables with the same ones. */
export const scalars = {
  Date: textScalar("Date", "A calendar day, YYYY-MM-DD (ISO 8601), without a time zone.", checkDay),
  DateTime: textScalar("DateTime", "An instant, RFC 3339 in UTC.", checkInstant),
  ResidentIdNumber: textScalar(
    "ResidentIdNumber",
    "A resident identity number of 18 characters (GB 11643), check character included.",
    checkIdNumber,
  ),
};
