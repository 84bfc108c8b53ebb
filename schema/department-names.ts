/** What departments are called where people read it, as in the access record: the service, not the office's sign. */
export const departmentNames: ReadonlyMap<string, string> = new Map([
  ["population", "人口库管理部门"],
  ["social-security", "人力资源和社会保障部门"],
  ["medical-insurance", "医疗保障部门"],
  ["civil-affairs", "民政部门"],
  ["health", "卫生健康部门"],
  ["taxation", "税务部门"],
  ["housing-fund", "住房公积金管理中心"],
  ["market-regulation", "市场监督管理部门"],
  ["services", "政务服务管理部门"],
  ["cases", "办件管理部门"],
  ["monitoring", "低收入人口监测部门"],
  ["utilities", "公用事业单位"],
  ["grid", "网格化管理部门"],
]);
