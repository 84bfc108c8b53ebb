import type { Decision } from "../decision.ts";
import type { Finding } from "../lint/finding.ts";
import { readPageTable } from "./page-table.ts";
import { type Cell, readCell } from "./permission-cells.ts";
import { changesOfRoles } from "./role-rows.ts";

/** Every line of both tables, of roles and of fields, that is not as the data stewards approved it, in words. */
export function compareWithApproved(page: string, approved: string): Finding[] {
  const [now, before] = [readTable(page), readTable(approved)];
  const finding = (coordinate: string, message: string) => ({ rule: "not-approved", coordinate, message });
  const changed = [...now.rows].flatMap(([coordinate, row]) => {
    const changes = changesOf(coordinate, before.rows.get(coordinate), row);
    return changes.length === 0 ? [] : [finding(coordinate, `${changes.join("; ")}. ${WHAT_TO_DO}`)];
  });
  const gone = [...before.rows.keys()].filter((coordinate) => !now.rows.has(coordinate));
  const isOtherHead = now.roles.join() !== before.roles.join();
  const head = `the roles would be ${listed(now.roles)}, and were ${listed(before.roles)}. ${WHAT_TO_DO}`;
  return [
    ...(isOtherHead ? [finding("roles", head)] : []),
    ...[...changesOfRoles(page, approved)].map(([role, change]) => finding(role, `${change}. ${WHAT_TO_DO}`)),
    ...changed,
    ...gone.map((coordinate) => finding(coordinate, `it was approved and is gone. ${WHAT_TO_DO}`)),
  ];
}

const WHAT_TO_DO = "Undo it, or have schema/permissions.approved.md changed and reviewed (CONTRIBUTING.md).";

interface Row {
  readonly asksFor: string;
  readonly mask: string;
  readonly cells: ReadonlyMap<string, Cell>;
}

interface Table {
  readonly roles: readonly string[];
  readonly rows: ReadonlyMap<string, Row>;
}

function readTable(page: string): Table {
  const { head, rows } = readPageTable(page, "field");
  const roles = head.slice(3);
  return {
    roles,
    rows: new Map(
      rows.map(([coordinate = "", asksFor = "", mask = "", ...cells]) => [
        coordinate,
        { asksFor, mask, cells: new Map(roles.map((role, at) => [role, readCell(cells[at] ?? "")])) },
      ]),
    ),
  };
}

/** What would be different of a field: first for whom, then by which rule. */
function changesOf(coordinate: string, before: Row | undefined, now: Row): string[] {
  const changed = new Map<string, string[]>();
  for (const [role, cell] of now.cells) {
    for (const [audience, was, is] of differences(role, before?.cells.get(role), cell)) {
      const sentence = WORDS[`${was} ${is}`] ?? "";
      changed.set(sentence, [...(changed.get(sentence) ?? []), audience]);
    }
  }
  const sentences = [...changed].map(([words, whom]) => `${listed(whom)} ${words.replace("%", coordinate)}`);
  if (before === undefined) return sentences.length === 0 ? ["it is new, and no role would see it"] : sentences;
  if (before.mask !== now.mask) sentences.push(`its mask would be ${named(now.mask)}, and was ${named(before.mask)}`);
  if (before.asksFor !== now.asksFor)
    sentences.push(`it would ask for ${now.asksFor}, and asked for ${before.asksFor}`);
  return sentences;
}

const WORDS: Readonly<Record<string, string>> = {
  "refused value": "would see %",
  "refused masked": "would see % masked",
  "masked value": "would see % whole, and saw it masked",
  "value masked": "would see % only masked",
  "value refused": "would no longer see %",
  "masked refused": "would no longer see % masked",
};

/** Those of a role who get something else: the role, or its officers of single departments. */
function differences(role: string, before: Cell | undefined, now: Cell): [string, Decision, Decision][] {
  const was = (department: string) => before?.within.get(department) ?? before?.everywhere ?? "refused";
  const is = (department: string) => now.within.get(department) ?? now.everywhere;
  const everywhere = before?.everywhere ?? "refused";
  const named = [...new Set([...(before?.within.keys() ?? []), ...now.within.keys()])].sort();
  const audiences: [string, Decision, Decision][] = [
    [role, everywhere, now.everywhere],
    ...named
      .filter((name) => was(name) !== everywhere || is(name) !== now.everywhere)
      .map((name): [string, Decision, Decision] => [`${role} of ${name}`, was(name), is(name)]),
  ];
  return audiences.filter(([, old, later]) => old !== later);
}

function named(mask: string): string {
  return mask === "" ? "none" : mask;
}

function listed(names: readonly string[]): string {
  if (names.length < 2) return names[0] ?? "none";
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1) ?? ""}`;
}
