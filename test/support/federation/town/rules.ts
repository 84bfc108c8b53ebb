import type { Citizen, Firm, Home, Party } from "./world.ts";

/**
 * What the town works out from facts. A subgraph applies these to the representation it was sent, the monolith
 * to the whole object; the answers agree only when the router sent the right values.
 */
export const tax = (home: Pick<Home, "sizeM2">, { rate }: { rate: number }): number | null =>
  home.sizeM2 === null ? null : home.sizeM2 * rate;

export const insulation = (sizeM2: number | null, taxAtThree: number | null): string =>
  `${String(sizeM2)} at ${String(taxAtThree)}`;

export const heating = (grade: string, owner: Pick<Party, "id"> | null): string =>
  `${grade}, paid by ${owner?.id ?? "nobody"}`;

export const sign = (party: Pick<Party, "name" | "rank">): string => `${party.name ?? "?"} (${party.rank ?? "none"})`;

export const greeting = (
  citizen: Pick<Citizen, "nickname" | "name"> & { spouse: { name: string | null } | null },
): string => `${citizen.nickname ?? citizen.name ?? "you"} and ${citizen.spouse?.name ?? "nobody"}`;

export const contact = (citizen: Pick<Citizen, "id">, { kind }: { kind: string }): string => `${kind} ${citizen.id}`;

/** Nobody can read these two, whatever the schema says. */
const unreadable = new Set(["c2", "f2"]);

export const motto = ({ id, motto: words }: Pick<Firm, "id" | "motto">): string | null => readable(id, words);

export const note = ({ id }: Pick<Citizen, "id">): string => readable(id, `note on ${id}`);

const readable = <Value>(id: string, value: Value): Value => {
  if (unreadable.has(id)) throw new Error("unreadable");
  return value;
};

export function first<Item>(items: readonly Item[], { first: count }: { first?: number | null }): readonly Item[] {
  return count == null ? items : items.slice(0, Math.max(0, count));
}

export interface CitizenFilter {
  ranks?: (string | null)[] | null;
  namedOnly?: boolean | null;
  born?: { after: string } | null;
}

export function matches(citizen: Citizen, filter: CitizenFilter | null | undefined): boolean {
  if (filter?.ranks != null && !filter.ranks.includes(citizen.rank)) return false;
  if (filter?.namedOnly === true && citizen.name === null) return false;
  return filter?.born == null || citizen.bornOn > filter.born.after;
}

export const dosage = ({ weightKg }: { weightKg: number }): number => weightKg * 1.5;

export const petsOf = ({ pets }: Pick<Citizen, "pets">, { kind }: { kind?: string | null }): Citizen["pets"] =>
  kind == null || pets === null ? pets : pets.filter((pet) => pet.__typename.toUpperCase() === kind);
