import type { Rows } from "../../hub/copy/rows.ts";
import type { Person, World } from "../people/person.ts";

/** How one department's tables are filled. */
export interface SeededDepartment {
  /** The department's name, in kebab-case. */
  name: string;
  /** Columns by table, in the order the rows are written in. */
  tables: Readonly<Record<string, readonly string[]>>;
  /** Rows that belong to no person. */
  writeOnce?(rows: Rows, world: World): void;
  writePerson?(person: Person, world: World, rows: Rows): void;
  /** Run once all rows are there, for what the database keeps about them. */
  readonly afterwards?: string;
}
