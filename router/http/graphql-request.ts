import { readHeaderEntry } from "../../subgraphs/shared/header-list.ts";

/** The HTTP request holds no GraphQL request; the message says what was wrong. */
export class BadRequest extends Error {
  readonly status: number;

  constructor(message: string, status = 400) {
    super(message);
    this.status = status;
  }
}

export interface ParsedRequest {
  /** Null when the document is named by its hash. */
  query: string | null;
  /** SHA-256 of the document, in lower case hexadecimal digits; null when the request names none. */
  hash: string | null;
  /** The hash stands in the older form, `extensions.persistedQuery`, whose clients expect answers of their own. */
  isPersistedQuery: boolean;
  operationName: string | null;
  variables: Readonly<Record<string, unknown>>;
}

/** Reads a POST body (GraphQL over HTTP, section 5). Batches are refused: each request is recorded alone. */
export function parsePost(contentType: string | undefined, body: string): ParsedRequest {
  const { value: mediaType, parameters } = readHeaderEntry(contentType ?? "");
  if (mediaType !== "application/json" || (parameters.get("charset") ?? "utf-8") !== "utf-8") {
    throw new BadRequest("Send content-type: application/json in UTF-8.", 415);
  }
  const parsed = parseJson(body, "The body");
  if (Array.isArray(parsed)) throw new BadRequest("Batches are not accepted: send one operation a request.");
  if (!isRecord(parsed)) throw new BadRequest("The body must be a JSON object with query.");
  return readFields(parsed);
}

/** Reads a query from the URL (GraphQL over HTTP, section 5.3). */
export function parseGet(url: string): ParsedRequest {
  const { search, searchParams: parameters } = new URL(url, "http://hub.invalid");
  if (!isPercentEncodedUtf8(search)) throw new BadRequest("The URL is not percent-encoded UTF-8.");
  const json = (name: string): unknown => {
    const text = parameters.get(name);
    return text === null || text === "" ? undefined : parseJson(text, name);
  };
  return readFields({
    query: parameters.get("query") ?? undefined,
    documentId: parameters.get("documentId") ?? undefined,
    operationName: parameters.get("operationName") ?? undefined,
    variables: json("variables"),
    extensions: json("extensions"),
  });
}

/** What is not would be read as other characters. */
function isPercentEncodedUtf8(search: string): boolean {
  try {
    decodeURIComponent(search);
    return true;
  } catch {
    return false;
  }
}

function readFields(fields: Record<string, unknown>): ParsedRequest {
  const { query, operationName, variables, extensions } = fields;
  const isWithoutQuery = isMissing(query) || query === "";
  if (!isWithoutQuery && typeof query !== "string") throw new BadRequest("query must be a GraphQL document.");
  if (!isMissing(operationName) && typeof operationName !== "string") {
    throw new BadRequest("operationName must be a string.");
  }
  if (!isMissing(variables) && !isRecord(variables)) throw new BadRequest("variables must be an object.");
  if (!isMissing(extensions) && !isRecord(extensions)) throw new BadRequest("extensions must be an object.");
  const persistedQuery = isRecord(extensions) ? extensions["persistedQuery"] : undefined;
  const hash = readHash(fields["documentId"], persistedQuery);
  if (isWithoutQuery && hash === null) {
    throw new BadRequest("query must be a GraphQL document, or documentId the hash of a published one.");
  }
  return {
    query: isWithoutQuery ? null : query,
    hash,
    isPersistedQuery: hash !== null && isMissing(fields["documentId"]),
    operationName: typeof operationName === "string" && operationName !== "" ? operationName : null,
    variables: isRecord(variables) ? variables : {},
  };
}

const DOCUMENT_ID = /^sha256:([0-9a-f]{64})$/;
const HASH = /^[0-9a-f]{64}$/;

/** Reads `documentId` (GraphQL over HTTP, appendix A) or the older `extensions.persistedQuery.sha256Hash`. */
function readHash(documentId: unknown, persistedQuery: unknown): string | null {
  const older = isRecord(persistedQuery) ? persistedQuery["sha256Hash"] : undefined;
  const named = typeof documentId === "string" ? DOCUMENT_ID.exec(documentId)?.[1] : undefined;
  if (!isMissing(documentId) && named === undefined) {
    throw new BadRequest("documentId must be sha256: and 64 hexadecimal digits in lower case.");
  }
  if (isMissing(older)) return named ?? null;
  if (typeof older !== "string" || !HASH.test(older)) {
    throw new BadRequest("extensions.persistedQuery.sha256Hash must be 64 hexadecimal digits in lower case.");
  }
  if (named !== undefined && named !== older) throw new BadRequest("documentId and sha256Hash name two documents.");
  return older;
}

function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new BadRequest(`${what} is not JSON.`);
  }
}

function isMissing(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
