import type { Roles } from "../roles.ts";
import type { AccessGraph } from "./access-graph.ts";
import { type Access, accessTo, describeAccess, isMore, policiesOf } from "./access.ts";
import { type Audience, audiencesOf, grantsOf } from "./audiences.ts";

/** One set of rules: a supergraph, and what each role holds. */
export interface Rulebook {
  readonly graph: AccessGraph;
  readonly roles: Roles;
}

/** A field some audiences would see more of. */
export interface Widening {
  readonly coordinate: string;
  readonly audiences: readonly Audience[];
  readonly before: string;
  readonly after: string;
}

/** More policies than this on one field are tried all together, one by one and not at all. */
const MOST_POLICIES = 6;

/** Everything somebody would see under the new rules and does not see under the old ones. */
export function findWidenings(before: Rulebook, after: Rulebook): Widening[] {
  const departments = [...new Set([...before.graph.departments, ...after.graph.departments])];
  const audiences = audiencesOf([before.roles, after.roles], departments).map((audience) => ({
    audience,
    held: [grantsOf(before.roles, audience), grantsOf(after.roles, audience)] as const,
  }));
  return after.graph.coordinates.flatMap((coordinate) => {
    const policies = [...new Set([before, after].flatMap(({ graph }) => policiesOf(graph, coordinate)))];
    const cases = subsets(policies);
    const found = new Map<string, Widening & { audiences: Audience[] }>();
    for (const { audience, held } of audiences) {
      const sees = ({ graph }: Rulebook, grants: ReadonlySet<string>) =>
        cases.map((policed) => accessTo(graph, coordinate, new Set([...grants, ...policed])));
      const [old, now] = [sees(before, held[0]), sees(after, held[1])];
      if (!now.some((access, at) => isMore(old[at] ?? "refused", access))) continue;
      const words = { before: inWords(old, policies), after: inWords(now, policies) };
      const key = `${words.before} ${words.after}`;
      const known = found.get(key) ?? { coordinate, ...words, audiences: [] };
      known.audiences.push(audience);
      found.set(key, known);
    }
    return [...found.values()];
  });
}

/** The first case is without any policy, the last with all of them. */
function inWords(accesses: readonly Access[], policies: readonly string[]): string {
  return describeAccess(accesses[0] ?? "refused", accesses.at(-1) ?? "refused", policies);
}

function subsets(policies: readonly string[]): readonly (readonly string[])[] {
  if (policies.length > MOST_POLICIES) return [[], ...policies.map((one) => [one]), policies];
  return policies.reduce<string[][]>((sets, policy) => [...sets, ...sets.map((set) => [...set, policy])], [[]]);
}
