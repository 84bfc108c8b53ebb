import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CopiedRepository, copyRepository } from "../support/copied-repository.ts";
import { DEPARTMENT, OPENED } from "../support/read-only-department.ts";

const PATIENCE_MS = 900_000;
const vitest = ["npx", "--no-install", "vitest", "run"] as const;

// What `CONTRIBUTING.md` promises, done in a copy of the repository.
describe("a field with a column", () => {
  let copy: CopiedRepository;
  beforeAll(async () => {
    copy = await copyRepository();
  }, PATIENCE_MS);
  afterAll(() => copy.remove());

  test(
    "is written in six files at most, and is then asked of the world, kept apart in the two worlds and made up by the seed",
    { timeout: PATIENCE_MS },
    async () => {
      const folder = "subgraphs/medical-insurance";
      await copy.edit(
        `${folder}/schema.graphql`,
        "  status: EnrolmentStatus\n",
        '  status: EnrolmentStatus\n  "First day of the enrolment. Null when it is not known."\n  enrolledOn: Date\n',
      );
      await copy.edit(
        `${folder}/tables.ts`,
        '    status: text("status").notNull(),\n',
        '    status: text("status").notNull(),\n    enrolledOn: day("enrolled_on"),\n',
      );
      await copy.edit(
        `${folder}/loaders.ts`,
        "  status: enrolments.status,\n",
        "  status: enrolments.status,\n  enrolledOn: enrolments.enrolledOn,\n",
      );
      await copy.edit(
        `${folder}/rows.ts`,
        '"MedicalInsurance.status"),\n',
        '"MedicalInsurance.status"),\n      enrolledOn: column(day, null, "MedicalInsurance.enrolledOn"),\n',
      );
      await copy.edit(`${folder}/rows.ts`, "import { fen,", "import { day, fen,");
      // What the access log calls it.
      for (const [language, word] of [
        ["en", "First day of the enrolment"],
        ["zh-cn", "参保日期"],
      ] as const) {
        const after = '  "MedicalInsurance": {\n';
        await copy.edit(`web/i18n/${language}/fields.json`, after, `${after}    "enrolledOn": "${word}",\n`);
      }
      expect(copy.byHand.added.size).toBe(0);
      expect(copy.byHand.edited.size).toBeLessThanOrEqual(6);

      await copy.run(..."npm run migration -- --department medical-insurance --name add_enrolled_on".split(" "));
      await copy.run("npm", "run", "generate");
      await copy.lookWith("test/subgraphs/enrolled-on.test.ts", LOOKS_AT_THE_FIELD);
      await copy.run("npx", "--no-install", "tsc");
      await copy.run(
        ...vitest,
        "test/subgraphs/enrolled-on.test.ts",
        "test/subgraphs/medical-insurance.test.ts",
        "test/subgraphs/medical-insurance.scopes.test.ts",
        "test/migrations/tables.test.ts",
        "test/web/words.test.ts",
      );
      await copy.run(...vitest, "test/router/whole/two-worlds.test.ts", "-t", "every column of every table");
    },
  );
});

/** Asks for the field as a clerk does, of people whose rows the description alone has made. */
const LOOKS_AT_THE_FIELD = `
import { afterAll, beforeAll, expect, test } from "vitest";
import { rows } from "../../subgraphs/medical-insurance/rows.ts";
import { generateRows } from "../seed/generated-rows.ts";
import { worldRows } from "../support/described-world.ts";
import { openHub, type TestHub } from "../support/hub.ts";
import { insertWorld, people } from "../support/world.ts";

let hub: TestHub;
beforeAll(async () => {
  hub = await openHub();
  await insertWorld(hub.sql);
});
afterAll(() => hub.close());

test("a clerk is shown it", async () => {
  const [person] = people;
  if (person === undefined) throw new Error("nobody");
  const query = '{ resident(id: "1001") { medicalInsurance { enrolledOn } } }';
  const reply = await hub.ask({ query, roles: ["window_clerk"], areas: ["320105006"] });
  const [row] = worldRows(rows.enrolments, person);
  expect(row?.enrolledOn).toMatch(/^20\\d\\d-/);
  expect(reply.data).toEqual({ resident: { medicalInsurance: { enrolledOn: row?.enrolledOn } } });
});

test("made-up residents have it", async () => {
  const rows = await generateRows({ seed: 7, today: 20_000 }, 200);
  const days = new Set(rows.get("medical-insurance.enrolments")?.map((row) => row["enrolled_on"]));
  expect(days.size).toBeGreaterThan(10);
});
`;

describe("a department that is read", () => {
  let copy: CopiedRepository;
  beforeAll(async () => {
    copy = await copyRepository();
  }, PATIENCE_MS);
  afterAll(() => copy.remove());

  test(
    "edits three existing files, and is then part of the world, the two worlds and the seed",
    { timeout: PATIENCE_MS },
    async () => {
      for (const [file, text] of Object.entries(DEPARTMENT)) await copy.add(file, text);
      await copy.edit(
        "subgraphs/index.ts",
        "  accounts: async",
        '  libraries: async () => (await import("./libraries/index.ts")).libraries,\n  accounts: async',
      );
      await copy.edit(
        "schema/scopes.ts",
        '  "medical-insurance:read":',
        '  "libraries:read": "Library cards.",\n  "medical-insurance:read":',
      );
      await copy.edit(
        "CODEOWNERS",
        "/subgraphs/medical-insurance/",
        "/subgraphs/libraries/ @onedoor/libraries\n/subgraphs/medical-insurance/",
      );
      expect([...copy.byHand.edited].sort()).toEqual(["CODEOWNERS", "schema/scopes.ts", "subgraphs/index.ts"]);

      await copy.run(..."npm run migration -- --department libraries --name create_cards".split(" "));
      await copy.edit("migrations/libraries/0001_create_cards.sql", "-- Open it", `${OPENED}\n-- Open it`);
      await copy.run("npm", "run", "generate");
      await copy.run("npx", "--no-install", "tsc");
      await copy.run(
        ...vitest,
        "test/subgraphs/libraries",
        "test/migrations/tables.test.ts",
        "test/repository/departments.test.ts",
      );
      await copy.run(...vitest, "test/router/whole/two-worlds.test.ts", "-t", "every column of every table");
    },
  );
});
