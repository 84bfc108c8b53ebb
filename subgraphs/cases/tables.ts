import { boolean, index, integer, pgSchema, primaryKey, text } from "drizzle-orm/pg-core";
import { areaCode, day, id } from "../shared/columns.ts";
import { inboxIn } from "../shared/write-tables.ts";

const schema = pgSchema("cases");

/** One application of one person for one item. */
export const cases = schema.table(
  "cases",
  {
    residentId: id("resident_id").notNull(),
    caseId: id("case_id").notNull(),
    /** The applicant's village when a window took the case, and the one of today as long as none has. */
    areaCode: areaCode("area_code").notNull(),
    /** Where the applicant has moved to since a window took the case; null while that is the village above. */
    movedToAreaCode: areaCode("moved_to_area_code"),
    number: text("number").notNull(),
    itemCode: text("item_code").notNull(),
    businessCode: text("business_code"),
    /** Where it was handed in; null for what came without a centre. */
    centreCode: text("centre_code"),
    status: text("status").notNull(),
    origin: text("origin").notNull(),
    isByAgent: boolean("is_by_agent").notNull(),
    openedOn: day("opened_on").notNull(),
    acceptedOn: day("accepted_on"),
    /** Worked out in working days when the clock starts, and moved when it is stopped. */
    dueOn: day("due_on"),
    closedOn: day("closed_on"),
  },
  (table) => [
    primaryKey({ columns: [table.residentId, table.caseId] }),
    index("cases_newest").on(table.residentId, table.openedOn.desc(), table.caseId.desc()),
    index("cases_area_code").on(table.areaCode, table.caseId),
    index("cases_status").on(table.status, table.areaCode, table.caseId),
    index("cases_case_id").on(table.caseId),
    index("cases_number").on(table.number),
  ],
);

/** How many cases there are, without whose: kept by a trigger on the cases, township by township. */
export const caseCounts = schema.table(
  "case_counts",
  {
    /** A township, or a coarser division for cases that name no township. */
    areaCode: areaCode("area_code").notNull(),
    /** Empty in the sums over all items. */
    itemCode: text("item_code").notNull(),
    /** Empty in the sums over all statuses. */
    status: text("status").notNull(),
    cases: integer("cases").notNull(),
  },
  (table) => [primaryKey({ columns: [table.itemCode, table.status, table.areaCode] })],
);

/** Which events of others have been handled. @public */
export const inbox = inboxIn(schema);
