import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type ConstDirectiveNode, Kind, type ObjectTypeDefinitionNode, parse, type TypeNode } from "graphql";
import { parse as parseYaml } from "yaml";

const root = join(import.meta.dirname, "../..");
const read = (path: string) => readFileSync(join(root, path), "utf8");

/** Each alternative lists everything it takes; one alternative is enough. */
type Need = readonly (readonly string[])[];

export type Verdict = "permitted" | "masked" | "UNAUTHORIZED_FIELD_OR_TYPE" | "PURPOSE_REQUIRED";

/** Who asks, as far as fields are concerned. */
export interface Asker {
  readonly scopes: readonly string[];
  readonly hasPurpose: boolean;
}

/**
 * What the departments' SDL says of each field. Read anew from the text, by code that shares nothing with the
 * product's: where the two differ, one of them is wrong.
 */
export interface SdlRules {
  readonly verdictOf: (type: string, field: string, asker: Asker) => Verdict;
  /** For an object that is reached by its key, past every field. */
  readonly verdictOfType: (type: string, asker: Asker) => Verdict;
  /** True for a field some of these departments define. */
  readonly defines: (type: string, field: string) => boolean;
}

export const allDepartments: readonly string[] = readdirSync(join(root, "subgraphs"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== "shared")
  .map((entry) => entry.name)
  .sort();

/** The rules of these departments together: every one of them has to be content. */
export function readSdlRules(departments: readonly string[]): SdlRules {
  const types = departments.flatMap(objectTypesOf);
  const typesNamed = kept((name) => types.filter((type) => type.name.value === name));
  const fieldsNamed = (type: string, field: string) =>
    typesNamed(type).flatMap((node) => (node.fields ?? []).filter((one) => one.name.value === field));
  const needsOfType = kept((name) => typesNamed(name).flatMap((type) => needsOf(type.directives ?? [])));
  // A field is judged for hundreds of thousands of cells, and what it takes is the same for all of them.
  const rulesOf = kept((coordinate) => {
    const [type = "", field = ""] = coordinate.split(".");
    const definitions = fieldsNamed(type, field);
    return {
      needs: [
        ...needsOfType(type),
        ...definitions.flatMap((one) => needsOf(one.directives ?? [])),
        ...definitions.flatMap((one) => needsOfType(innermost(one.type))),
      ],
      lifts: definitions.flatMap((one) => textsOf(one.directives ?? [], "mask", "unless")),
    };
  });
  const verdicts = new WeakMap<Asker, (coordinate: string) => Verdict>();
  const verdictsFor = (asker: Asker) => {
    const known = verdicts.get(asker);
    if (known !== undefined) return known;
    const made = kept((coordinate): Verdict => {
      const { needs, lifts } = rulesOf(coordinate);
      const verdict = judge(needs, asker);
      if (verdict !== "permitted") return verdict;
      return lifts.every((scope) => asker.scopes.includes(scope)) ? "permitted" : "masked";
    });
    verdicts.set(asker, made);
    return made;
  };
  return {
    defines: (type, field) => fieldsNamed(type, field).length > 0,
    verdictOfType: (type, asker) => judge(needsOfType(type), asker),
    verdictOf: (type, field, asker) => verdictsFor(asker)(`${type}.${field}`),
  };
}

/** Works a value out once for each name. */
function kept<Value>(work: (name: string) => Value): (name: string) => Value {
  const known = new Map<string, Value>();
  return (name) => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const made = work(name);
    known.set(name, made);
    return made;
  };
}

function objectTypesOf(department: string): ObjectTypeDefinitionNode[] {
  const texts = [read("subgraphs/shared/prelude.graphql"), read(`subgraphs/${department}/schema.graphql`)];
  const definitions = texts.flatMap((text) => parse(text).definitions);
  return definitions.filter((node) => node.kind === Kind.OBJECT_TYPE_DEFINITION);
}

function innermost(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : innermost(type.type);
}

function needsOf(directives: readonly ConstDirectiveNode[]): Need[] {
  return directives.flatMap((directive): Need[] => {
    const name = directive.name.value;
    if (name === "authenticated") return [[["signed in"]]];
    if (name !== "requiresScopes" && name !== "policy") return [];
    const list = directive.arguments?.find((one) => one.name.value === (name === "policy" ? "policies" : "scopes"));
    if (list?.value.kind !== Kind.LIST) throw new Error(`@${name} without a list`);
    return [
      list.value.values.map((alternative) => {
        if (alternative.kind !== Kind.LIST) throw new Error(`@${name} takes a list of lists`);
        return alternative.values.map((one) => `${name} ${one.kind === Kind.STRING ? one.value : ""}`);
      }),
    ];
  });
}

function textsOf(directives: readonly ConstDirectiveNode[], directive: string, argument: string): string[] {
  const given = directives.filter((one) => one.name.value === directive).flatMap((one) => one.arguments ?? []);
  return given.flatMap((one) =>
    one.name.value === argument && one.value.kind === Kind.STRING ? [one.value.value] : [],
  );
}

function judge(needs: readonly Need[], asker: Asker): Verdict {
  const scopes = asker.scopes.map((scope) => `requiresScopes ${scope}`);
  const without = ["signed in", ...scopes];
  const has = (held: readonly string[]) =>
    needs.every((need) => need.some((all) => all.every((one) => held.includes(one))));
  if (has(asker.hasPurpose ? [...without, "policy purpose"] : without)) return "permitted";
  return has([...without, "policy purpose"]) ? "PURPOSE_REQUIRED" : "UNAUTHORIZED_FIELD_OR_TYPE";
}

/** Every scope there is, as text from the file that lists them. */
export const allScopes: readonly string[] = [...read("schema/scopes.ts").matchAll(/^ {2}"([^"]+)":/gm)].map(
  (match) => match[1] ?? "",
);

interface RolesFile {
  roles: Record<
    string,
    {
      scopes: string[];
      ownDepartment?: boolean;
      departmentScopes?: Record<string, string[]>;
      purposes: string[];
      conflicts?: string[];
    }
  >;
}

const rolesFile = parseYaml(read("schema/roles.yaml"), { merge: true }) as RolesFile;

export const allRoles: readonly string[] = Object.keys(rolesFile.roles);

/** One kind of viewer: a role, and for officers their department. */
export interface Holder {
  readonly role: string;
  readonly department?: string;
}

/** Every role, department officers once for each department. */
export const allHolders: readonly Holder[] = allRoles.flatMap((role): Holder[] =>
  rolesFile.roles[role]?.ownDepartment === true
    ? allDepartments.map((department) => ({ role, department }))
    : [{ role }],
);

export function mayGivePurpose(role: string, kind: string): boolean {
  return Object.hasOwn(rolesFile.roles, role) && (rolesFile.roles[role]?.purposes.includes(kind) ?? false);
}

/** What schema/roles.yaml gives a role; nothing to a role that is not in it. */
export function scopesOfRole(role: string, department?: string): string[] {
  const found = Object.hasOwn(rolesFile.roles, role) ? rolesFile.roles[role] : undefined;
  if (found === undefined) return [];
  const own = found.ownDepartment === true && department !== undefined ? `${department}:read` : null;
  const ofDepartment = allScopes.filter((scope) => own !== null && (scope === own || scope.startsWith(`${own}:`)));
  const beside = department === undefined ? [] : (found.departmentScopes?.[department] ?? []);
  return [...new Set([...found.scopes, ...ofDepartment, ...beside])];
}
