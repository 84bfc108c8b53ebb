/** The HTTP request holds no GraphQL request; the message says what was wrong. */
export class BadRequest extends Error {
  readonly status: number;

  constructor(message: string, status = 400) {
    super(message);
    this.status = status;
  }
}

export interface ParsedRequest {
  query: string;
  operationName: string | null;
  variables: Readonly<Record<string, unknown>>;
}

/** Reads a POST body (GraphQL over HTTP, section 5). Batches are refused: each request is recorded alone. */
export function parsePost(contentType: string | undefined, body: string): ParsedRequest {
  const [mediaType, ...parameters] = (contentType ?? "").toLowerCase().split(/\s*;\s*/);
  const charset = parameters.find((parameter) => parameter.startsWith("charset="))?.slice("charset=".length);
  if (mediaType !== "application/json" || (charset !== undefined && charset.replaceAll('"', "") !== "utf-8")) {
    throw new BadRequest("Send content-type: application/json in UTF-8.", 415);
  }
  const parsed = parseJson(body, "The body");
  if (Array.isArray(parsed)) throw new BadRequest("Batches are not accepted: send one operation a request.");
  if (!isRecord(parsed)) throw new BadRequest("The body must be a JSON object with query.");
  return readFields(parsed);
}

/** Reads a query from the URL (GraphQL over HTTP, section 5.3). */
export function parseGet(url: string): ParsedRequest {
  const parameters = new URL(url, "http://hub.invalid").searchParams;
  const json = (name: string): unknown => {
    const text = parameters.get(name);
    return text === null || text === "" ? undefined : parseJson(text, name);
  };
  return readFields({
    query: parameters.get("query") ?? undefined,
    operationName: parameters.get("operationName") ?? undefined,
    variables: json("variables"),
    extensions: json("extensions"),
  });
}

function readFields(fields: Record<string, unknown>): ParsedRequest {
  const { query, operationName, variables, extensions } = fields;
  if (typeof query !== "string" || query === "") throw new BadRequest("query must be a GraphQL document.");
  if (!isMissing(operationName) && typeof operationName !== "string") {
    throw new BadRequest("operationName must be a string.");
  }
  if (!isMissing(variables) && !isRecord(variables)) throw new BadRequest("variables must be an object.");
  if (!isMissing(extensions) && !isRecord(extensions)) throw new BadRequest("extensions must be an object.");
  return {
    query,
    operationName: typeof operationName === "string" && operationName !== "" ? operationName : null,
    variables: isRecord(variables) ? variables : {},
  };
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
