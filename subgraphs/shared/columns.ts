import { customType } from "drizzle-orm/pg-core";

/** A bigint key kept as its decimal text in JavaScript: exact, and already in the form of a GraphQL ID. */
export const id = customType<{ data: string; driverData: string }>({ dataType: () => "bigint" });

/**
 * A GB/T 2260 code of a village (12 digits) or a coarser division. The column is `collate "C"` in the
 * migration, so that a prefix is one range of its index.
 */
export const areaCode = customType<{ data: string; driverData: string }>({ dataType: () => 'text collate "C"' });

/** Text in the order of its bytes, in which everything that begins alike is one range of an index. */
export const orderedText = customType<{ data: string; driverData: string }>({ dataType: () => 'text collate "C"' });

/** A calendar day as YYYY-MM-DD text: no time zone can move it. */
export const day = customType<{ data: string; driverData: string }>({ dataType: () => "date" });

/** An instant as RFC 3339 text. */
export const instant = customType<{ data: string; driverData: string }>({
  dataType: () => "timestamp with time zone",
});
