import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { lintMigrations } from "../../../schema/lint/migrations.ts";
import { readText } from "../../repository/tree.ts";

const lint = (text: string, name = "0012_change_boats.sql") =>
  lintMigrations([{ department: "fisheries", name, text }]).map(({ rule, coordinate, line }) => [
    rule,
    coordinate,
    line,
  ]);

describe("a migration that is not merged yet", () => {
  test.each([
    ["alter table fisheries.boats alter column owner type varchar(80);", "type-in-use", "fisheries.boats.owner"],
    ["ALTER TABLE ONLY boats ALTER owner SET DATA TYPE text USING owner::text;", "type-in-use", "boats.owner"],
    [
      'alter table if exists "fisheries"."boats"\n  add column note text,\n  alter column "owner"\n set data type text collate "C";',
      "type-in-use",
      "fisheries.boats.owner",
    ],
    ["alter table fisheries.boats rename column owner to holder;", "name-in-use", "fisheries.boats.owner"],
    ["alter table fisheries.boats rename owner to holder;", "name-in-use", "fisheries.boats.owner"],
    ["alter table fisheries.boats rename to ships;", "name-in-use", "fisheries.boats"],
  ])("may not say %s", (text, rule, coordinate) => {
    expect(lint(text).map(([found, where]) => [found, where])).toEqual([[rule, coordinate]]);
  });

  test.each([
    "alter table fisheries.boats add column kind text, drop column note;",
    "-- alter table fisheries.boats alter column owner type text;\nselect 1;",
    "comment on table fisheries.boats is 'alter table b alter column owner type text; rename to';",
    "create function fisheries.f() returns text language sql as $$ select 'alter column a type text' $$;",
    "alter index fisheries.boats_key rename to boats_pkey;",
    "alter table fisheries.boats alter column owner set not null, alter column kind set default 'x';",
    "create type fisheries.kind as enum ('boat'); alter type fisheries.kind add value 'ship';",
  ])("may say %s", (text) => {
    expect(lint(text)).toEqual([]);
  });

  test("is told the line, and how to do it instead", () => {
    const [finding] = lintMigrations([
      {
        department: "fisheries",
        name: "0012_change_boats.sql",
        text: "-- Boats.\nselect 1;\n\nalter table fisheries.boats\n  alter column owner type text;\n",
      },
    ]);
    expect(finding).toMatchObject({ file: "migrations/fisheries/0012_change_boats.sql", line: 5 });
    expect(finding?.message).toContain("Expand, move, contract");
  });
});

test("those that were merged before the rule are the only ones that change a type", () => {
  const changing = readdirSync("migrations", { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name: department }) =>
      readdirSync(`migrations/${department}`)
        .filter((name) => name.endsWith(".sql"))
        .map((name) => ({ department, name, text: readText(`migrations/${department}/${name}`) })),
    );
  expect(changing.length).toBeGreaterThan(20);
  expect(lintMigrations(changing)).toEqual([]);
  const renamed = changing.map((one) => ({ ...one, department: `${one.department}-again` }));
  expect(lintMigrations(renamed).map(({ file }) => file)).toEqual([
    "migrations/population-again/0003_add_centres_and_name_search.sql",
  ]);
});
