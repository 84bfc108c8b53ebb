import { personEntities, residentRoot } from "../support/people-roots.ts";
import { describeScopes } from "../support/scopes-suite.ts";
import { readSdlRules } from "../support/sdl-rules.ts";

const one = (fields: string) => `{ resident(id: "1001") { medicalInsurance { ${fields} } } }`;
const claim = (field: string) => one(`claims { edges { node { ${field} } } }`);

describeScopes({
  name: "medical-insurance",
  allows: readSdlRules(["medical-insurance"]).defines,
  roots: [residentRoot],
  ownRoots: [personEntities],
  secrets: [
    {
      coordinate: "Claim.diagnosis",
      query: claim("diagnosis"),
      value: "诊断10012",
      roles: ["department_officer", "resident"],
    },
    {
      coordinate: "Claim.totalFen",
      query: claim("totalFen"),
      value: "20021",
      roles: ["department_officer", "resident"],
    },
    {
      coordinate: "Claim.reimbursedFen",
      query: claim("reimbursedFen"),
      value: "14015",
      roles: ["department_officer", "resident"],
    },
    {
      coordinate: "MedicalInsurance.personalAccountBalanceFen",
      query: one("personalAccountBalanceFen"),
      value: "7007",
      roles: ["department_officer", "resident"],
    },
    {
      coordinate: "Claim.hospital",
      query: claim("hospital"),
      value: "第10010医院",
      roles: ["window_clerk", "centre_head", "village_worker", "department_officer", "resident"],
    },
  ],
});
