const EXAMPLES = [
  ["zhangsan", "张三", "窗口工作人员", "320105006", ""],
  ["lisi", "李四", "部门业务人员", "3202", "医保"],
  ["wangwu", "王五", "村（社区）工作人员、网格员", "320205105", ""],
];

/** A file to fill in: the columns, and lines that show what is written in them. */
export function templateFile(): string {
  return ["账号,姓名,角色,区划,部门", ...EXAMPLES.map((values) => values.join(",")), ""].join("\r\n");
}
