import { businessCodeOf, catalogue } from "./catalogue.ts";
import type { SeededDepartment } from "./seeded-department.ts";

/** The catalogue of items; it belongs to no person. */
export const services: SeededDepartment = {
  name: "services",
  tables: {
    items: ["code", "position", "name", "department", "is_active"],
    businesses: ["code", "item_code", "position", "name"],
  },
  writeOnce(rows) {
    catalogue.forEach((item, place) => {
      rows.add("items", [item.code, place + 1, item.name, item.department, "true"]);
      item.businesses.forEach(([end, name], order) => {
        rows.add("businesses", [businessCodeOf(item, end), item.code, order + 1, name]);
      });
    });
  },
};
