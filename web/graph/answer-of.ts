import type { CombinedError } from "urql";
import { type Answer, createAnswer } from "./field-state.ts";

/** A result of the client, as far as it says what became of values. */
interface Result {
  readonly error?: CombinedError | undefined;
  readonly extensions?: Record<string, unknown> | undefined;
  readonly hasNext?: boolean;
}

export function answerOf({ error, extensions, hasNext }: Result): Answer {
  const faults = (error?.graphQLErrors ?? []).map((fault) => ({ path: fault.path, code: codeOf(fault.extensions) }));
  // The client keeps what parts before the last one said; the last one waits for nothing.
  const pending = hasNext === true ? paths(extensions?.["pending"]) : [];
  return createAnswer({ faults, masked: strings(extensions?.["masked"]), pending });
}

/** Why there is no answer at all; null when there is one. */
export type Failure = "signed-out" | "busy" | "refused" | "offline" | "failed";

export function failureOf({ error, data }: Result & { data?: unknown }): Failure | null {
  if (error === undefined || data != null) return null;
  const status = (error.response as Response | undefined)?.status;
  if (status === 401) return "signed-out";
  if (status === 503) return "busy";
  if (error.networkError !== undefined && status === undefined) return "offline";
  const codes = error.graphQLErrors.map((fault) => codeOf(fault.extensions));
  if (codes.includes("UNAUTHORIZED_FIELD_OR_TYPE")) return "refused";
  return "failed";
}

function codeOf(extensions: unknown): string {
  const code = (extensions as { code?: unknown } | undefined)?.code;
  return typeof code === "string" ? code : "INTERNAL";
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

function paths(value: unknown): string[][] {
  return Array.isArray(value) ? value.map(strings) : [];
}
