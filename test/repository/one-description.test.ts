import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CopiedRepository, copyRepository } from "../support/copied-repository.ts";
import { howToSteps } from "../support/how-to-steps.ts";
import { LOOKS_AT_THE_FIELD } from "../support/looks-at-the-field.ts";
import { DEPARTMENT, OPENED } from "../support/read-only-department.ts";

const PATIENCE_MS = 900_000;
const field = howToSteps("add-a-field.md");
const department = howToSteps("add-a-department.md");
const LOOK = "test/web/enrolled-on.test.ts";

// What docs/how-to/ says of a field and of a department, done in a copy of the repository.
describe("a table is described once", () => {
  let copy: CopiedRepository;
  beforeAll(async () => {
    copy = await copyRepository();
  }, PATIENCE_MS);
  afterAll(() => copy.remove());
  const run = (line: string) => copy.run(...line.split(" "));

  test("a field with a column, on a resident's page too, is written in six files", async () => {
    for (const edit of field.edits) await copy.edit(...edit);
    expect(copy.byHand.added.size).toBe(0);
    expect(copy.byHand.edited.size).toBe(6);
  });

  test("a department that is read edits three existing files", async () => {
    const before = new Set(copy.byHand.edited);
    for (const [file, text] of Object.entries(DEPARTMENT)) await copy.add(file, text);
    for (const edit of department.edits) await copy.edit(...edit);
    const edited = [...copy.byHand.edited].filter((file) => !before.has(file));
    expect(edited.sort()).toEqual(["CODEOWNERS", "schema/scopes.ts", "subgraphs/index.ts"]);
  });

  test("both are then composed, and approved by no hand but the stewards'", { timeout: PATIENCE_MS }, async () => {
    for (const command of field.commands) await run(command);
    const [migration = "", ...more] = department.commands;
    await run(migration);
    await copy.edit("migrations/libraries/0001_create_cards.sql", "-- Open it", `${OPENED}\n-- Open it`);
    for (const command of more) await run(command);
    await run("npm run generate:web");
    await expect(run("node cli/hub.mjs lint")).rejects.toThrow("permissions.approved.md");
    await run("cp schema/permissions.md schema/permissions.approved.md");
    await run("node cli/hub.mjs lint");
  });

  test(
    "a clerk reads the field, an officer the department; world, two worlds and seed have both",
    {
      timeout: PATIENCE_MS,
    },
    async () => {
      await copy.lookWith(LOOK, LOOKS_AT_THE_FIELD);
      await run("npx --no-install tsc");
      await run("npx --no-install tsc -p web");
      const files = ["test/subgraphs/libraries", "test/subgraphs/medical-insurance", "test/migrations/tables.test.ts"];
      const more = ["test/repository/departments.test.ts", "test/web/words.test.ts", LOOK];
      await run(`npx --no-install vitest run ${[...files, ...more].join(" ")}`);
      await copy.run(
        ..."npx --no-install vitest run test/router/whole/two-worlds.test.ts -t".split(" "),
        "every column of every table",
      );
    },
  );
});
