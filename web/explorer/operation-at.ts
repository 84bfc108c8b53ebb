import { type DocumentNode, Kind, type OperationDefinitionNode, parse, print } from "graphql";

/** The operation a document asks for where the cursor stands; null when it cannot be read, or has none. */
export function operationAt(text: string, cursor: number): OperationDefinitionNode | null {
  const operations = (documentOf(text)?.definitions ?? []).filter((one) => one.kind === Kind.OPERATION_DEFINITION);
  const around = operations.find(({ loc }) => loc !== undefined && loc.start <= cursor && cursor <= loc.end);
  return around ?? operations[0] ?? null;
}

/** The text in the usual layout; null when it cannot be read, or holds comments, which would be lost. */
export function laidOut(text: string): string | null {
  const document = text.includes("#") ? null : documentOf(text);
  return document === null ? null : `${print(document)}\n`;
}

function documentOf(text: string): DocumentNode | null {
  try {
    return parse(text);
  } catch {
    return null;
  }
}
