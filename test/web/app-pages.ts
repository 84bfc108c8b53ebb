import { Kind, parse } from "graphql";
import ts from "typescript";
import { pagesOf } from "../../web/shell/pages.ts";
import { listFiles, readText } from "../repository/tree.ts";
import type { Holder } from "../support/sdl-rules.ts";
import { loadedWith, readModule } from "./web-modules.ts";

const ROUTES = "web/routes.tsx";
// It names every page there is, and which of them are for whom is what is asked here.
const LISTS_ALL = new Set(["web/shell/pages.ts", ROUTES]);
const FRAME = ["web/shell/shell.tsx", "web/shell/signed-in.tsx"];

/** The file behind each address, by the address's first part. */
const filesOfAddress = readRoutes();

/** Root fields that each published operation asks for. */
const rootsOfOperation: ReadonlyMap<string, readonly string[]> = new Map(
  listFiles()
    .filter((path) => /^schema\/operations\/.*\.graphql$/.test(path))
    .flatMap((path) => parse(readText(path)).definitions)
    .flatMap((definition) => {
      if (definition.kind !== Kind.OPERATION_DEFINITION) return [];
      const type = { query: "Query", mutation: "Mutation", subscription: "Subscription" }[definition.operation];
      const fields = definition.selectionSet.selections.flatMap((one) =>
        one.kind === Kind.FIELD ? [`${type}.${one.name.value}`] : [],
      );
      return [[definition.name?.value ?? "", fields] as const];
    }),
);

/** Coordinates of the root fields that these files send. */
export function rootsSentBy(files: readonly string[]): Set<string> {
  const operations = files.flatMap((file) => readModule(file).operations);
  return new Set(operations.flatMap((operation) => rootsOfOperation.get(operation) ?? []));
}

/** Every file of the app that somebody with the role can open: the own pages, and those they lead to. */
export function filesFor({ role, department }: Holder): string[] {
  const files = new Set(FRAME.flatMap((file) => loadedWith(file, LISTS_ALL)));
  const opened = new Set<string>();
  const open = (address: string): void => {
    if (opened.has(address)) return;
    opened.add(address);
    for (const page of filesOfAddress.get(address) ?? []) {
      for (const file of loadedWith(page, LISTS_ALL)) {
        files.add(file);
        for (const next of readModule(file).addresses) open(next);
      }
    }
  };
  for (const { path } of pagesOf([role], department ?? null)) open(path.slice(1).split("/")[0] ?? "");
  for (const file of [...files]) for (const next of readModule(file).addresses) open(next);
  return [...files];
}

function readRoutes(): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  const source = ts.createSourceFile(ROUTES, readText(ROUTES), ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const shared = new Map<string, string>();
  const fileIn = (node: ts.Node): string | undefined => /import\("\.\/([^"]+)"\)/.exec(node.getText(source))?.[1];
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name)) {
      const file = fileIn(node);
      if (file !== undefined && !node.getText(source).includes("path:")) shared.set(node.name.text, file);
    }
    if (ts.isObjectLiteralExpression(node)) {
      const valueOf = (name: string) =>
        node.properties.find((one) => ts.isPropertyAssignment(one) && one.name.getText(source) === name);
      const [path, lazy] = [valueOf("path"), valueOf("lazy")];
      if (path !== undefined && lazy !== undefined && ts.isPropertyAssignment(path) && ts.isPropertyAssignment(lazy)) {
        const file = fileIn(lazy) ?? shared.get(lazy.initializer.getText(source));
        const address = ts.isStringLiteral(path.initializer) ? (path.initializer.text.split("/")[0] ?? "") : "";
        if (file !== undefined) found.set(address, [...(found.get(address) ?? []), `web/${file}`]);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}
