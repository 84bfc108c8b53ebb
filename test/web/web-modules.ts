import { dirname, join, normalize } from "node:path";
import ts from "typescript";
import { hasFile, readText } from "../repository/tree.ts";

/** A file of the app, as far as it decides what is sent and where one can go. */
export interface Module {
  /** Operations whose document it imports to send them. */
  readonly operations: readonly string[];
  /** Files it loads, now or later. */
  readonly imports: readonly string[];
  /** Addresses it names, by their first part: `/items/1` is `items`. */
  readonly addresses: readonly string[];
}

const GENERATED = "web/generated/graphql.ts";
const known = new Map<string, Module>();

export function readModule(path: string): Module {
  const module = known.get(path) ?? parseModule(path);
  known.set(path, module);
  return module;
}

/** Every file that is loaded with this one, itself included; none of `besides`. */
export function loadedWith(path: string, besides: ReadonlySet<string> = new Set()): string[] {
  const loaded = new Set<string>();
  const add = (one: string): void => {
    if (loaded.has(one) || besides.has(one)) return;
    loaded.add(one);
    for (const next of readModule(one).imports) add(next);
  };
  add(path);
  return [...loaded];
}

function parseModule(path: string): Module {
  const source = ts.createSourceFile(path, readText(path), ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const operations: string[] = [];
  const imports: string[] = [];
  const addresses: string[] = [];
  const load = (specifier: string): void => {
    if (!specifier.startsWith(".")) return;
    const file = normalize(join(dirname(path), specifier));
    if (/\.tsx?$/.test(file) && file !== GENERATED && hasFile(file)) imports.push(file);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
      // What is imported for its type alone is not loaded, and nothing of it is sent.
      if (node.importClause?.phaseModifier !== ts.SyntaxKind.TypeKeyword) load(node.moduleSpecifier.text);
      operations.push(...documentsIn(node));
      return;
    }
    const [argument] = ts.isCallExpression(node) ? node.arguments : [];
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      if (argument !== undefined && ts.isStringLiteral(argument)) load(argument.text);
    }
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node)) {
      const first = /^\/([a-z][a-z-]*)/.exec(node.text)?.[1];
      if (first !== undefined) addresses.push(first);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return { operations, imports, addresses };
}

function documentsIn({ importClause }: ts.ImportDeclaration): string[] {
  const named = importClause?.namedBindings;
  if (importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword || named === undefined || !ts.isNamedImports(named))
    return [];
  return named.elements.flatMap(({ isTypeOnly, propertyName, name }) => {
    const operation = /^(\w+)Document$/.exec((propertyName ?? name).text)?.[1];
    return isTypeOnly || operation === undefined ? [] : [operation];
  });
}
