/** Divisions, in the order of their codes. One of them has been replaced. */
export const areas = [
  { code: "32", name: "江苏省", parentCode: null, level: "PROVINCE" },
  { code: "3201", name: "南京市", parentCode: "32", level: "CITY" },
  { code: "320105", name: "建邺区", parentCode: "3201", level: "COUNTY" },
  { code: "320105006", name: "兴隆街道", parentCode: "320105", level: "TOWNSHIP" },
  { code: "320105006001", name: "一号社区", parentCode: "320105006", level: "VILLAGE" },
  {
    code: "320202",
    name: "某区",
    parentCode: "3202",
    level: "COUNTY",
    validToOn: "2016-02-20",
    successorCode: "320105",
  },
  { code: "320205105001", name: "春风村", parentCode: "320205105", level: "VILLAGE" },
].map((one) => ({ validFromOn: null, validToOn: null, successorCode: null, ...one }));

export const centres = [
  {
    code: "3201050001",
    name: "兴隆街道便民服务中心",
    standsIn: "320105006",
    townships: ["320105006"],
    address: "一号路1号",
  },
  // One that serves two townships, of which the list has one.
  {
    code: "3201050002",
    name: "建邺区政务服务中心",
    standsIn: "320105",
    townships: ["320105006", "320105007"],
    address: null,
  },
].map((one) => ({ openingHours: "周一至周五 9:00—17:00", ...one }));

export function centreOf(code: unknown) {
  const found = centres.find((one) => one.code === code);
  return found === undefined ? null : { __typename: "ServiceCentre", ...found };
}
