import { randomUUID } from "node:crypto";
import type { Sql } from "postgres";
import type { Draw } from "../../../subgraphs/shared/rows/drawn-values.ts";
import type { AskingViewer } from "../expected-answer.ts";
import { recountCases } from "../rows/described.ts";
import { allDepartments, readSdlRules } from "../sdl-rules.ts";
import { coordinatesFor } from "../visible-fields.ts";
import { mayRead } from "../world-fields.ts";
import { absentIds, people } from "../world.ts";
import type { Column, Row, Table } from "./columns.ts";
import { randomFrom } from "./random.ts";
import { tables } from "./tables.ts";

/** The rows of every table, as JSON. */
export type World = ReadonlyMap<string, readonly Row[]>;

const rules = readSdlRules(allDepartments);

export async function readWorld(sql: Sql): Promise<World> {
  const read = tables.map(async ({ name }) => {
    const found = await sql<{ row: Row }[]>`select to_jsonb(t) as row from ${sql(name)} t`;
    return [name, found.map(({ row }) => row)] as const;
  });
  return new Map(await Promise.all(read));
}

/** Puts a world in the place of the one that is there. */
export async function writeWorld(sql: Sql, world: World): Promise<void> {
  await sql.begin(async (transaction) => {
    await transaction.unsafe(`truncate ${tables.map(({ name }) => name).join(", ")}`);
    for (const [name, rows] of world) {
      // Positions in the access record are the database's to give.
      const columns = Object.keys(rows[0] ?? {}).filter((column) => column !== "position");
      if (columns.length === 0) continue;
      await transaction`insert into ${transaction(name)} (${transaction(columns)})
        select ${transaction(columns)} from jsonb_populate_recordset(null::${transaction(name)}, ${transaction.json(rows)})`;
    }
    await recountCases(transaction);
  });
}

/** The same world for this viewer, and another one for somebody who could read more. */
export function shiftWorld(base: World, viewer: AskingViewer, seed: number): World {
  const random = randomFrom(seed);
  const shift = new Shift(viewer, random, base);
  return new Map(tables.map((table) => [table.name, shift.rowsOf(table, base.get(table.name) ?? [])]));
}

const AREAS = [
  "320105006001",
  "320105007001",
  "320205105001",
  "320481100001",
  "330101001001",
  "329901001001",
  "320105",
];

class Shift {
  private readonly viewer: AskingViewer;
  private readonly random: Draw;
  private readonly base: World;
  private readonly shown: ReadonlySet<string>;

  constructor(viewer: AskingViewer, random: Draw, base: World) {
    this.viewer = viewer;
    this.random = random;
    this.base = base;
    this.shown = new Set(coordinatesFor(viewer));
  }

  rowsOf(table: Table, rows: readonly Row[]): Row[] {
    const kept = rows.flatMap((row): Row[] => {
      if (this.isShown(table, row)) return [this.shownRow(table, row)];
      const choice = this.random.from(0, 3);
      if (choice === 0) return [];
      return choice === 1 ? [row] : [this.hiddenRow(table, row)];
    });
    const keys = new Set(kept.map((row) => keyOf(table, row)));
    for (let added = this.random.from(0, 4); added > 0; added -= 1) {
      const row = this.newRow(table, this.random.of(rows));
      // A row in the place of one that the viewer sees would hide it.
      if (keys.has(keyOf(table, row)) || this.isShown(table, row)) continue;
      keys.add(keyOf(table, row));
      kept.splice(this.random.from(0, kept.length), 0, row);
    }
    return kept;
  }

  private isShown(table: Table, row: Row): boolean {
    return this.mayReadTable(table, row) && this.mayReadRow(table, row);
  }

  private mayReadTable(table: Table, row: Row): boolean {
    // `me` gives the own account to everybody.
    if (table.name === "accounts.accounts" && String(row["account_id"]) === this.viewer.accountId) return true;
    return table.rowShownBy.some((coordinate) => this.shown.has(coordinate));
  }

