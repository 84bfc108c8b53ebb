import { rows as described } from "../../subgraphs/services/rows.ts";
import { businessCodeOf, catalogue } from "./catalogue.ts";
import { addPlainRow, madeUpColumns } from "./made-up-rows.ts";
import type { SeededDepartment } from "./seeded-department.ts";

/** The catalogue of items; it belongs to no person. */
export const services: SeededDepartment = {
  name: "services",
  tables: madeUpColumns(described),
  writeOnce(rows, world) {
    catalogue.forEach((item, place) => {
      const { code, name, department } = item;
      addPlainRow(rows, described.items, world, { code, position: place + 1, name, department, isActive: true });
      item.businesses.forEach(([end, business], order) => {
        const own = { code: businessCodeOf(item, end), itemCode: code, position: order + 1, name: business };
        addPlainRow(rows, described.businesses, world, own);
      });
    });
  },
};
