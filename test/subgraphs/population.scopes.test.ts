import { personEntities, residentRoot } from "../support/people-roots.ts";
import { describeScopes } from "../support/scopes-suite.ts";
import { readSdlRules } from "../support/sdl-rules.ts";
import { areas, centres } from "../support/world-places.ts";
import { people } from "../support/world.ts";

const counters = ["window_clerk", "centre_head", "village_worker", "grid_worker"];
const one = (fields: string) => `{ resident(id: "1001") { ${fields} } }`;

const roots = [
  residentRoot,
  {
    text: "residentByIdNumber(idNumber: $idNumber)",
    type: "Resident",
    variables: {
      idNumber: {
        type: "ResidentIdNumber!",
        values: [...people.map(({ idNumber }) => idNumber), "11010519491231002X"],
      },
    },
  },
  { text: "residents", type: "ResidentConnection" },
  {
    text: "area(code: $code)",
    type: "Area",
    variables: { code: { type: "ID!", values: [...areas.map(({ code }) => code), "99"] } },
  },
  {
    text: "areas(level: $level, parent: $parent)",
    type: "AreaConnection",
    variables: {
      level: { type: "AreaLevel", values: [null, "CITY", "COUNTY", "VILLAGE"] },
      parent: { type: "ID", values: [null, "32", "3201", "320105", "3299"] },
    },
  },
  { text: "serviceCentres", type: "ServiceCentreConnection" },
  {
    text: "serviceCentre(code: $centre)",
    type: "ServiceCentre",
    variables: { centre: { type: "ID!", values: [...centres.map(({ code }) => code), "3299990001", "99"] } },
  },
];

// One call may ask for entities of several types, of which some are hidden and some are not there.
const mixed = [
  { __typename: "Household", id: "71" },
  { __typename: "Area", code: "3201" },
  { __typename: "Resident", id: "1003" },
  { __typename: "Household", id: "72" },
  { __typename: "Household", id: "79" },
  { __typename: "Area", code: "33" },
  { __typename: "ServiceCentre", code: "3201050002" },
  { __typename: "ServiceCentre", code: "3201050009" },
];

describeScopes({
  name: "population",
  allows: readSdlRules(["population"]).defines,
  roots,
  ownRoots: [
    ...roots,
    {
      ...personEntities,
      variables: {
        representations: {
          type: "[_Any!]!",
          values: [...(personEntities.variables?.["representations"]?.values ?? []), mixed],
        },
      },
    },
  ],
  secrets: [
    {
      coordinate: "Resident.name",
      query: one("name"),
      value: "欧阳小琴",
      roles: [...counters, "department_officer", "resident"],
    },
    {
      coordinate: "Resident.idNumber",
      query: one("idNumber"),
      value: "329901199001010016",
      roles: ["department_officer", "resident"],
    },
    {
      coordinate: "Resident.phone",
      query: one("phone"),
      value: "13912345671",
      roles: ["department_officer", "resident"],
    },
    {
      coordinate: "Resident.address",
      query: one("address"),
      value: "一号路11号",
      roles: ["grid_worker", "department_officer", "resident"],
    },
    {
      coordinate: "Resident.birthOn",
      query: one("birthOn"),
      value: "1990-01-01",
      roles: [...counters, "department_officer", "resident"],
    },
    {
      coordinate: "ResidentEdge.node",
      query: "{ residents { edges { node { id } } } }",
      value: "1002",
      // A resident has no area here, so the list is as empty as it should be.
      roles: [...counters, "department_officer"],
    },
  ],
});
