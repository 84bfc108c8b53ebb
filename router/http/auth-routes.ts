import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import { readHeaderEntry } from "../../subgraphs/shared/header-list.ts";
import { isUnavailable } from "../../subgraphs/shared/postgres/database-fault.ts";
import { BodyTooLarge, BodyTooLate } from "../../subgraphs/shared/read-body.ts";
import { isStorable } from "../../subgraphs/shared/storable-text.ts";
import type { SignInOutcome, Counters } from "../telemetry/counters.ts";
import type { Log } from "../telemetry/logger.ts";
import { clientAddress } from "./caller.ts";
import { isSameSite } from "./csrf.ts";
import { readHeldBody } from "./held-body.ts";
import { type Holds, TooManyHeld } from "./holds.ts";
import { tellOfPlainHttp } from "./plain-http.ts";
import { sendText } from "./respond.ts";
import type { SignIn, Visit } from "./sign-in.ts";

export const AUTH_PATH = "/auth/";

export interface AuthParts {
  readonly signIn: SignIn;
  /** How many proxies of ours stand before the hub. */
  readonly proxies: number;
  readonly logger: Log;
  readonly counters: Counters;
  readonly bodies: Holds;
  readonly bodyWithinMs: number;
}

interface Answer {
  readonly status: number;
  readonly body: object;
  readonly cookies?: readonly string[];
  readonly retryAfterSeconds?: number;
}

/** What a call came to: an answer, and the word for it in log and metrics. */
type Told = readonly [SignInOutcome, Answer];

const MOST_BODY_BYTES = 8 * 1024;

// Long enough for any passphrase, and short enough that hashing it costs no more than another.
const storable = z.string().refine(isStorable);
const secret = storable.min(1).max(256);
const username = storable.min(1).max(128);
const bodies = {
  // A name that no account can have is a wrong name like any other.
  "/auth/sign-in/username": z.strictObject({
    username: z.string().min(1).max(128),
    password: z.string().min(1).max(256),
  }),
  "/auth/sign-out": z.strictObject({ everywhere: z.boolean().default(false) }),
  "/auth/token": z.strictObject({}),
  "/auth/activate": z.strictObject({ username, code: storable.min(1).max(64), password: secret }),
  "/auth/change-password": z.strictObject({ currentPassword: secret, newPassword: secret }),
};
type Path = keyof typeof bodies;

const error = (status: number, code: string, message: string, more: object = {}): Answer => ({
  status,
  body: { code, message, ...more },
});
const failed = (status: number, code: string, message: string): Told => ["bad-request", error(status, code, message)];

/** Answers everything below /auth/. Each try leaves one line in the log, without anything that was typed. */
export async function serveAuth(
  parts: AuthParts,
  request: IncomingMessage,
  response: ServerResponse,
  requestId: string,
): Promise<void> {
  const path = (request.url ?? "").split("?", 1)[0] ?? "";
  if (path === "/auth/settings" && request.method === "GET") {
    const settings = await parts.signIn.settings().catch((fault: unknown) => {
      if (!isUnavailable(fault)) throw fault;
      parts.logger.error({ requestId, call: path, error: fault }, "sign-in failed");
      return null;
    });
    if (settings === null) return sendAnswer(response, UNAVAILABLE);
    return sendText(response, 200, "application/json", JSON.stringify(settings));
  }
  if (!isPath(path) || !parts.signIn.takesPasswords)
    return sendAnswer(response, error(404, "NOT_FOUND", "There is nothing here."));
  if (request.method !== "POST") {
    response.setHeader("allow", "POST");
    return sendAnswer(response, error(405, "METHOD_NOT_ALLOWED", "Use POST."));
  }
  const address = clientAddress(request, parts.proxies);
  const [outcome, answer] = await answerPost(parts, path, request, address).catch((fault: unknown): Told => {
    parts.logger.error({ requestId, call: path, error: fault }, "sign-in failed");
    if (isUnavailable(fault)) return ["failed", UNAVAILABLE];
    return [
      "failed",
      error(500, "INTERNAL", "The hub could not answer: give the request id to the operator.", { requestId }),
    ];
  });
  parts.counters.signIns[outcome] += 1;
  tellOfPlainHttp(parts.logger, request, answer.cookies ?? []);
  // An operator looks for a blocked address by this line; no other line says where somebody was.
  const from = outcome === "address-blocked" ? { from: address } : {};
  parts.logger[QUIET.has(outcome) ? "debug" : "info"]({ requestId, call: path, outcome, ...from }, "sign-in");
  // What is left of a body is not waited for.
  if (!request.complete) response.setHeader("connection", "close");
  sendAnswer(response, answer);
}

/** Said each ten minutes for everybody who works. */
const QUIET: ReadonlySet<SignInOutcome> = new Set(["token"]);

function isPath(path: string): path is Path {
  return Object.hasOwn(bodies, path);
}

