import type { SubgraphError, SubgraphReply } from "../subgraphs/shared/subgraph-call.ts";
import type { Viewer } from "../subgraphs/shared/viewer.ts";
import { LoggableError } from "./logged-error.ts";
import { isFields } from "./merge.ts";
import type { DepartmentCall, Transport } from "./run.ts";

/** Entities in one call; a department should not have to answer for hundreds of people at once. */
const MOST_ENTITIES = 200;

interface Waiting {
  readonly call: DepartmentCall;
  readonly sizes: readonly number[];
  readonly resolve: (reply: SubgraphReply) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Joins entity fetches that one viewer's concurrent requests make of a department in one turn of the event loop.
 * The viewer object itself is the key: it stands for one token and one purpose, so nothing that could decide the
 * answer, and nothing that is recorded, differs between the joined requests.
 */
export function joined(transport: Transport): Transport {
  const open = new WeakMap<Viewer, Map<string, Waiting[]>>();

  const flush = (viewer: Viewer, key: string): void => {
    const groups = open.get(viewer);
    const group = groups?.get(key) ?? [];
    groups?.delete(key);
    sendTogether(transport, group).catch((error: unknown) => {
      for (const waiting of group) waiting.reject(error);
    });
  };

  return {
    ...transport,
    send(call) {
      const { entities, viewer } = call;
      if (entities === undefined) return transport.send(call);
      const sizes = entities.map(({ variable }) => listIn(call, variable).length);
      const groups = open.get(viewer) ?? new Map<string, Waiting[]>();
      open.set(viewer, groups);
      const key = keyOf(call);
      return new Promise<SubgraphReply>((resolve, reject) => {
        const group = groups.get(key);
        const waiting = { call, sizes, resolve, reject };
        if (group !== undefined && sizeOf(group) + sizeOf([waiting]) <= MOST_ENTITIES) {
          group.push(waiting);
          return;
        }
        if (group !== undefined) flush(viewer, key);
        groups.set(key, [waiting]);
        setImmediate(() => {
          if (groups.get(key)?.includes(waiting) === true) flush(viewer, key);
        });
      });
    },
  };
}

/** The operation and every variable but the lists of entities. */
function keyOf({ operation, variables, entities = [] }: DepartmentCall): string {
  const lists = new Set(entities.map(({ variable }) => variable));
  const others = Object.entries(variables).filter(([name]) => !lists.has(name));
  return `${operation}\n${JSON.stringify(others)}`;
}

function sizeOf(group: readonly Waiting[]): number {
  return group.reduce((total, { sizes }) => total + sizes.reduce((sum, size) => sum + size, 0), 0);
}

function listIn(call: DepartmentCall, variable: string): readonly unknown[] {
  const list = call.variables[variable];
  return Array.isArray(list) ? list : [];
}

async function sendTogether(transport: Transport, group: readonly Waiting[]): Promise<void> {
  const [first] = group;
  if (first === undefined) return;
  if (group.length === 1) return first.resolve(await transport.send(first.call));
  const { entities = [], variables } = first.call;
  const together: Record<string, unknown> = { ...variables };
  for (const { variable } of entities) together[variable] = group.flatMap(({ call }) => listIn(call, variable));
  const reply = await transport.send({ ...first.call, variables: together });
  checkPositions(reply, first.call, together);
  const starts = entities.map(() => 0);
  for (const waiting of group) {
    waiting.resolve(partOf(reply, waiting, [...starts]));
    waiting.sizes.forEach((size, at) => (starts[at] = (starts[at] ?? 0) + size));
  }
}

/** A list with more or fewer entities than were asked for says of none of them whose it is. */
function checkPositions(
  { data }: SubgraphReply,
  { entities = [] }: DepartmentCall,
  asked: Record<string, unknown>,
): void {
  for (const { key, variable } of entities) {
    const [list, wanted] = [isFields(data) ? data[key] : undefined, asked[variable]];
    if (Array.isArray(list) && Array.isArray(wanted) && list.length !== wanted.length) {
      throw new LoggableError(`${wanted.length} entities were asked for, and ${list.length} came`);
    }
  }
}

/** The part of the reply that belongs to one of the joined calls, as if it had been alone. */
function partOf(reply: SubgraphReply, { call, sizes }: Waiting, starts: readonly number[]): SubgraphReply {
  const { entities = [] } = call;
  const data: Record<string, unknown> = {};
  entities.forEach(({ key }, at) => {
    const list: unknown = isFields(reply.data) ? reply.data[key] : undefined;
    const start = starts[at] ?? 0;
    data[key] = Array.isArray(list) ? (list as unknown[]).slice(start, start + (sizes[at] ?? 0)) : list;
  });
  const errors = (reply.errors ?? []).flatMap((error): SubgraphError[] => {
    const [key, position, ...rest] = error.path ?? [];
    const at = entities.findIndex((entity) => entity.key === key);
    if (at === -1 || typeof position !== "number") return [error];
    const own = position - (starts[at] ?? 0);
    return own >= 0 && own < (sizes[at] ?? 0) ? [{ ...error, path: [key ?? "", own, ...rest] }] : [];
  });
  return errors.length === 0 ? { data } : { data, errors };
}
