import { buildSchema } from "graphql";
import { describe, expect, test } from "vitest";
import { pagesOf } from "../../web/shell/pages.ts";
import { readText } from "../repository/tree.ts";
import { allHolders, type Holder, mayGivePurpose, scopesOfRole } from "../support/sdl-rules.ts";
import { allCoordinates, coordinatesFor } from "../support/visible-fields.ts";
import { filesFor, rootsSentBy } from "./app-pages.ts";
import { loadedWith } from "./web-modules.ts";

const ROOT = /^(?:Query|Mutation|Subscription)\./;

interface Exception {
  readonly field: string;
  /** Whom it is for; without it, everybody. */
  readonly role?: string;
  readonly why: string;
}

// Short on purpose: what stands here is for nobody who works with the pages.
const EXCEPTIONS: readonly Exception[] = [
  { field: "Query.account", why: "an account is found in the list of accounts, which a username narrows" },
  { field: "Query.cases", role: "resident", why: "a resident has no area; the own cases stand in the own record" },
  { field: "Query.case", role: "resident", why: "the own cases stand in the own record" },
];

/** What pages no longer send: each names the mutation beside it that they do. */
const replaced = Object.values(buildSchema(readText("schema/api.graphql")).getMutationType()?.getFields() ?? {})
  .filter(({ deprecationReason }) => deprecationReason != null)
  .map(({ name }) => `Mutation.${name}`);

const nameOf = ({ role, department }: Holder) => (department === undefined ? role : `${role} of ${department}`);

function rootsFor({ role, department }: Holder): string[] {
  const hasPurpose = ["item", "case", "duty", "emergency"].some((kind) => mayGivePurpose(role, kind));
  const scopes = scopesOfRole(role, department);
  return coordinatesFor({ scopes, hasPurpose }).filter(
    (coordinate) => ROOT.test(coordinate) && !replaced.includes(coordinate),
  );
}

const isExcepted = (field: string, role: string) =>
  EXCEPTIONS.some((one) => one.field === field && (one.role === undefined || one.role === role));

describe("what a role may use", () => {
  test.each(allHolders.map((holder) => [nameOf(holder), holder] as const))(
    "is on a page in the hands of %s",
    (_name, holder) => {
      const may = rootsFor(holder);
      expect(may.length).toBeGreaterThan(3);
      const sent = rootsSentBy(filesFor(holder));
      expect(may.filter((field) => !sent.has(field) && !isExcepted(field, holder.role))).toEqual([]);
    },
  );

  test("is no root field that nobody may use", () => {
    const usable = new Set(allHolders.flatMap(rootsFor));
    const all = allCoordinates.filter((coordinate) => ROOT.test(coordinate) && !replaced.includes(coordinate));
    expect(all.length).toBeGreaterThan(30);
    expect(all.filter((field) => !usable.has(field))).toEqual([]);
  });

  test("has a page to begin with, whatever the role", () => {
    for (const { role, department } of allHolders) expect(pagesOf([role], department ?? null)).not.toEqual([]);
    // Whose roles all wait for a certificate.
    expect(pagesOf([], null)).toEqual([{ path: "/role", label: "role" }]);
  });

  test.each(EXCEPTIONS)("needs the exception for $field, and it has a reason", ({ field, role, why }) => {
    const holders = allHolders.filter((holder) => role === undefined || holder.role === role);
    const without = holders.filter(
      (holder) => rootsFor(holder).includes(field) && !rootsSentBy(filesFor(holder)).has(field),
    );
    expect(without).not.toEqual([]);
    expect(why.length).toBeGreaterThan(20);
  });
});

describe("how it is found", () => {
  test("follows imports, the late ones too, from the page that a role opens", () => {
    const files = loadedWith("web/main.tsx");
    expect(files).toContain("web/visits/complete-task.tsx");
    expect(rootsSentBy(files)).toContain("Mutation.completeFollowUp");
  });

  test("gives a role nothing of a page that is not its own", () => {
    const clerk = rootsSentBy(filesFor({ role: "window_clerk" }));
    expect(clerk).toContain("Mutation.requestEmergencyAccess");
    for (const field of ["Mutation.judgeDuty", "Mutation.createAccount", "Query.accessRecords"]) {
      expect(clerk).not.toContain(field);
    }
  });
});
