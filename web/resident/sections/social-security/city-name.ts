import { useTranslation } from "react-i18next";
import { languageOf } from "../../../i18n/i18n.ts";

// Social Security names the city by its code alone (docs/adr/0015); there are thirteen.
const cities: ReadonlyMap<string, readonly [chinese: string, english: string]> = new Map([
  ["3201", ["南京市", "Nanjing"]],
  ["3202", ["无锡市", "Wuxi"]],
  ["3203", ["徐州市", "Xuzhou"]],
  ["3204", ["常州市", "Changzhou"]],
  ["3205", ["苏州市", "Suzhou"]],
  ["3206", ["南通市", "Nantong"]],
  ["3207", ["连云港市", "Lianyungang"]],
  ["3208", ["淮安市", "Huai'an"]],
  ["3209", ["盐城市", "Yancheng"]],
  ["3210", ["扬州市", "Yangzhou"]],
  ["3211", ["镇江市", "Zhenjiang"]],
  ["3212", ["泰州市", "Taizhou"]],
  ["3213", ["宿迁市", "Suqian"]],
]);

/** The city a code stands for; a code of elsewhere stays as it is. */
export function useCityName(): (code: string) => string {
  const { i18n } = useTranslation();
  const at = languageOf(i18n) === "en" ? 1 : 0;
  return (code) => cities.get(code.slice(0, 4))?.[at] ?? code;
}
