import type { Sql } from "postgres";
import { fundAccount, fundDeposit, fundFile, fundHolder } from "./rows/housing-fund.ts";
import { licence, operator } from "./rows/market-regulation.ts";
import { refusedRecord } from "./rows/refused-record.ts";
import { premium, taxpayer } from "./rows/taxation.ts";
import { utilityAccount, utilityBill, utilityReduction } from "./rows/utilities.ts";
import { fundAccountOf, licencesOf, premiumsOf, SAID_AT, utilityAccountsOf } from "./world-elsewhere.ts";

type Person = Parameters<typeof premiumsOf>[0];

/** Puts in what departments keep of answers from the systems of others. */
export async function insertFromElsewhere(sql: Sql, person: Person, key: { residentId: string; areaCode: string }) {
  await taxpayer(sql, { ...key, asOf: SAID_AT });
  for (const one of premiumsOf(person).reverse()) await premium(sql, { ...key, ...one });
  await refusedRecord(sql, "taxation", key);
  await fundHolder(sql, key);
  const { deposits, ...fund } = fundAccountOf(person);
  await fundAccount(sql, { ...key, ...fund, asOf: SAID_AT });
  for (const one of [...deposits].reverse()) await fundDeposit(sql, { ...key, ...one });
  await fundFile(sql, key);
  await refusedRecord(sql, "housing_fund", key);
  await operator(sql, { ...key, asOf: SAID_AT });
  for (const one of licencesOf(person).reverse()) await licence(sql, { ...key, ...one });
  await refusedRecord(sql, "market_regulation", key);
  for (const { bills, reductions, ...one } of utilityAccountsOf(person)) {
    await utilityAccount(sql, { ...key, ...one, asOf: SAID_AT });
    const ofAccount = { ...key, accountId: one.id };
    for (const bill of [...bills].reverse()) await utilityBill(sql, { ...ofAccount, ...bill });
    for (const reduction of reductions) await utilityReduction(sql, { ...ofAccount, ...reduction });
    await refusedRecord(sql, "utilities", ofAccount);
  }
}
