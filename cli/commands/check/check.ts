import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { composedSupergraph } from "../../../hub/composed-supergraph.ts";
import { loadConfig } from "../../../hub/config/load-config.ts";
import { eventPartsOf } from "../../../hub/events/event-parts.ts";
import { readRootFile, rootUrl } from "../../../hub/installed-files.ts";
import { loadRoles } from "../../../hub/load-roles.ts";
import { OperatorError } from "../../../hub/operator-error.ts";
import { type AccessGraph, fieldName, readAccessGraph } from "../../../schema/access/access-graph.ts";
import { namesOf } from "../../../schema/access/audiences.ts";
import { type Concerned, residentsConcerned } from "../../../schema/access/residents-concerned.ts";
import type { Widening } from "../../../schema/access/widenings.ts";
import { composeEvents } from "../../../schema/events/compose-events.ts";
import type { EventBook } from "../../../schema/events/event-book.ts";
import { describeEventBreak, type EventBreak, findEventBreaks } from "../../../schema/events/event-breaks.ts";
import type { Roles } from "../../../schema/roles.ts";
import { loadSubgraphs } from "../../../subgraphs/index.ts";
import { composeLater } from "../compose/compose-later.ts";
import { readApprovedBase } from "./approved-base.ts";
import { compare, type Comparison, type OlderSchema, readOlderSchema } from "./compare.ts";
import { parseEventBook, readEventBase } from "./event-base.ts";
import { NoBaseError } from "./no-base-error.ts";
import { parseOlderRoles } from "./older-roles.ts";
import { countResidents } from "./resident-counts.ts";

interface CheckOptions {
  against?: string;
  roles?: string;
  events?: string;
  breaking?: boolean;
  json?: boolean;
}

interface Report extends Comparison {
  readonly against: string;
  readonly widenings: readonly (Widening & { readonly residents: Concerned })[] | null;
  readonly residents: number | "unknown";
  /** Null when there were no events to compare with. */
  readonly events: readonly EventBreak[] | null;
}

/**
 * Compares the departments and roles as they are with what was approved last, or with an older schema. True when no role sees
 * more or may do more, and every department goes on hearing what it hears (and nothing breaks).
 */
export async function check(options: CheckOptions): Promise<boolean> {
  const report = await compareWith(options).catch(nothingCompared);
  process.stdout.write(options.json === true ? `${JSON.stringify(report)}\n` : inWords(report, options));
  const isWider = report.roles.length > 0 || (report.widenings ?? []).length > 0;
  const isDeaf = (report.events ?? []).length > 0;
  return !isWider && !isDeaf && (options.breaking !== true || report.breaking.length === 0);
}

/** A script tells by the exit code whether something is wider or whether there was no comparison at all. */
function nothingCompared(error: unknown): never {
  throw error instanceof OperatorError ? new NoBaseError(error.message) : error;
}

async function compareWith(options: CheckOptions): Promise<Report> {
  const {
    against,
    events: eventsBefore,
    ...older
  } = options.against === undefined ? await approved() : await given(options.against);
  if (older.graph === null && options.roles !== undefined) {
    throw new OperatorError(`${against} holds no permissions, so --roles has nothing to go with: give a supergraph.`);
  }
  const roles = options.roles === undefined ? older.roles : parseOlderRoles(await read(options.roles), options.roles);
  const departments = await loadSubgraphs();
  const graph = readAccessGraph(await composedSupergraph(composeLater));
  const before =
    options.events === undefined ? eventsBefore : parseEventBook(await read(options.events), options.events);
  const now = composeEvents(eventPartsOf(departments));
  const comparison = compare({ ...older, roles }, { graph, roles: loadRoles() });
  const isWider = comparison.widenings !== null && comparison.widenings.length > 0;
  const counts = isWider ? await countResidents(loadConfig(), graph.departments) : null;
  const widenings = (comparison.widenings ?? []).map((widening) => ({
    ...widening,
    residents: residentsConcerned(graph, widening.coordinate, counts),
  }));
  return {
    against,
    ...comparison,
    widenings: comparison.widenings === null ? null : widenings,
    residents: counts?.overall ?? "unknown",
    events: before === null ? null : findEventBreaks(before, now),
  };
}

type Older = OlderSchema & { readonly against: string; readonly roles: Roles; readonly events: EventBook | null };

/** The state of the last approval, from the history of the repository. */
async function approved(): Promise<Older> {
  const folder = fileURLToPath(rootUrl("."));
  const base = await readApprovedBase(folder, currentFile);
  const against = `approved in ${base.commit}`;
  const older = readOlderSchema(base.supergraph, `The supergraph ${against}`);
  const roles = parseOlderRoles(base.roles, `schema/roles.yaml as ${against}`, scopesNamedIn(older.graph));
  return { against, ...older, roles, events: await readEventBase(folder, base.commit) };
}

function scopesNamedIn(graph: AccessGraph | null): string[] {
  const grants = graph?.coordinates.flatMap((coordinate) => {
    const { type, field } = fieldName(coordinate);
    return [...graph.rules.requirementOf(type, field).flat(2), graph.rules.maskOf(type, field)?.unless ?? ""];
  });
  return (grants ?? []).filter((grant) => grant.startsWith("scope:")).map((grant) => grant.slice("scope:".length));
}

/** A file of the caller's, with today's roles unless others are given beside it, and without events unless they are. */
async function given(file: string): Promise<Older> {
  return { against: file, ...readOlderSchema(await read(file), file), roles: loadRoles(), events: null };
}

function currentFile(path: string): string | null {
  try {
    return readRootFile(path);
  } catch {
    return null;
  }
}

async function read(file: string): Promise<string> {
  return readFile(file, "utf8").catch(() => {
    throw new OperatorError(`${file} can't be read: give the path of a file.`);
  });
}

function inWords({ against, widenings, roles, breaking, residents, events }: Report, options: CheckOptions): string {
  const than = `${options.against === undefined ? "" : "with "}${against}`;
  const lines =
    widenings === null
      ? [`${against} holds no permissions: only what clients would lose is compared.`]
      : widenings.length === 0
        ? [`No role sees more than ${than}.`]
        : [`Roles would see more than ${than}:`, ...widenings.flatMap((one) => describeWidening(one, residents))];
  if (roles.length > 0)
    lines.push(`Roles would be allowed more than ${than}:`, ...roles.map((one) => `  ${one.change}`));
  if (events !== null && events.length > 0)
    lines.push("Departments would no longer hear as they do:", ...events.map((one) => `  ${describeEventBreak(one)}`));
  if (breaking.length === 0) return `${[...lines, "Clients lose nothing."].join("\n")}\n`;
  const title = options.breaking === true ? "Clients would lose:" : "Warning: clients would lose:";
  return `${[...lines, title, ...breaking.map(({ description }) => `  ${description}`)].join("\n")}\n`;
}

function describeWidening(
  { coordinate, audiences, before, after, residents }: NonNullable<Report["widenings"]>[number],
  overall: Report["residents"],
): string[] {
  const whom = {
    unknown: "how many residents: unknown (no database)",
    none: "about no resident",
  };
  const concerned = typeof residents === "number" ? `about ${residents} of ${overall} residents` : whom[residents];
  return [`  ${coordinate}: ${before} → ${after}; ${concerned}`, `    ${namesOf(audiences).join(", ")}`];
}
