import { describe, expect, test } from "vitest";
import { mask } from "../../subgraphs/shared/mask.ts";
import { allDepartments, allHolders, readSdlRules, scopesOfRole } from "../support/sdl-rules.ts";

const rules = readSdlRules(allDepartments);
// Whoever may see whole numbers: the own one, and those of the officers whose registry it is.
const WHOLE = ["resident undefined", "department_officer population"];
// Whoever may see faces: the holder, and the officers who issue licences.
const FACES = ["resident undefined", "department_officer market-regulation"];

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const checkOf = (body: string) =>
  "10X98765432".charAt([...body].reduce((sum, digit, at) => sum + Number(digit) * (WEIGHTS[at] ?? 0), 0) % 11);

/** What somebody knows of a person beside the masked number. Null: the role is not told. */
interface Known {
  masked: string;
  birthOn: string | null;
  sex: "MALE" | "FEMALE" | null;
}

/**
 * How many numbers fit what is known, for one area of registration where the mask hides that too: the sequence is
 * open, and everything else follows from it.
 */
function countCandidates({ masked, birthOn, sex }: Known, area: string): number {
  const days = birthOn === null ? ["19900101", "19900102"] : [birthOn.replaceAll("-", "")];
  const fits = (number: string) => [...number].every((digit, at) => masked[at] === "*" || masked[at] === digit);
  let count = 0;
  for (const day of days) {
    for (let sequence = 0; sequence < 1_000; sequence += 1) {
      const isMale = sequence % 2 === 1;
      if (sex !== null && isMale !== (sex === "MALE")) continue;
      const body = `${area}${day}${String(sequence).padStart(3, "0")}`;
      if (fits(body + checkOf(body))) count += 1;
    }
  }
  return count;
}

const PEOPLE = [
  { idNumber: "11010519491231002X", birthOn: "1949-12-31", sex: "FEMALE" },
  { idNumber: "34052419800101001X", birthOn: "1980-01-01", sex: "MALE" },
  { idNumber: "440524188001010014", birthOn: "1880-01-01", sex: "MALE" },
] as const;

describe("an identity number", () => {
  test.each(allHolders)("leaves $role $department 500 candidates, or is theirs to see", ({ role, department }) => {
    const asker = { scopes: scopesOfRole(role, department), hasPurpose: true };
    const verdict = rules.verdictOf("Resident", "idNumber", asker);
    if (WHOLE.includes(`${role} ${department ?? "undefined"}`)) {
      expect(verdict).toBe("permitted");
      return;
    }
    expect(verdict).not.toBe("permitted");
    if (verdict !== "masked") return;
    const isTold = (field: string) => rules.verdictOf("Resident", field, asker) === "permitted";
    for (const { idNumber, birthOn, sex } of PEOPLE) {
      const known = {
        masked: mask("ID_NUMBER", idNumber),
        birthOn: isTold("birthOn") ? birthOn : null,
        sex: isTold("sex") ? sex : null,
      };
      expect(countCandidates(known, idNumber.slice(0, 6))).toBeGreaterThanOrEqual(500);
    }
  });

  // The face hides month and day of birth alone: whoever is told those has the whole number, so it is theirs to see.
  test.each(allHolders)("on the face of a licence leaves $role $department 500, or is theirs to see", (holder) => {
    const { role, department } = holder;
    const asker = { scopes: scopesOfRole(role, department), hasPurpose: true };
    const verdict = rules.verdictOf("Licence", "holderIdNumber", asker);
    if (FACES.includes(`${role} ${department ?? "undefined"}`)) {
      expect(verdict).toBe("permitted");
      return;
    }
    expect(verdict).not.toBe("permitted");
    if (verdict !== "masked") return;
    for (const { idNumber, birthOn, sex } of PEOPLE) {
      const face = `${idNumber.slice(0, 10)}****${idNumber.slice(14)}`;
      const known = { masked: mask("ID_NUMBER", face), birthOn, sex };
      expect(countCandidates(known, idNumber.slice(0, 6))).toBeGreaterThanOrEqual(500);
    }
  });

  // The counting itself: these are the forms that hide nothing.
  test.each([
    ["11010519491231002X", 1, 1],
    ["110105********002X", 1, 1],
    ["110105**********2X", 9, 10],
    ["110105***********X", 45, 46],
    ["110105************", 500, 500],
    ["******************", 500, 500],
  ])("written %s leaves between %i and %i", (masked, least, most) => {
    const count = countCandidates({ masked, birthOn: "1949-12-31", sex: "FEMALE" }, "110105");
    expect(count).toBeGreaterThanOrEqual(least);
    expect(count).toBeLessThanOrEqual(most);
  });
});
