import { audiencesOf, grantsOf } from "../schema/access/audiences.ts";
import { departmentNames } from "../subgraphs/index.ts";
import { loadRoles } from "./load-roles.ts";

/** The rights of every role, with a purpose and without: for them published operations are planned ahead. */
export function rightsOfRoles(): ReadonlySet<string>[] {
  const roles = loadRoles();
  return audiencesOf([roles], departmentNames).flatMap((audience) => {
    const grants = grantsOf(roles, audience);
    return [grants, new Set([...grants, "policy:purpose"])];
  });
}
