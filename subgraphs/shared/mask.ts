import type { ConstDirectiveNode } from "graphql";
import { Kind } from "graphql";

/**
 * The one table of mask formats, the same in every department (defaults of GB/T 35273 practice; there is
 * no single national format). Each leaves enough candidates: beside birth date, sex and area an identity
 * number with its first six digits still has 500, while its last four digits would leave one.
 */
const formats = {
  NAME: maskName,
  ID_NUMBER: (value: string) => keepFirst(value, 6),
  PHONE: (value: string) => keepFirst(value, 3),
  BANK_CARD: (value: string) => keepFirst(value, 4),
  ADDRESS: maskAddress,
} satisfies Record<string, (value: string) => string>;

export type MaskFormat = keyof typeof formats;

export interface Mask {
  readonly as: MaskFormat;
  /** The grant that lifts the mask. */
  readonly unless: string;
}

export function mask(format: MaskFormat, value: string): string {
  return formats[format](value);
}

/** Reads `@mask` from an SDL element; an unknown format throws, so that start-up fails and not the mask. */
export function readMask(directives: readonly ConstDirectiveNode[] | undefined): Mask | null {
  const directive = directives?.find((candidate) => candidate.name.value === "mask");
  if (directive === undefined) return null;
  const argument = (name: string) => directive.arguments?.find((candidate) => candidate.name.value === name)?.value;
  const as = argument("as");
  const unless = argument("unless");
  if (as?.kind !== Kind.ENUM || !isMaskFormat(as.value) || unless?.kind !== Kind.STRING) {
    throw new Error("@mask needs as: (one of the mask formats) and unless: (a scope).");
  }
  return { as: as.value, unless: `scope:${unless.value}` };
}

function isMaskFormat(name: string): name is MaskFormat {
  return Object.hasOwn(formats, name);
}

// The compound surnames still in use with more than a few thousand bearers; others are masked after one character.
const COMPOUND_SURNAMES = new Set(
  "欧阳 上官 司马 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 司徒 夏侯 端木 南宫 独孤 长孙 宇文 申屠".split(" "),
);

function maskName(name: string): string {
  const characters = [...name];
  const dot = characters.indexOf("·");
  const compound = characters.length > 2 && COMPOUND_SURNAMES.has(characters.slice(0, 2).join(""));
  const shown = dot > 0 ? 1 : compound ? 2 : Math.min(1, characters.length - 1);
  return characters.map((character, at) => (at < shown || character === "·" ? character : "*")).join("");
}

function keepFirst(value: string, count: number): string {
  const characters = [...value];
  const shown = characters.length > count ? count : 0;
  return characters.map((character, at) => (at < shown ? character : "*")).join("");
}

// Province, city and county, then a township's name of two to six characters. What names a road, a number or a
// building is never part of it: "中山路18号乡村大厦" holds no township, and a wrong guess would show the door.
const TO_TOWNSHIP =
  /^(?:[^\d路号弄巷栋幢室]{1,12}?(?:省|市|县|区)){1,3}?[^\d路号弄巷栋幢室省市县区镇乡]{2,6}?(?:街道|镇(?!江)|乡(?!村))/u;

function maskAddress(address: string): string {
  const township = TO_TOWNSHIP.exec(address)?.[0];
  return township === undefined ? "***" : `${township}***`;
}
