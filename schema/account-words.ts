/** How a file of accounts may name roles: by the title an office uses, as roles.yaml and the web app have it. */
export const ROLE_TITLES: Readonly<Record<string, string>> = {
  窗口工作人员: "window_clerk",
  便民服务中心负责人: "centre_head",
  "村（社区）工作人员": "village_worker",
  网格员: "grid_worker",
  部门业务人员: "department_officer",
  事项标准编制人员: "standards_drafter",
  事项标准审定人员: "standards_reviewer",
  数据分析人员: "analyst",
  审计人员: "auditor",
  账号管理员: "account_admin",
  系统对接: "integrator",
  居民本人: "resident",
};

/** And departments, likewise. */
export const DEPARTMENT_NAMES: Readonly<Record<string, string>> = {
  人口库: "population",
  人社: "social-security",
  医保: "medical-insurance",
  民政: "civil-affairs",
  卫健: "health",
  税务: "taxation",
  公积金: "housing-fund",
  市场监管: "market-regulation",
  政务服务: "services",
  办件: "cases",
  低收入人口监测: "monitoring",
  水电燃气: "utilities",
  网格: "grid",
  统计: "statistics",
  账号: "accounts",
  访问记录: "audit",
};
