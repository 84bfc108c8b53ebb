import { expect } from "vitest";
import { messageOf } from "../../../subgraphs/shared/errors.ts";
import type { Reply } from "../hub.ts";
import { INNER_WORDS } from "./hostile.ts";

/** What of the main query's answer comes from which department. */
export const PART_OF: Readonly<Record<string, readonly string[]>> = {
  population: ["resident"],
  "social-security": ["resident", "socialSecurity"],
  "medical-insurance": ["resident", "medicalInsurance"],
  "civil-affairs": ["resident", "assistance"],
};

export const DEPARTMENTS = Object.keys(PART_OF);

/** The answer lacks what the departments know, says so once for each, and is otherwise as without the fault. */
export function expectLost(reply: Reply, whole: Reply, ...departments: readonly string[]): void {
  expect(reply.status).toBe(200);
  const lost = departments.map((department) => PART_OF[department] ?? []);
  expect(reply.data).toEqual(lost.reduce(withoutPart, whole.data));
  expect(reply.masked).toEqual(whole.masked);
  expect(inAnyOrder(reply.errors)).toEqual(inAnyOrder([...whole.errors, ...lost.map(unavailableAt)]));
  expectNoInnerWords(reply);
}

export function expectNoInnerWords(reply: Reply): void {
  const told = `${reply.text} ${JSON.stringify([...reply.headers])}`;
  expect(INNER_WORDS.filter((word) => told.includes(word))).toEqual([]);
}

function unavailableAt(path: readonly string[]) {
  return { message: messageOf.SUBGRAPH_UNAVAILABLE, path, extensions: { code: "SUBGRAPH_UNAVAILABLE" } };
}

function withoutPart(data: Reply["data"], path: readonly string[]): Reply["data"] {
  const [key, ...rest] = path;
  if (key === undefined || data === null || data === undefined) return null;
  const below = data[key] as Reply["data"];
  return { ...data, [key]: rest.length === 0 ? null : withoutPart(below, rest) };
}

function inAnyOrder(errors: readonly unknown[]): string[] {
  return errors.map((error) => JSON.stringify(error)).sort();
}
