import { Kind, type StringValueNode, type ValueNode } from "graphql";
import { describe, expect, test } from "vitest";
import { allDepartments, allScopes } from "../support/sdl-rules.ts";
import { openFields } from "./open-fields.ts";
import { asksForRight, directivesNamed, fieldsIn, isRoot, namedType, objectTypesIn, readDepartment } from "./sdl.ts";

const departments = allDepartments.map((name) => ({ name, document: readDepartment(name) }));
const types = departments.flatMap(({ document }) => objectTypesIn(document));
const fields = departments.flatMap(({ name, document }) =>
  fieldsIn(document).map((one) => ({ department: name, ...one })),
);
const coordinateOf = ({ type, field }: (typeof fields)[number]) => `${type.name.value}.${field.name.value}`;

/** A right is asked for by the field, or by what it gives. */
const isProtected = ({ field }: (typeof fields)[number]) =>
  asksForRight(field.directives) ||
  types.some((type) => type.name.value === namedType(field.type) && asksForRight(type.directives));

describe("a root field", () => {
  const roots = fields.filter(({ type }) => isRoot(type.name.value));

  test("asks for a right, or is on the list of open fields", () => {
    expect(roots.length).toBeGreaterThan(5);
    const open = roots.filter((root) => !isProtected(root)).map(coordinateOf);
    expect(open.sort()).toEqual(Object.keys(openFields).sort());
  });

  test("asks for a token even when it is open", () => {
    for (const root of roots.filter((one) => coordinateOf(one) in openFields)) {
      const isSignedInOnly = directivesNamed(root.field, "authenticated").length === 1;
      expect({ field: coordinateOf(root), isSignedInOnly }).toEqual({
        field: coordinateOf(root),
        isSignedInOnly: true,
      });
    }
  });

  test("changes nothing without a scope of its own", () => {
    const changes = roots.filter(({ type }) => type.name.value === "Mutation");
    const bare = changes.filter(({ field }) => directivesNamed(field, "requiresScopes").length === 0);
    expect(bare.map(coordinateOf)).toEqual([]);
  });
});

describe("a protected field", () => {
  test("is nullable, because a refusal becomes null", () => {
    const guarded = fields.filter(isProtected);
    expect(guarded.length).toBeGreaterThan(20);
    // Who reaches a payload has made the change, and asks for no more to be told why it failed: hub lint looks at it.
    const isError = ({ type, field }: (typeof guarded)[number]) =>
      type.name.value.endsWith("Payload") && field.name.value === "errors";
    expect(
      guarded.filter((one) => one.field.type.kind === Kind.NON_NULL_TYPE && !isError(one)).map(coordinateOf),
    ).toEqual([]);
  });
});

describe("a masked field", () => {
  const masked = fields.filter(({ field }) => directivesNamed(field, "mask").length > 0);

  test("is text, is not a list, and is masked once", () => {
    expect(masked.length).toBeGreaterThan(0);
    for (const one of masked) {
      expect({ field: coordinateOf(one), type: one.field.type }).toMatchObject({
        type: { kind: Kind.NAMED_TYPE, name: { value: "String" } },
      });
      expect(directivesNamed(one.field, "mask")).toHaveLength(1);
    }
  });

  test("is unmasked by a scope of its own department that there is", () => {
    for (const { department, field } of masked) {
      const [directive] = directivesNamed(field, "mask");
      const unless = directive?.arguments?.find((one) => one.name.value === "unless")?.value;
      const scope = unless?.kind === Kind.STRING ? unless.value : "";
      expect(allScopes).toContain(scope);
      expect(scope.startsWith(`${department}:read:`)).toBe(true);
    }
  });

  test("stays masked to whoever may only read its type", () => {
    const lifted = masked.flatMap(({ type, field }) =>
      directivesNamed(field, "mask").flatMap((directive) =>
        (directive.arguments ?? []).flatMap(({ name, value }) =>
          name.value === "unless" && textsIn(directivesNamed(type, "requiresScopes")).includes(textOf(value))
            ? [`${type.name.value}.${field.name.value}`]
            : [],
        ),
      ),
    );
    expect(lifted).toEqual([]);
  });
});

