import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRecorder, type Look } from "../../../router/answer/access-record.ts";
import type { AccessLog, AccessRecord } from "../../../subgraphs/index.ts";
import { askBoard, boardViewer } from "../../support/notice-board.ts";
import { runs } from "../../support/runs.ts";

const KEY = "a key of the tests' own for pseudonyms";

/** A look as the router makes it, at other people. */
async function lookAt(residents: readonly string[], change: Partial<Look> = {}): Promise<Look> {
  const data = { person: { id: "4", name: "王**" } };
  const { looks } = await askBoard("query Main { person { name } }", { data, hasPurpose: true });
  const [look] = looks;
  if (look === undefined) throw new Error("no look");
  return { ...look, residents: new Set(residents), ...change };
}

/** A log that only ever appends; nothing else of it is used here. */
const logTo = (append: AccessLog["append"]): AccessLog => ({
  append,
  check: async () => undefined,
  close: async () => undefined,
});

/** A log whose groups are let through, or fail, one by one. */
function createLog() {
  const groups: { records: readonly AccessRecord[]; pass: () => void; fail: () => void }[] = [];
  const append = (records: readonly AccessRecord[]): Promise<void> =>
    new Promise((resolve, reject) => {
      groups.push({ records, pass: resolve, fail: () => reject(new Error("the log is full")) });
    });
  return { groups, log: logTo(append) };
}

const records = async (looks: readonly Look[], key = KEY): Promise<AccessRecord[]> => {
  const written: AccessRecord[] = [];
  const recorder = createRecorder(
    logTo(async (group) => void written.push(...group)),
    key,
  );
  await Promise.all(looks.map((look) => recorder.enter(look)));
  return written;
};

describe("a record", () => {
  test("says who, why, what and how many, and no value", async () => {
    const [record] = await records([await lookAt(["4"])]);
    expect(record).toMatchObject({
      request_id: "request-1",
      viewer_id: "1",
      area_code: "32",
      areas: ["32"],
      department: null,
      purpose: "case:1",
      roles_hash: "roles",
      operation_name: "Main",
      fields: { returned: ["Query.person"], masked: ["Person.name"], refused: [] },
    });
    expect(record?.record_id).toMatch(/^[0-9a-f-]{36}$/);
    expect(record?.operation_hash).toMatch(/^[0-9a-f]{64}$/);
    expect(record?.residents).toHaveLength(1);
    expect(JSON.stringify(record)).not.toContain("王");
  });

  test("has no area and no purpose where the viewer has none", async () => {
    const viewer = { ...boardViewer([]), areas: [] };
    const [record] = await records([await lookAt([], { viewer })]);
    expect(record).toMatchObject({ area_code: "", areas: [], purpose: null, residents: [] });
  });

  test("names people by pseudonyms that are the same each time, and nothing without the key", async () => {
    const [first, second] = await records([await lookAt(["1001", "1002"]), await lookAt(["1002"])]);
    expect(second?.residents).toEqual(first?.residents.slice(1));
    expect(new Set(first?.residents).size).toBe(2);
    const [otherKey] = await records([await lookAt(["1001"])], `${KEY}!`);
    expect(first?.residents).not.toContain(otherKey?.residents[0]);
    expect(first?.residents.join()).not.toMatch(/1001|1002/);
  });
});

describe("the recorder", () => {
  test("lets nobody go on before the record is written", async () => {
    const { groups, log } = createLog();
    let isWritten = false;
    const entered = createRecorder(log, KEY)
      .enter(await lookAt(["1"]))
      .then(() => (isWritten = true));
    await Promise.resolve();
    expect(groups).toHaveLength(1);
    expect(isWritten).toBe(false);
    groups[0]?.pass();
    await entered;
    expect(isWritten).toBe(true);
  });

  test("refuses the looks of a group that cannot be written, and goes on with the next", async () => {
    const { groups, log } = createLog();
    const recorder = createRecorder(log, KEY);
    const outcome = (look: Look) =>
      recorder.enter(look).then(
        () => "written",
        () => "refused",
      );
    const first = outcome(await lookAt(["1"]));
    const [second, third] = [outcome(await lookAt(["2"])), outcome(await lookAt(["3"]))];
    groups[0]?.fail();
    expect(await first).toBe("refused");
    await new Promise((resolve) => setImmediate(resolve));
    expect(groups[1]?.records).toHaveLength(2);
    groups[1]?.pass();
    expect(await Promise.all([second, third])).toEqual(["written", "written"]);
    const fourth = outcome(await lookAt(["4"]));
    groups[2]?.fail();
    expect(await fourth).toBe("refused");
  });

  test("writes each look once, in the order they came, whatever fails", async () => {
    const template = await lookAt([]);
    const property = fc.asyncProperty(fc.array(fc.boolean(), { minLength: 1, maxLength: 30 }), async (successes) => {
      const written: string[] = [];
      let group = 0;
      const append = async (given: readonly AccessRecord[]): Promise<void> => {
        await new Promise((resolve) => setImmediate(resolve));
        const isGood = successes[group % successes.length] === true;
        group += 1;
        if (!isGood) throw new Error("the log is full");
        written.push(...given.map((record) => record.request_id));
      };
      const recorder = createRecorder(logTo(append), KEY);
      const ids = Array.from({ length: 20 }, (_, at) => `request-${at}`);
      const entered = await Promise.all(
        ids.map(async (requestId, at) => {
          if (at % 5 === 0) await new Promise((resolve) => setImmediate(resolve));
          return recorder.enter({ ...template, requestId }).then(
            () => requestId,
            () => null,
          );
        }),
      );
      expect([...written].sort()).toEqual(entered.filter((id) => id !== null).sort());
      expect(new Set(written).size).toBe(written.length);
    });
    await fc.assert(property, runs(30));
  });
});
