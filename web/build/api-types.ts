import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { codegen } from "@graphql-codegen/core";
import { preset } from "@graphql-codegen/client-preset";
import { buildSchema, type DefinitionNode, type DocumentNode, Kind, parse, print } from "graphql";

const root = new URL("../../", import.meta.url);
const operations = fileURLToPath(new URL("schema/operations/", root));
const generated = fileURLToPath(new URL("web/generated/", root));

/**
 * Writes the types of the published operations, and their documents with the hash each is published by. What is
 * unchanged is left alone, so that a watching tool does not start again.
 */
export async function writeApiTypes(): Promise<void> {
  const schemaText = readFileSync(new URL("schema/api.graphql", root), "utf8");
  const schemaAst = buildSchema(schemaText);
  const hashes = publishedHashes();
  const sections = await preset.buildGeneratesSection({
    baseOutputDir: generated,
    schema: parse(schemaText),
    schemaAst,
    documents: readDocuments(),
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
}

/** One document for each operation and fragment: a fragment that two files hold is the same in both, and is typed once. */
function readDocuments() {
  const files = readdirSync(operations).filter((name) => name.endsWith(".graphql"));
  const definitions = new Map<string, { location: string; definition: DefinitionNode }>();
  for (const name of files.sort()) {
    for (const definition of parse(readFileSync(operations + name, "utf8")).definitions) {
      const key = definitionKey(definition);
      const known = definitions.get(key);
      if (known !== undefined && print(known.definition) !== print(definition)) {
        throw new Error(`schema/operations/: ${key} differs between ${known.location} and ${name}.`);
      }
      definitions.set(key, { location: name, definition });
    }
  }
  return [...definitions.values()].map(({ location, definition }) => ({
    location,
    document: { kind: Kind.DOCUMENT as const, definitions: [definition] },
    rawSDL: print(definition),
  }));
}

function definitionKey(definition: DefinitionNode): string {
  const name = "name" in definition ? definition.name : undefined;
  return `${definition.kind} ${name === undefined ? "" : name.value}`;
}

/** The name of each published operation, and the SHA-256 by which the hub knows it. */
function publishedHashes(): Map<string, string> {
  const manifest = JSON.parse(readFileSync(`${operations}manifest.json`, "utf8")) as Record<string, string>;
  return new Map(Object.entries(manifest).map(([hash, text]) => [operationName(parse(text)), hash]));
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

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeApiTypes();
