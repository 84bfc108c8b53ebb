// "江苏南京" is written for 江苏省南京市: of provinces and cities the last character may be left out.
const MAY_BE_SHORT = /[省市]$/;

/**
 * How much of an address its divisions are, from the province down: 江苏省南京市鼓楼区宁海路街道 of 江苏省南京市鼓楼区宁海路街道1号.
 * Names are compared with the registry's own: which characters name a township cannot be seen from the characters
 * (宁海路街道 holds a road, 竹镇镇 a town, 周市镇 a city). Divisions may be left out; what is not a division ends the part.
 */
export function divisionsOf(address: string, names: readonly string[]): string {
  let end = 0;
  for (const name of names) {
    if (address.startsWith(name, end)) end += name.length;
    else if (MAY_BE_SHORT.test(name) && address.startsWith(name.slice(0, -1), end)) end += name.length - 1;
  }
  return address.slice(0, end);
}
