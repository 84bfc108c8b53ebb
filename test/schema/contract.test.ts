import { buildSchema, isEnumType, isInputObjectType, isObjectType } from "graphql";
import { describe, expect, test } from "vitest";
import { readText } from "../repository/tree.ts";

const schema = buildSchema(readText("schema/api.graphql"));

/** What others build on: never another type, never taken away. */
const CONTRACT: Record<string, string> = {
  "Query.resident": "(id: ID!): Resident",
  "Query.residentByIdNumber": "(idNumber: ResidentIdNumber!): Resident",
  "Query.residents": "(filter: ResidentFilter, first: Int = 20, after: String): ResidentConnection!",
  "Resident.id": ": ID!",
  "Resident.name": ": String",
  "Resident.idNumber": ": String",
  "Resident.phone": ": String",
  "Resident.sex": ": Sex",
  "Resident.birthOn": ": Date",
  "Resident.address": ": String",
  "Resident.area": ": Area",
  "Resident.household": ": Household",
  "Resident.socialSecurity": ": SocialSecurity",
  "Resident.medicalInsurance": ": MedicalInsurance",
  "Resident.assistance": ": Assistance",
  "Resident.oldAgeAllowance": ": OldAgeAllowance",
  "ResidentConnection.edges": ": [ResidentEdge!]",
  "ResidentConnection.pageInfo": ": PageInfo",
  "ResidentEdge.node": ": Resident",
  "ResidentEdge.cursor": ": String",
  "PageInfo.hasNextPage": ": Boolean",
  "PageInfo.endCursor": ": String",
  "SocialSecurity.status": ": ParticipationStatus",
  "SocialSecurity.participations": ": [Participation!]",
  "SocialSecurity.pension": ": Pension",
  "Participation.insurance": ": InsuranceKind",
  "Participation.status": ": ParticipationStatus",
  "Participation.paidMonths": ": Int",
  "Participation.contributionBaseFen": ": Int",
  "Participation.insuredArea": ": String",
  "Participation.employer": ": String",
  "MedicalInsurance.scheme": ": MedicalScheme",
  "MedicalInsurance.status": ": EnrolmentStatus",
  "MedicalInsurance.personalAccountBalanceFen": ": Int",
  "MedicalInsurance.claims": "(first: Int = 20, after: String): ClaimConnection",
  "ClaimConnection.edges": ": [ClaimEdge!]",
  "ClaimEdge.node": ": Claim",
  "Claim.settledOn": ": Date",
  "Claim.hospital": ": String",
  "Claim.diagnosis": ": String",
  "Claim.totalFen": ": Int",
  "Claim.reimbursedFen": ": Int",
  "Assistance.status": ": AssistanceStatus",
  "Assistance.category": ": AssistanceCategory",
  "Assistance.monthlyAmountFen": ": Int",
  "Assistance.awards": "(first: Int = 20, after: String): AwardConnection",
  "ResidentFilter.areaCode": ": String",
  "ResidentFilter.name": ": String",
};

function shapeOf(coordinate: string): string | undefined {
  const [typeName = "", fieldName = ""] = coordinate.split(".");
  const type = schema.getType(typeName);
  if (isInputObjectType(type)) {
    const field = type.getFields()[fieldName];
    return field === undefined ? undefined : `: ${String(field.type)}`;
  }
  const field = isObjectType(type) ? type.getFields()[fieldName] : undefined;
  if (field === undefined) return undefined;
  const given = field.args.map(({ name, type: argument, defaultValue }) => {
    const otherwise = defaultValue === undefined ? "" : ` = ${JSON.stringify(defaultValue)}`;
    return `${name}: ${String(argument)}${otherwise}`;
  });
  return `${given.length === 0 ? "" : `(${given.join(", ")})`}: ${String(field.type)}`;
}

describe("the contract", () => {
  test.each(Object.entries(CONTRACT))("%s is %s", (coordinate, shape) => {
    expect(shapeOf(coordinate)).toBe(shape);
  });

  // Departments that are still to come; once one is there its lists have this form.
  test.each(["premiums", "licences", "cases", "visits", "benefits", "accessRecords"])(
    "Resident.%s is a list in pages as soon as it is there",
    (field) => {
      const shape = shapeOf(`Resident.${field}`);
      if (shape !== undefined)
        expect(shape).toMatch(/^\(first: Int = 20, after: String(?:, \w+: \w+ = \w+)*\): \w+Connection$/);
    },
  );

  test.each(
    Object.entries({
      Sex: ["MALE", "FEMALE"],
      InsuranceKind: ["PENSION", "MEDICAL", "WORK_INJURY", "UNEMPLOYMENT", "MATERNITY"],
      ParticipationStatus: ["ACTIVE", "SUSPENDED", "ENDED", "RECEIVING_BENEFITS"],
      MedicalScheme: ["EMPLOYEE", "RESIDENT"],
      AssistanceCategory: ["MINIMUM_LIVING", "EXTREME_POVERTY", "MINIMUM_LIVING_MARGIN"],
    }),
  )("%s still has the values %j", (name, values) => {
    const type = schema.getType(name);
    const names = isEnumType(type) ? type.getValues().map((value) => value.name) : [];
    expect(values.filter((value) => !names.includes(value))).toEqual([]);
  });
});

describe("a name in the schema", () => {
  const fields = Object.values(schema.getTypeMap()).flatMap((type) =>
    isObjectType(type) && !type.name.startsWith("__")
      ? Object.values(type.getFields()).map((field) => ({ coordinate: `${type.name}.${field.name}`, field }))
      : [],
  );

  test("says that money is in fen, and whole", () => {
    const money = fields.filter(({ field }) => /Amount|Fen|Balance|Base/.test(field.name));
    expect(money.length).toBeGreaterThan(4);
    const odd = money.filter(({ field }) => !field.name.endsWith("Fen") || String(field.type) !== "Int");
    expect(odd.map(({ coordinate }) => coordinate)).toEqual([]);
  });

  // `asOf` is how everything that comes from elsewhere says how old it is.
  test("ends in On for a day and in At for an instant", () => {
    const odd = fields.filter(({ field }) => {
      const type = String(field.type).replaceAll(/[![\]]/g, "");
      return (type === "Date") !== field.name.endsWith("On") || (type === "DateTime") !== /At$|^asOf$/.test(field.name);
    });
    expect(odd.map(({ coordinate }) => coordinate)).toEqual([]);
  });
});
