import type {
  FlattenNodePathSegment,
  InputRewrite,
  OutputRewrite,
  RequiresSelection,
} from "@graphql-hive/router-query-planner";
import { type FieldNode, type GraphQLSchema, Kind, type SelectionSetNode } from "graphql";
import type { SubgraphError, SubgraphReply } from "../../subgraphs/shared/subgraph-call.ts";
import { type Fields, isFields } from "../departments/fields.ts";
import { answerError, unavailable } from "./answer-errors.ts";
import { askForIdentity, type Identity } from "./entity-identity.ts";
import { addFetch, pick, type PlanContext, responseKeys, rootSelection, callDepartment } from "./fetch-call.ts";
import { compileMerge } from "./merge.ts";
import { withoutImpossibleFragments } from "./possible-fragments.ts";
import { compileRepresentation } from "./representation.ts";
import { checkRequires } from "./required-fields.ts";
import { compileRewrites } from "./rewrites.ts";
import type { Run, Step } from "./run.ts";
import { compileTargets, keysOf, type Path } from "./targets.ts";

/** One `_entities` selection of a fetch. */
interface EntitySelection {
  key: string;
  variable: string;
  paths: readonly (readonly FlattenNodePathSegment[])[];
  requires: readonly RequiresSelection[];
  inputRewrites: readonly InputRewrite[];
  outputRewrites: readonly OutputRewrite[];
}

interface EntityFetch {
  service: string;
  operation: string;
  variableUsages: readonly string[];
  entities: readonly EntitySelection[];
}

/** Compiles a fetch of further fields of entities that are already in the data. */
export function compileEntityFetch(
  { schema, entityKeys, requiredFields, fetches }: PlanContext,
  fetch: EntityFetch,
): Step {
  const selections = rootSelection(fetch.operation);
  for (const { key, requires } of fetch.entities) {
    const asked = entitiesUnder(key, selections);
    if (asked !== undefined) checkRequires(fetch.service, asked, requires, requiredFields, schema);
  }
  const possible = withoutImpossibleFragments(fetch.operation, schema);
  const { operation, isSame } = askForIdentity(possible, fetch.service, entityKeys);
  const entities = fetch.entities.map((entity) => compileEntities(entity, selections, isSame, schema));
  const lists = fetch.entities.map(({ variable, key }) => ({ variable, key }));
  const usages = fetch.variableUsages;
  const own = addFetch(
    fetches,
    entities.flatMap(({ missing }) => missing),
  );
  return async (run) => {
    const batches = entities.map((entity) => entity.gather(run.data));
    if (batches.every((batch) => batch.representations.length === 0)) {
      run.onFetched?.(own);
      return;
    }
    const variables: Record<string, unknown> = pick(run.variables, usages);
    entities.forEach((entity, at) => (variables[entity.variable] = batches[at]?.representations ?? []));
    const reply = await callDepartment(run, fetch.service, operation, variables, lists);
    run.onFetched?.(own);
    entities.forEach((entity, at) => {
      const batch = batches[at];
      if (batch !== undefined) entity.scatter(run, batch, reply);
    });
  };
}

/** Representations without repeats, and for each the objects it stands for. */
interface Batch {
  representations: Fields[];
  targets: Fields[][];
}

function compileEntities(
  entity: EntitySelection,
  operation: SelectionSetNode,
  isSame: Identity["isSame"],
  schema: GraphQLSchema,
) {
  const walks = entity.paths.map((path) => compileTargets(path, schema));
  const represent = compileRepresentation(entity.requires, schema);
  const rewriteIn = compileRewrites(entity.inputRewrites, schema);
  const rewriteOut = compileRewrites(entity.outputRewrites, schema);
  const missing = missingPaths(entity, operation);
  const merge = compileMerge(schema);

  const gather = (data: Fields): Batch => {
    const batch: Batch = { representations: [], targets: [] };
    const known = new Map<string, number>();
    for (const walk of walks) {
      for (const target of walk.collect(data)) {
        const representation = represent(target);
        if (representation === null) continue;
        rewriteIn?.(representation);
        const key = JSON.stringify(representation);
        const at = known.get(key);
        if (at !== undefined) {
          batch.targets[at]?.push(target);
          continue;
        }
        known.set(key, batch.representations.length);
        batch.representations.push(representation);
        batch.targets.push([target]);
      }
    }
    return batch;
  };

  const scatter = (run: Run, batch: Batch, reply: SubgraphReply | null): void => {
    if (batch.representations.length === 0) return;
    const errors = (reply?.errors ?? []).filter((error) => error.path?.[0] === entity.key || !error.path);
    const found = isFields(reply?.data) ? reply.data[entity.key] : undefined;
    if (!Array.isArray(found) || !answersTheQuestion(found, batch.representations, isSame)) {
      if (errors.length === 0) for (const path of missing) run.errors.push(unavailable(path));
      else report(run, batch, errors);
      return;
    }
    rewriteOut?.(found);
    found.forEach((value: unknown, at) => {
      if (!isFields(value)) return;
      const [first, ...others] = batch.targets[at] ?? [];
      // Each object gets a copy of its own: a later fetch may add to one of them.
      for (const target of others) merge(target, structuredClone(value));
      if (first !== undefined) merge(first, value);
    });
    report(run, batch, errors);
  };

  const report = (run: Run, batch: Batch, errors: readonly SubgraphError[]): void => {
    if (errors.length === 0) return;
    const pathOf = new Map<Fields, Path>();
    for (const walk of walks) for (const { target, path } of walk.collectWithPaths(run.data)) pathOf.set(target, path);
    for (const error of errors) {
      const [, at, ...rest] = error.path ?? [];
      const targets = typeof at === "number" ? (batch.targets[at] ?? []) : batch.targets.flat();
      for (const target of targets) run.errors.push(answerError(error, [...(pathOf.get(target) ?? []), ...rest]));
    }
  };

  return { variable: entity.variable, missing, gather, scatter };
}

/** As many entities as asked for, in their order, each of them the one asked for or nothing. */
function answersTheQuestion(found: readonly unknown[], asked: readonly Fields[], isSame: Identity["isSame"]): boolean {
  if (found.length !== asked.length) return false;
  return found.every((value, at) => value === null || (isFields(value) && isSame(asked[at] ?? {}, value)));
}

/** The query paths that stay null when the fetch fails: one error for each. */
function missingPaths(entity: EntitySelection, operation: SelectionSetNode): string[][] {
  const set = entitiesUnder(entity.key, operation);
  const keys = set === undefined ? [] : responseKeys(set);
  const wanted = [...new Set(keys)].filter((key) => key !== "__typename");
  return entity.paths.flatMap((path) => wanted.map((key) => [...keysOf(path), key]));
}

/** What an operation selects on the entities under a response key. */
function entitiesUnder(key: string, operation: SelectionSetNode): SelectionSetNode | undefined {
  const field = operation.selections.find(
    (selection): selection is FieldNode =>
      selection.kind === Kind.FIELD && (selection.alias?.value ?? selection.name.value) === key,
  );
  return field?.selectionSet;
}
