import type { Sql } from "postgres";
import { insertDescribedRows } from "./described-world.ts";
import { account } from "./rows/accounts.ts";
import { fundFile } from "./rows/housing-fund.ts";
import { household, registeredResident } from "./rows/population.ts";
import { idNumberOf } from "./rows/resident.ts";

/** Villages nobody else lives in: whatever holds the code of one of them has it of the mover. */
export const BEFORE = "320105006888";
export const AFTER = "320205105777";
export const BEYOND = "320205105666";

export const mover = {
  id: "2001",
  name: "搬家的人",
  birthOn: "1990-01-01",
  idNumber: idNumberOf("88", "1990-01-01"),
  householdId: "2071",
};

/** A person of whom every department keeps something, all of it at one village. */
export async function insertMover(sql: Sql, areaCode: string): Promise<void> {
  const { id, name, birthOn, idNumber, householdId } = mover;
  await household(sql, { id: householdId, areaCode });
  await registeredResident(sql, { id, areaCode, householdId, name, birthOn, idNumber });
  await insertDescribedRows(sql, { ...mover, areaCode }, areaCode);
  await fundFile(sql, { residentId: id, areaCode });
  await account(sql, {
    id: "901",
    username: "banjia",
    areas: [areaCode],
    areaCode,
    roles: ["resident"],
    residentId: id,
  });
}
