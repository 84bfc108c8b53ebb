import { parse } from "graphql";
import { OperatorError } from "../../../hub/operator-error.ts";
import { compose } from "../../../schema/compose.ts";
import { openHistory } from "./history.ts";

const APPROVED = "schema/permissions.approved.md";
const ROLES = "schema/roles.yaml";
const PRELUDE = "subgraphs/shared/prelude.graphql";
const SDL = /^subgraphs\/([^/]+)\/schema\.graphql$/;

/** What was approved last: the roles and the departments of the commit that changed the approved table. */
export interface ApprovedBase {
  readonly commit: string;
  readonly supergraph: string;
  readonly roles: string;
}

/**
 * Reads the last approval from the history of the folder. `currentOf` gives a file as it is now: a first commit that is
 * compared with itself would show nothing, and that is an error rather than a good answer.
 */
export async function readApprovedBase(
  folder: string,
  currentOf: (path: string) => string | null,
): Promise<ApprovedBase> {
  const history = openHistory(folder);
  if (await history.isShallow()) {
    throw new OperatorError(
      `this is a shallow clone, in which the last approval can't be found. Fetch all of it: git fetch --unshallow.`,
    );
  }
  const commit = await history.lastChangeOf(APPROVED);
  if (commit === null) {
    throw new OperatorError(`no commit has changed ${APPROVED}. Have the table approved first (CONTRIBUTING.md).`);
  }
  const files = (await history.filesIn(commit, "subgraphs")).filter((path) => SDL.test(path) || path === PRELUDE);
  const texts = new Map<string, string>();
  for (const path of [ROLES, ...files]) texts.set(path, await history.read(commit, path));
  const isSame = [...texts].every(([path, text]) => currentOf(path) === text);
  if (isSame && (await history.isWholeHistory(commit))) {
    throw new OperatorError(
      `${short(commit)}, the last approval, is the only commit, and would be compared with itself. ` +
        "Clone the repository with its history, or give --against a file.",
    );
  }
  return { commit: short(commit), supergraph: composed(commit, texts), roles: texts.get(ROLES) ?? "" };
}

function composed(commit: string, texts: ReadonlyMap<string, string>): string {
  const prelude = texts.get(PRELUDE) ?? "";
  const departments = [...texts].flatMap(([path, sdl]) => {
    const name = SDL.exec(path)?.[1];
    return name === undefined ? [] : [{ name, sdl }];
  });
  try {
    return compose(departments.map(({ name, sdl }) => ({ name, typeDefs: parse(`${prelude}\n${sdl}`) }))).supergraph;
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split("\n").at(-1) ?? "") : "";
    throw new OperatorError(
      `the departments as approved in ${short(commit)} do not compose: ${reason} Give --against a file.`,
    );
  }
}

function short(commit: string): string {
  return commit.slice(0, 10);
}
