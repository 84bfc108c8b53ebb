import type { ConstDirectiveNode } from "graphql";
import { Kind } from "graphql";
import { compoundSurname, NAME_SEPARATORS } from "./person-name.ts";

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

/**
 * An address whose department knows where its divisions end: `divisions` gives the part from the province down to the
 * township, empty when the address does not begin with them. It is asked for only where the mask holds.
 */
export class LocatedAddress {
  readonly whole: string;
  private readonly divisions: () => Promise<string>;

  constructor(whole: string, divisions: () => Promise<string>) {
    this.whole = whole;
    this.divisions = divisions;
  }

  async masked(): Promise<string> {
    return (await this.divisions()) + HIDDEN_ADDRESS;
  }
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

function maskName(name: string): string {
  const characters = [...name];
  const isSeparator = (character: string) => NAME_SEPARATORS.includes(character);
  const dot = characters.findIndex(isSeparator);
  const shown = dot > 0 ? 1 : Math.min(compoundSurname(name)?.length ?? 1, characters.length - 1);
  return characters.map((character, at) => (at < shown || isSeparator(character) ? character : "*")).join("");
}

function keepFirst(value: string, count: number): string {
  const characters = [...value];
  const shown = characters.length > count ? count : 0;
  return characters.map((character, at) => (at < shown ? character : "*")).join("");
}

const HIDDEN_ADDRESS = "***";

/** Which characters name a township is not to be seen from them: of an address that does not say, nothing stays. */
function maskAddress(): string {
  return HIDDEN_ADDRESS;
}
