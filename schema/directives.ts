import { type ConstDirectiveNode, Kind, type ValueNode } from "graphql";

export interface Annotated {
  readonly directives?: readonly ConstDirectiveNode[] | undefined;
}

export function directivesNamed(node: Annotated, name: string): ConstDirectiveNode[] {
  return (node.directives ?? []).filter((directive) => directive.name.value === name);
}

export function argumentOf(directive: ConstDirectiveNode, name: string): ValueNode | undefined {
  return directive.arguments?.find((argument) => argument.name.value === name)?.value;
}

/** The text of an argument; empty when there is none. */
export function textOf(directive: ConstDirectiveNode, name: string): string {
  const value = argumentOf(directive, name);
  return value?.kind === Kind.STRING ? value.value : "";
}

/** The value of an enum that an argument names; null when there is none. */
export function enumValueOf(directive: ConstDirectiveNode, name: string): string | null {
  const value = argumentOf(directive, name);
  return value?.kind === Kind.ENUM ? value.value : null;
}

export function isTrue(directive: ConstDirectiveNode, name: string): boolean {
  const value = argumentOf(directive, name);
  return value?.kind === Kind.BOOLEAN && value.value;
}
