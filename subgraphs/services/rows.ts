import { describeTable, kept, key } from "../shared/rows/described-table.ts";
import { businesses, items } from "./tables.ts";

/** Public: the same for every viewer, and so in both worlds. */
export const rows = {
  items: describeTable(items, {
    toldBy: ["Query.item", "Query.items"],
    columns: {
      code: key("Item.code"),
      position: kept(1),
      name: kept("最低生活保障", "Item.name"),
      department: kept("civil-affairs", "Item.department"),
      isActive: kept(true, "Item.isActive"),
    },
  }),
  businesses: describeTable(businesses, {
    toldBy: [],
    columns: {
      code: key("ItemBusiness.code"),
      itemCode: kept(null),
      position: kept(1),
      name: kept("申请", "ItemBusiness.name"),
    },
  }),
};