  private mayReadRow({ hasOwn, name }: Table, row: Row): boolean {
    const area = String(row["area_code"]);
    // Looks of viewers without an area are for every auditor who has one.
    if (name === "audit.access_records" && area === "") return mayRead(this.viewer, this.viewer.areas[0] ?? "");
    return mayRead(this.viewer, area, hasOwn ? String(row["resident_id"]) : undefined);
  }

  /** What the viewer sees of the row stays; the rest becomes something else. */
  private shownRow(table: Table, row: Row): Row {
    const changed: Row = { ...row };
    for (const [name, column] of Object.entries(table.columns)) {
      if (!column.shownBy.some((coordinate) => this.shown.has(coordinate))) changed[name] = column.other(this.random);
      else if (column.maskedAs !== undefined) changed[name] = this.behindMask(row, name, column.maskedAs);
    }
    if (table.name === "population.residents") changed["household_id"] = this.householdOf(row);
    // Pseudonyms are never shown, only how many there are.
    const { residents } = row;
    if (Array.isArray(residents)) changed["residents"] = residents.map(() => randomUUID());
    return changed;
  }

  private behindMask(row: Row, name: string, field: NonNullable<Column["maskedAs"]>): Row[string] {
    const person = people.find(({ id }) => id === String(row["resident_id"]));
    const mask = person?.masked[field];
    if (rules.verdictOf("Resident", field, this.viewer) !== "masked" || typeof mask !== "string")
      return row[name] ?? null;
    // An address keeps its length to itself.
    if (field === "address")
      return mask.replace("***", `${this.random.from(1, 9_999)}号${"某".repeat(this.random.from(0, 5))}`);
    const hidden = Array.from(field === "name" ? "甲乙丙丁戊己庚辛" : "0123456789");
    return Array.from(mask, (character) => (character === "*" ? this.random.of(hidden) : character)).join("");
  }

  /** A household that is hidden might as well be none. */
  private householdOf(row: Row): Row[string] {
    const households = this.base.get("population.households") ?? [];
    const own = households.find((one) => one["household_id"] === row["household_id"]);
    const mayRead = (one: Row | undefined) => one !== undefined && this.mayReadRow({ ...NO_OWN, name: "" }, one);
    if (mayRead(own)) return row["household_id"] ?? null;
    const hidden = households.filter((one) => !mayRead(one)).map((one) => one["household_id"] ?? null);
    return this.random.of([null, 79, ...hidden]);
  }

  private hiddenRow(table: Table, row: Row): Row {
    const changed: Row = { ...row, area_code: this.hiddenArea(table, row) };
    for (const [name, column] of Object.entries(table.columns)) changed[name] = column.other(this.random);
    return changed;
  }

  private newRow(table: Table, like: Row): Row {
    const fresh = this.random.from(7_000, 9_000);
    const person = Number(this.random.of([...people.map(({ id }) => id), ...absentIds, String(fresh)]));
    const own: Row = Object.fromEntries(
      table.key.map((column): [string, Row[string]] => {
        if (column === "record_id" || column === "access_id") return [column, randomUUID()];
        if (column === "insurance") return [column, "MATERNITY"];
        return [column, column === "resident_id" ? person : fresh];
      }),
    );
    const account = "username" in like ? { username: `user${fresh}` } : {};
    const row: Row = { ...like, ...own, ...account };
    return { ...this.hiddenRow(table, row), area_code: this.hiddenArea(table, row) };
  }

  private hiddenArea(table: Table, row: Row): string {
    if (!this.mayReadTable(table, row)) return this.random.of(AREAS);
    return this.random.of(AREAS.filter((area) => !mayRead(this.viewer, area)));
  }
}

const NO_OWN: Table = { name: "", key: [], rowShownBy: [], hasOwn: false, columns: {}, kept: [] };

function keyOf(table: Table, row: Row): string {
  return table.key.map((column) => String(row[column])).join(" ");
}
