import { type DocumentNode, visit } from "graphql";

/**
 * Throws when a department's own SDL links a specification, defines a directive, or uses one under a prefix. The
 * checks know permissions and masks by their names in the prelude; under another name they would be none.
 */
export function checkOwnDirectives(sdl: DocumentNode, department: string): void {
  const refuse = (name: string) => {
    throw new Error(
      `${department}/schema.graphql may not bring @${name}: prelude.graphql names every directive there is.`,
    );
  };
  visit(sdl, {
    DirectiveDefinition: ({ name }) => refuse(name.value),
    Directive: ({ name }) => (name.value === "link" || name.value.includes("__") ? refuse(name.value) : undefined),
  });
}