describe("a rule", () => {
  const rules = [...types, ...fields.map(({ field }) => field)].flatMap((node) => [
    ...directivesNamed(node, "requiresScopes"),
    ...directivesNamed(node, "policy"),
  ]);

  // An empty rule is dropped by the composition, and what it meant to close would be open.
  test("names at least one right in each alternative", () => {
    expect(rules.length).toBeGreaterThan(20);
    for (const rule of rules) {
      const [list] = rule.arguments ?? [];
      const alternatives = list?.value.kind === Kind.LIST ? list.value.values : [];
      expect(alternatives.length).toBeGreaterThan(0);
      for (const alternative of alternatives) {
        expect(alternative.kind === Kind.LIST ? alternative.values.length : 0).toBeGreaterThan(0);
      }
    }
  });

  test("names scopes and policies that there are", () => {
    const scopes = textsIn(rules.filter(({ name }) => name.value === "requiresScopes"));
    expect(scopes.filter((scope) => !allScopes.includes(scope))).toEqual([]);
    const policies = textsIn(rules.filter(({ name }) => name.value === "policy"));
    expect([...new Set(policies)]).toEqual(["purpose"]);
  });

  test("stands on objects and fields only, never on what an object could be reached around by", () => {
    const others = departments.flatMap(({ document }) =>
      document.definitions.filter((node) => node.kind !== Kind.OBJECT_TYPE_DEFINITION && "directives" in node),
    );
    const guarded = others.filter((node) => "directives" in node && asksForRight(node.directives as never));
    expect(guarded).toEqual([]);
  });
});

describe("a person", () => {
  test("is marked in every department that knows one, and asks for a purpose in each", () => {
    const residents = types.filter((type) => type.name.value === "Resident");
    expect(residents.length).toBeGreaterThan(1);
    for (const type of residents) {
      expect(directivesNamed(type, "person")).toHaveLength(1);
      expect(textsIn(directivesNamed(type, "policy"))).toEqual(["purpose"]);
    }
  });
});

describe("every scope", () => {
  test("is asked for by some field, so that none opens anything unseen", () => {
    const asked = textsIn(
      [...types, ...fields.map(({ field }) => field)].flatMap((node) => directivesNamed(node, "requiresScopes")),
    );
    const lifting = fields.flatMap(({ field }) =>
      directivesNamed(field, "mask").flatMap((one) => (one.arguments ?? []).map(({ value }) => textOf(value))),
    );
    expect(allScopes.filter((scope) => !asked.includes(scope) && !lifting.includes(scope))).toEqual([]);
  });
});

describe("every type", () => {
  const described = departments.flatMap(({ document }) =>
    document.definitions.flatMap((node) => {
      const isDescribed = "description" in node && "name" in node && node.kind !== Kind.OPERATION_DEFINITION;
      if (!isDescribed || ["Query", "Mutation"].includes(node.name.value)) return [];
      const { description } = node as { description?: StringValueNode | undefined };
      return [{ name: node.name.value, description: description?.value ?? "" }];
    }),
  );

  test("has a description", () => {
    expect(described.length).toBeGreaterThan(15);
    expect(described.filter(({ description }) => description.trim().length < 10).map(({ name }) => name)).toEqual([]);
  });

  test("that is an object says who owns it", () => {
    const objects = types.filter((type) => !isRoot(type.name.value));
    const ownerless = objects.filter((type) => !(type.description?.value ?? "").includes("Owner:"));
    expect(ownerless.map((type) => type.name.value)).toEqual([]);
  });

  test("and every field names no scope in its description", () => {
    const texts = [
      ...described.map(({ description }) => description),
      ...fields.map(({ field }) => field.description?.value ?? ""),
    ].join("\n");
    expect(allScopes.filter((scope) => texts.includes(scope))).toEqual([]);
    expect(texts).not.toMatch(/\b[a-z-]+:(read|write)\b/);
  });
});

function textOf(value: ValueNode): string {
  return value.kind === Kind.STRING ? value.value : "";
}

function textsIn(directives: readonly { arguments?: readonly { value: ValueNode }[] | undefined }[]): string[] {
  const within = (value: ValueNode): string[] => {
    if (value.kind === Kind.LIST) return value.values.flatMap(within);
    return value.kind === Kind.STRING ? [value.value] : [];
  };
  return directives.flatMap((directive) => (directive.arguments ?? []).flatMap(({ value }) => within(value)));
}
