import { audiencesOf, grantsOf } from "../schema/access/audiences.ts";
import { subgraphs } from "../subgraphs/index.ts";
import { loadRoles } from "./load-roles.ts";

/** The rights of every role, with a purpose and without: for them published operations are planned ahead. */
export function rightsOfRoles(): ReadonlySet<string>[] {
  const roles = loadRoles();
  const names = subgraphs.map(({ name }) => name);
  return audiencesOf([roles], names).flatMap((audience) => {
    const grants = grantsOf(roles, audience);
    return [grants, new Set([...grants, "policy:purpose"])];
  });
}
