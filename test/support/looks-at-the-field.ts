/** Asks for the page as the app does, of people whose rows the description alone has made, and reads what it shows. */
export const LOOKS_AT_THE_FIELD = `
import { createInstance } from "i18next";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { initReactI18next } from "react-i18next";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createPublishedOperations, readManifest } from "../../router/http/published-operations.ts";
import { rows } from "../../subgraphs/medical-insurance/rows.ts";
import { createAnswer } from "../../web/graph/field-state.ts";
import { chinese } from "../../web/i18n/i18n.ts";
import { medicalInsurance } from "../../web/resident/sections/medical-insurance/medical-insurance.tsx";
import { formatOf } from "../../web/shown/amounts-and-days.ts";
import { readText } from "../repository/tree.ts";
import { generateRows } from "../seed/generated-rows.ts";
import { worldRows } from "../support/described-world.ts";
import { openHub, type TestHub } from "../support/hub.ts";
import { insertWorld, people } from "../support/world.ts";

const manifest = readManifest(readText("schema/operations/manifest.json"));
const page = [...manifest.values()].find((text) => text.startsWith("query ResidentPage("));

let hub: TestHub;
beforeAll(async () => {
  hub = await openHub({ documents: createPublishedOperations(manifest, "only") });
  await insertWorld(hub.sql);
});
afterAll(() => hub.close());

test("a clerk reads it on the page", async () => {
  const [person] = people;
  if (person === undefined || page === undefined) throw new Error("nobody");
  const reply = await hub.ask({ query: page, variables: { id: "1001" }, roles: ["window_clerk"], areas: ["320105006"] });
  const [row] = worldRows(rows.enrolments, person);
  expect(row?.enrolledOn).toMatch(/^20\\d\\d-/);
  const resident = reply.data?.resident;
  expect(resident?.medicalInsurance.enrolledOn).toBe(row?.enrolledOn);
  await createInstance().use(initReactI18next).init({ lng: "zh-CN", resources: { "zh-CN": chinese } });
  const part = createAnswer({ faults: [], masked: reply.masked }).at(resident, ["resident"], "Resident");
  const shown = renderToStaticMarkup(createElement(medicalInsurance.Body, { resident: part }));
  const day = formatOf("zh-CN").day(row.enrolledOn);
  expect(shown.replaceAll(/<[^>]*>/g, " ")).toMatch(new RegExp("参保日期 +" + day));
});

test("made-up residents have it", async () => {
  const rows = await generateRows({ seed: 7, today: 20_000 }, 200);
  const days = new Set(rows.get("medical-insurance.enrolments")?.map((row) => row["enrolled_on"]));
  expect(days.size).toBeGreaterThan(10);
});
`;
