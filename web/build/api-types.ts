import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { codegen } from "@graphql-codegen/core";
import { preset } from "@graphql-codegen/client-preset";
import { buildSchema, type DefinitionNode, type DocumentNode, Kind, parse, print } from "graphql";
import { shownFieldsOf, writeShownFields } from "./shown-fields.ts";

const root = new URL("../../", import.meta.url);
const generated = fileURLToPath(new URL("web/generated/", root));

/**
 * Writes the types of the published operations, their documents with the hash each is published by, and what a
 * resident's page shows. What is unchanged is left alone, so that a watching tool does not start again.
 */
export async function writeApiTypes(): Promise<void> {
  const schemaText = readFileSync(new URL("schema/api.graphql", root), "utf8");
  const schemaAst = buildSchema(schemaText);
  const manifest = readManifest();
  const hashes = new Map(manifest.map(([hash, document]) => [operationName(document), hash]));
  const sections = await preset.buildGeneratesSection({
    baseOutputDir: generated,
    schema: parse(schemaText),
    schemaAst,
    documents: documentsIn(manifest),
    config: {
      scalars: { Date: "string", DateTime: "string", ResidentIdNumber: "string" },
      strictScalars: true,
      useTypeImports: true,
      enumType: "string-literal",
      skipTypename: true,
    },
    plugins: [],
    pluginMap: {},
    presetConfig: {
      fragmentMasking: false,
      onExecutableDocumentNode: (document: DocumentNode) => ({ hash: hashes.get(operationName(document)) }),
    },
    documentTransforms: [],
  });
  mkdirSync(generated, { recursive: true });
  for (const section of sections.filter(({ filename }) => filename.endsWith("/graphql.ts"))) {
    writeWhenChanged(section.filename, await codegen({ ...section, documents: section.documents }));
  }
  const page = manifest.find(([, document]) => operationName(document) === "ResidentPage");
  if (page === undefined) throw new Error("The operation ResidentPage is not published.");
  writeWhenChanged(join(generated, "shown-fields.ts"), writeShownFields(shownFieldsOf(schemaAst, page[1])));
}

/** One document for each operation and fragment: what several operations are published with is typed once. */
function documentsIn(manifest: Manifest) {
  const definitions = manifest.flatMap(([, { definitions }]) => definitions);
  const once = new Map(definitions.map((definition) => [definitionKey(definition), definition]));
  return [...once.values()].map((definition) => ({
    location: "schema/operations/manifest.json",
    document: { kind: Kind.DOCUMENT as const, definitions: [definition] },
    rawSDL: print(definition),
  }));
}

function definitionKey(definition: DefinitionNode): string {
  const name = "name" in definition ? definition.name : undefined;
  return `${definition.kind} ${name === undefined ? "" : name.value}`;
}

/** Each published operation by the SHA-256 that the hub knows it by. */
type Manifest = readonly (readonly [hash: string, document: DocumentNode])[];

function readManifest(): Manifest {
  const texts = JSON.parse(readFileSync(new URL("schema/operations/manifest.json", root), "utf8")) as object;
  return Object.entries(texts).map(([hash, text]) => [hash, parse(String(text))]);
}

function operationName(document: DocumentNode): string {
  const operation = document.definitions.find((one) => one.kind === Kind.OPERATION_DEFINITION);
  return operation?.name?.value ?? "";
}

function writeWhenChanged(path: string, text: string): void {
  try {
    if (readFileSync(path, "utf8") === text) return;
  } catch {
    // Not there yet.
  }
  writeFileSync(path, text);
}
