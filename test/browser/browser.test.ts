import { afterAll, beforeAll, describe } from "vitest";
import { openStand, type Stand } from "../support/browser/stand.ts";
import { accessLogChapter } from "./access-log.ts";
import { accountsChapter } from "./accounts.ts";
import { counterChapter } from "./counter.ts";
import { departmentDownChapter } from "./department-down.ts";
import { everyPageChapter } from "./every-page.ts";
import { explorerChapter } from "./explorer.ts";
import { keyboardChapter } from "./keyboard.ts";
import { paperChapter } from "./paper.ts";
import { registerChapter } from "./register.ts";
import { rolesChapter } from "./roles.ts";
import { signInChapter } from "./sign-in.ts";
import { thirdPersonChapter } from "./third-person.ts";
import { visitsChapter } from "./visits.ts";

/** A build, a first start with its seed and a first unpacking of the browser, on a machine that does much else. */
const READY_WITHIN_MS = 300_000;

/** Visits take seconds; on a machine that does much else, many. What never comes is found by the steps' own limits. */
const VISITED_WITHIN_MS = 120_000;

// One file: its chapters share one hub and one browser, and follow each other.
describe("in a browser", { timeout: VISITED_WITHIN_MS }, () => {
  let stand: Stand;
  beforeAll(async () => {
    stand = await openStand();
  }, READY_WITHIN_MS);
  afterAll(() => stand.close());
  const theStand = () => stand;

  describe("the counter", () => counterChapter(theStand));
  describe("the same resident", () => rolesChapter(theStand));
  describe("the keyboard alone", () => keyboardChapter(theStand));
  describe("a department that dies", () => departmentDownChapter(theStand));
  describe("signing in", () => signInChapter(theStand));
  describe("visits on a phone", () => visitsChapter(theStand));
  describe("the register", () => registerChapter(theStand));
  describe("the fourth emergency of a pair", () => thirdPersonChapter());
  describe("the access record", () => accessLogChapter(theStand));
  describe("accounts", () => accountsChapter(theStand));
  describe("the explorer", () => explorerChapter(theStand));
  describe("the printed summary", () => paperChapter(theStand));
  describe("every page", () => everyPageChapter(theStand));
});
