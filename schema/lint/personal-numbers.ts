import { directivesNamed, textOf } from "../directives.ts";
import { joinedTypes } from "../join.ts";
import { fieldsSelected } from "./field-sets.ts";
import type { Finding } from "./finding.ts";
import { type Graph, type GraphField, isMasked, isPublic, namedType } from "./graph.ts";

/** Scalars whose values point at one person. A new one goes here, and lint asks for its masks. */
const PERSONAL_SCALARS = new Set(["ResidentIdNumber", "PhoneNumber", "BankCardNumber"]);

/** Names under which such a value is kept as plain text. */
const PERSONAL_NAME =
  /^(?:id(?:entity)?(?:Card)?Numbers?|(?:mobile|tele)?phones?(?:Numbers?)?|bank(?:Card|Account)(?:Numbers?)?)$/i;

const HANDLES = new Set(["cursor", "startCursor", "endCursor", "id"]);

/** A personal number is masked at every field that gives it, or the field says why it is no person's. */
export function findUnmaskedNumbers({ fields }: Graph): Finding[] {
  return fields.flatMap((field) => {
    const { coordinate, node } = field;
    const holdsNumber = PERSONAL_SCALARS.has(field.result) || PERSONAL_NAME.test(node.name.value);
    if (!holdsNumber || !field.isVisible || isMasked(field) || isPublic(node)) return [];
    const message = "it gives a personal number without @mask. Mask it, or say whose it is with @public(reason:).";
    return [{ rule: "unmasked-number", coordinate, message }];
  });
}

/** Keys, ids and cursors travel through addresses, logs and caches: no personal number is one, or part of one. */
export function findPersonalHandles(graph: Graph): Finding[] {
  return [...findPersonalKeys(graph), ...findPersonalIds(graph)];
}

function findPersonalKeys(graph: Graph): Finding[] {
  const types = new Map(graph.fields.map(({ type }) => [type.name.value, type]));
  return [...types].flatMap(([name, type]) => {
    const written = directivesNamed(type, "key").map((directive) => textOf(directive, "fields"));
    const composed = joinedTypes(type).map(({ key }) => key);
    return [...new Set([...written, ...composed])]
      .filter((key) => key !== "")
      .flatMap((key) => fieldsSelected(graph, name, key).filter(isPersonal))
      .map(({ coordinate }) => ({
        rule: "personal-key",
        coordinate: name,
        message: `its key holds ${coordinate}, a personal number. Use an opaque id as the key.`,
      }));
  });
}

function findPersonalIds({ fields }: Graph): Finding[] {
  const message =
    "a personal number is no id and no cursor. Give an opaque value here, and the number a field of its own.";
  return fields.flatMap((field) => {
    const isHandle = field.result === "ID" || HANDLES.has(field.node.name.value);
    const found = isHandle && isPersonal(field) ? [{ rule: "personal-id", coordinate: field.coordinate, message }] : [];
    const asked = (field.node.arguments ?? []).filter(
      ({ name, type }) => namedType(type) === "ID" && PERSONAL_NAME.test(name.value),
    );
    return [
      ...found,
      ...asked.map(({ name }) => ({
        rule: "personal-id",
        coordinate: `${field.coordinate}(${name.value}:)`,
        message: "it takes a personal number as an ID. Give it the scalar of that number.",
      })),
    ];
  });
}

function isPersonal(field: GraphField): boolean {
  return isMasked(field) || PERSONAL_SCALARS.has(field.result) || PERSONAL_NAME.test(field.node.name.value);
}
