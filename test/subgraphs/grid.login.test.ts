import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openHub, type TestHub } from "../support/hub.ts";
import { followUp, gridResident, visit } from "../support/rows/grid.ts";

const hub: TestHub = await openHub();

// What the department's code would never send, and somebody with its password might.
describe("the login of grid", () => {
  const login = postgres(hub.urlFor("grid"), { max: 1, onnotice: () => undefined });
  afterAll(async () => {
    await login.end();
    await hub.close();
  });
  beforeAll(async () => {
    await gridResident(hub.sql, { residentId: "1001" });
    await gridResident(hub.sql, { residentId: "1002", areaCode: "320205105001" });
    await visit(hub.sql, { residentId: "1001", id: "7" });
    await followUp(hub.sql, { residentId: "1001", visitId: "7", id: "1" });
    await followUp(hub.sql, { residentId: "1001", visitId: "7", id: "2", doneOn: "2025-05-07" });
    await followUp(hub.sql, { residentId: "1002", visitId: "7", id: "1", areaCode: "320205105001" });
  });

  const VISIT_COLUMNS =
    "resident_id, area_code, visited_on, visitor, kind, outcome, recorded_by, client_key, content_hash";
  const TASK_COLUMNS = "resident_id, visit_id, follow_up_id, area_code, kind, due_on";
  const done = "result = 'r', done_by = '1', done_key = 'k', done_hash = 'h'";
  const rest = "'2025-05-06', 'GRID_WORKER', 'CARE', 'NOT_MET', '504', 'k', 'h'";
  const DENIED = "42501";

  test.each([
    [
      "a visit in an area of others",
      `insert into grid.visits (${VISIT_COLUMNS}) values (1002, '320205105001', ${rest})`,
    ],
    [
      "a visit where the resident does not live",
      `insert into grid.visits (${VISIT_COLUMNS}) values (1002, '320105006001', ${rest})`,
    ],
    [
      "when a visit was recorded",
      `insert into grid.visits (recorded_at, ${VISIT_COLUMNS}) values (now(), 1001, '320105006001', ${rest})`,
    ],
    [
      "a finding of an old visit",
      `insert into grid.findings (resident_id, visit_id, finding_id, area_code, kind, severity)
      values (1001, 7, 9, '320105006001', 'HEALTH', 'NOTED')`,
    ],
    [
      "a task of an old visit",
      `insert into grid.follow_ups (${TASK_COLUMNS}) values (1001, 7, 9, '320105006001', 'REPAIR', '2025-06-01')`,
    ],
    ["that a task is open again", "update grid.follow_ups set done_on = null where done_on is null"],
    ["when a task was completed", "update grid.follow_ups set done_at = now()"],
    ["when a task is due", "update grid.follow_ups set due_on = '2099-01-01'"],
  ])("cannot write %s", async (_what, statement) => {
    const attempt = login.begin(async (sql) => {
      await sql`select onedoor.set_viewer('{320105006}', 1002)`;
      await sql.unsafe(statement);
    });
    await expect(attempt).rejects.toMatchObject({ code: DENIED });
  });

  test("can complete what is open in the viewer's areas, and nothing else", async () => {
    const changed = await login.begin(async (sql) => {
      await sql`select onedoor.set_viewer('{320105006}', 1002)`;
      return sql.unsafe(`update grid.follow_ups set done_on = '2025-05-08', ${done} returning follow_up_id::text`);
    });
    expect([...changed]).toEqual([{ follow_up_id: "1" }]);
  });
});
