import { parse } from "graphql";
import { describe, expect, test } from "vitest";
import { readAccessGraph } from "../../../schema/access/access-graph.ts";
import { explainAccess } from "../../../schema/access/explanation.ts";
import { sourcesOf } from "../../../schema/access/written-rules.ts";
import { parseRoles } from "../../../schema/roles.ts";
import { readText } from "../../repository/tree.ts";
import { hub } from "../../support/hub-command.ts";
import { supergraphOfBoard } from "../../support/notice-board.ts";
import { allDepartments, allRoles, readSdlRules, scopesOfRole } from "../../support/sdl-rules.ts";

describe("hub explain", () => {
  test.each<[field: string, who: string[], sentence: string]>([
    [
      "Resident.idNumber",
      ["window_clerk"],
      "window_clerk sees Resident.idNumber masked as ID_NUMBER when a purpose is given, in the rows of the own area.",
    ],
    [
      "Resident.idNumber",
      ["resident"],
      "resident sees Resident.idNumber when a purpose is given, in the rows of the own area.",
    ],
    [
      "Claim.diagnosis",
      ["department_officer", "--department", "medical-insurance"],
      "department_officer of medical-insurance sees Claim.diagnosis, in the rows of the own area.",
    ],
    ["Claim.diagnosis", ["department_officer"], "department_officer is refused Claim.diagnosis."],
    ["Query.me", ["analyst"], "analyst sees Query.me, in the rows of the own area."],
  ])("%s for %j: %s", async (field, [role = "", ...department], sentence) => {
    const { code, out } = await hub("explain", field, "--role", role, ...department);
    expect(out.split("\n")[0]).toBe(sentence);
    expect(code).toBe(0);
  });

  test("says where each rule is written, what is held, and who else sees it", async () => {
    const { out } = await hub("explain", "Claim.diagnosis", "--role", "window_clerk");
    expect(out).toContain("yes   medical-insurance:read  (on Claim: its type)");
    expect(out).toContain("no    medical-insurance:read:diagnosis  (on Claim.diagnosis: the field)");
    expect(out).toContain("Others who get the value: department_officer of medical-insurance, resident.");
  });

  test("agrees with the SDL for every role and every field of a person", () => {
    const graph = readAccessGraph(readText("schema/supergraph.graphql"));
    const roles = parseRoles(readText("schema/roles.yaml"));
    const sdl = readSdlRules(allDepartments);
    for (const role of allRoles) {
      for (const field of ["name", "idNumber", "phone", "address", "sex", "assistance"]) {
        const audience = { role, department: null };
        const { withPolicies, withoutPolicies } = explainAccess(graph, roles, `Resident.${field}`, audience);
        const verdict = sdl.verdictOf("Resident", field, { scopes: scopesOfRole(role), hasPurpose: true });
        const words = {
          permitted: /^value$/,
          masked: /^masked as/,
          UNAUTHORIZED_FIELD_OR_TYPE: /^refused$/,
          PURPOSE_REQUIRED: /^$/,
        };
        expect({ role, field, withPolicies }).toMatchObject({
          withPolicies: expect.stringMatching(words[verdict]) as string,
        });
        expect(withoutPolicies).toBe("refused");
      }
    }
  });

  test.each<[argv: string[], code: number, says: string]>([
    [
      ["Residnt.idNumber", "--role", "analyst"],
      1,
      "There is no field Residnt.idNumber. Did you mean Resident.idNumber,",
    ],
    [["Resident", "--role", "analyst"], 1, "There is no field Resident. Did you mean Resident.id or "],
    [["Resident.name.x", "--role", "analyst"], 1, "There is no field Resident.name.x. Did you mean Resident.name"],
    [["Licence", "--role", "analyst"], 1, "There is no field Licence. A field is named like Resident.idNumber."],
    [["Resident.toString", "--role", "analyst"], 1, "There is no field Resident.toString."],
    [["Resident.name", "--role", "windowclerk"], 1, "There is no role windowclerk. Did you mean window_clerk?"],
    [
      ["Resident.name", "--role", "department_officer", "--department", "helth"],
      1,
      "There is no department helth. Did you mean health?",
    ],
    [["Resident.name"], 2, "required option"],
  ])("%j is told what is wrong", async (argv, code, says) => {
    const ran = await hub("explain", ...argv);
    expect(ran.err).toContain(says);
    expect(ran).toMatchObject({ code, out: "" });
  });
});

describe("sourcesOf", () => {
  test("names every object behind an interface", () => {
    const { schema } = readAccessGraph(supergraphOfBoard);
    const sources = sourcesOf(parse(supergraphOfBoard), schema, { type: "Notice", field: "text" });
    expect(
      sources
        .filter(({ as }) => as === "an object behind the interface")
        .map(({ writtenOn }) => writtenOn)
        .sort(),
    ).toEqual(["Guarded", "Guarded.text", "Public", "Secret"]);
  });
});