async function answerPost(parts: AuthParts, path: Path, request: IncomingMessage, address: string): Promise<Told> {
  const { signIn, bodies: waiting, bodyWithinMs } = parts;
  if (!isSameSite(request.headers)) {
    return ["cross-site", error(403, "CROSS_SITE", "Pages of other sites can't sign in here.")];
  }
  // A form of another site can send text, but not say that it is JSON.
  if (readHeaderEntry(request.headers["content-type"] ?? "").value !== "application/json") {
    return failed(415, "BAD_REQUEST", "Send content-type: application/json.");
  }
  const visit: Visit = { address, cookie: request.headers.cookie };
  let given: unknown;
  try {
    const holder = { address, account: null };
    const held = { bodies: waiting, holder, limitBytes: MOST_BODY_BYTES, withinMs: bodyWithinMs };
    given = JSON.parse(await readHeldBody(request, held));
  } catch (fault) {
    if (fault instanceof TooManyHeld) return ["busy", BUSY];
    if (fault instanceof BodyTooLate) return failed(408, "BAD_REQUEST", "The body did not arrive in time.");
    if (fault instanceof BodyTooLarge) return failed(413, "BAD_REQUEST", "The body is too long.");
    return failed(400, "BAD_REQUEST", "The body is not JSON.");
  }
  const read = bodies[path].safeParse(given);
  if (!read.success) {
    const names = Object.keys(bodies[path].shape).join(", ");
    return failed(400, "BAD_REQUEST", `The body must be an object of ${names === "" ? "nothing" : names}.`);
  }
  switch (path) {
    case "/auth/sign-in/username":
      return told(await signIn.signIn(bodies[path].parse(given), visit), WRONG_CREDENTIALS, "wrong-credentials");
    case "/auth/activate":
      return told(await signIn.activate(bodies[path].parse(given), visit), WRONG_CODE, "wrong-code");
    case "/auth/change-password":
      return told(
        await signIn.changePassword(bodies[path].parse(given), visit),
        WRONG_CREDENTIALS,
        "wrong-credentials",
      );
    case "/auth/sign-out": {
      const { cookies } = await signIn.signOut(visit, bodies[path].parse(given).everywhere);
      return ["signed-out", { status: 200, body: {}, cookies }];
    }
    case "/auth/token": {
      const issued = await signIn.token(visit);
      if (issued.outcome === "signed-out") return ["no-session", SIGNED_OUT];
      const { outcome, ...body } = issued;
      return [outcome, { status: 200, body }];
    }
  }
}

const UNAVAILABLE: Answer = {
  ...error(503, "UNAVAILABLE", "Sign-in is not available now: try again in a moment."),
  retryAfterSeconds: 1,
};

// The same for an account that is not there, is closed or has no password yet: the answer tells of no account.
const WRONG_CREDENTIALS = error(401, "WRONG_CREDENTIALS", "The username or the password is wrong.");
const WRONG_CODE = error(
  401,
  "WRONG_CODE",
  "The username or the activation code is wrong, or the code is used or too old.",
);
const BUSY: Answer = {
  ...error(503, "BUSY", "Many sign in at once: try again in a few seconds."),
  retryAfterSeconds: 5,
};
const SIGNED_OUT = error(401, "SIGNED_OUT", "You are not signed in: sign in again.");

type Outcome =
  | Awaited<ReturnType<SignIn["signIn"]>>
  | Awaited<ReturnType<SignIn["activate"]>>
  | Awaited<ReturnType<SignIn["changePassword"]>>;

function told(outcome: Outcome, wrong: Answer, wrongly: SignInOutcome): Told {
  switch (outcome.outcome) {
    case "signed-in":
      return ["signed-in", { status: 200, body: { shiftEndsAt: outcome.shiftEndsAt }, cookies: outcome.cookies }];
    case "changed":
      return ["password-changed", { status: 200, body: {} }];
    case "signed-out":
      return ["no-session", SIGNED_OUT];
    case "wrong":
      return [wrongly, wrong];
    case "weak-password": {
      const { requirements, unmet } = outcome;
      return ["weak-password", error(400, "WEAK_PASSWORD", "Choose another password.", { unmet, requirements })];
    }
    case "too-many-tries": {
      const answer = error(429, "TOO_MANY_TRIES", "There were too many wrong tries: wait a while.");
      const { retryAfterSeconds, of } = outcome;
      return [of === "account" ? "account-blocked" : "address-blocked", { ...answer, retryAfterSeconds }];
    }
    case "busy":
      return ["busy", BUSY];
  }
}

function sendAnswer(response: ServerResponse, { status, body, cookies = [], retryAfterSeconds }: Answer): void {
  if (cookies.length > 0) response.setHeader("set-cookie", [...cookies]);
  if (retryAfterSeconds !== undefined) response.setHeader("retry-after", String(retryAfterSeconds));
  sendText(response, status, "application/json", JSON.stringify(body));
}
