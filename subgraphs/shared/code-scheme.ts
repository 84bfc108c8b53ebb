/**
 * How items, their businesses and cases are numbered. Provinces differ (GB/T 39554.1-2020 is filled in by each), so
 * this is the one place that knows: a scheme of a province's own is another expression here.
 */
const scheme = {
  item: /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
  business: /^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$/,
  case: /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
};

export function isItemCode(text: string): boolean {
  return scheme.item.test(text);
}

export function isBusinessCode(text: string): boolean {
  return scheme.business.test(text);
}

export function isCaseNumber(text: string): boolean {
  return scheme.case.test(text);
}
