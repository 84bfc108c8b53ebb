/** What a setting of one department is called: `DATABASE_URL_CIVIL_AFFAIRS`, `SUBGRAPH_CIVIL_AFFAIRS_URL`. */
export function departmentSetting(prefix: string, department: string, suffix = ""): string {
  return `${prefix}${department.toUpperCase().replaceAll("-", "_")}${suffix}`;
}
