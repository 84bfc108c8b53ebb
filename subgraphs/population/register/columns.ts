import { FileRefusal } from "./csv-file.ts";

/** A column of a file, by the names its header may give it: the register's own first, then those of offices. */
export interface Column<Name extends string> {
  readonly name: Name;
  readonly titles: readonly string[];
  readonly isNeeded: boolean;
}

export type ResidentColumn =
  "idNumber" | "name" | "sex" | "birthOn" | "areaCode" | "householdId" | "phone" | "address" | "diedOn";

export const residentColumns: readonly Column<ResidentColumn>[] = [
  { name: "idNumber", titles: ["id_number", "身份证号", "身份证号码", "公民身份号码"], isNeeded: true },
  { name: "name", titles: ["name", "姓名"], isNeeded: true },
  { name: "sex", titles: ["sex_code", "sex", "性别", "性别代码"], isNeeded: false },
  { name: "birthOn", titles: ["birth_on", "出生日期", "出生年月日"], isNeeded: false },
  { name: "areaCode", titles: ["area_code", "区划代码", "行政区划代码", "区划"], isNeeded: true },
  { name: "householdId", titles: ["household_id", "户号"], isNeeded: false },
  { name: "phone", titles: ["phone", "电话", "联系电话", "手机号码"], isNeeded: false },
  { name: "address", titles: ["address", "地址", "住址", "户籍地址"], isNeeded: true },
  { name: "diedOn", titles: ["died_on", "死亡日期"], isNeeded: false },
];

export type AreaColumn = "code" | "name" | "validFromOn" | "validToOn" | "successorCode";

export const areaColumns: readonly Column<AreaColumn>[] = [
  { name: "code", titles: ["code", "代码", "区划代码", "行政区划代码"], isNeeded: true },
  { name: "name", titles: ["name", "名称", "区划名称"], isNeeded: true },
  { name: "validFromOn", titles: ["valid_from_on", "启用日期"], isNeeded: false },
  { name: "validToOn", titles: ["valid_to_on", "停用日期"], isNeeded: false },
  { name: "successorCode", titles: ["successor_code", "变更后代码"], isNeeded: false },
];

export type CentreColumn = "code" | "name" | "standsIn" | "townshipCodes" | "address" | "openingHours";

export const centreColumns: readonly Column<CentreColumn>[] = [
  { name: "code", titles: ["code", "代码", "编号"], isNeeded: true },
  { name: "name", titles: ["name", "名称", "中心名称"], isNeeded: true },
  { name: "standsIn", titles: ["stands_in", "所在区划代码"], isNeeded: true },
  { name: "townshipCodes", titles: ["township_codes", "服务乡镇代码", "服务区划代码"], isNeeded: true },
  { name: "address", titles: ["address", "地址"], isNeeded: false },
  { name: "openingHours", titles: ["opening_hours", "办公时间", "开放时间"], isNeeded: false },
];

/** Where each column stands in the file. The header's own words are not repeated: without one, it is a resident's line. */
export function placesOf<Name extends string>(
  header: readonly string[],
  columns: readonly Column<Name>[],
): ReadonlyMap<Name, number> {
  const places = new Map<Name, number>();
  const unknown: number[] = [];
  header.forEach((title, place) => {
    const wanted = title.trim().toLowerCase();
    const column = columns.find(({ titles }) => titles.includes(wanted));
    if (column === undefined) unknown.push(place + 1);
    else if (places.has(column.name)) throw new FileRefusal(`Two columns of the first line are ${column.titles[0]}.`);
    else places.set(column.name, place);
  });
  const lacking = columns.filter(({ name, isNeeded }) => isNeeded && !places.has(name));
  if (lacking.length > 0) {
    throw new FileRefusal(
      `The first line must name the columns, parted by commas; it lacks ${lacking.map(({ titles }) => titles.slice(0, 2).join(" or ")).join(", ")}.`,
    );
  }
  if (unknown.length > 0) {
    throw new FileRefusal(
      `The register has no column like ${unknown.map((place) => `the ${place}.`).join(", ")} of the first line: it has ${columns.map(({ titles }) => titles[0]).join(", ")}. Take others out of the file.`,
    );
  }
  return places;
}

/** A header and one line that shows each column. The resident is made up: 3299 is no city. */
export function residentTemplate(): string {
  const example: Readonly<Record<ResidentColumn, string>> = {
    idNumber: "329901199001010016",
    name: "郭君",
    sex: "1",
    birthOn: "1990-01-01",
    areaCode: "320105006901",
    householdId: "1001",
    phone: "13800001234",
    address: "江苏省南京市建邺区兴隆街道一号路2号",
    diedOn: "",
  };
  return templateOf(residentColumns, example);
}

export function areaTemplate(): string {
  const example = { code: "320105006901", name: "迎宾社区", validFromOn: "", validToOn: "", successorCode: "" };
  return templateOf(areaColumns, example);
}

export function centreTemplate(): string {
  const example = {
    code: "3201050001",
    name: "兴隆街道便民服务中心",
    standsIn: "320105006",
    townshipCodes: "320105006;320105007",
    address: "建邺区兴隆街道为民路1号",
    openingHours: "周一至周五 9:00-17:00",
  };
  return templateOf(centreColumns, example);
}

function templateOf<Name extends string>(
  columns: readonly Column<Name>[],
  example: Readonly<Record<Name, string>>,
): string {
  const header = columns.map(({ titles }) => titles[0] ?? "").join(",");
  return `${header}\n${columns.map(({ name }) => example[name]).join(",")}\n`;
}
