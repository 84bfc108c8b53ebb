import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { clientAddress } from "../../../router/http/caller.ts";
import { negotiateEncoding } from "../../../router/http/compress.ts";
import { isSameSite } from "../../../router/http/csrf.ts";
import { parseGet, parsePost } from "../../../router/http/graphql-request.ts";
import { negotiate } from "../../../router/http/media-types.ts";
import { scanDocument } from "../../../router/operation/scan-document.ts";
import { createTokenReader, type RoleBook } from "../../../router/viewer/token.ts";
import { readFundLine } from "../../../subgraphs/housing-fund/source.ts";
import { readAreaCode } from "../../../subgraphs/shared/area.ts";
import { isCreditCode } from "../../../subgraphs/shared/credit-code.ts";
import { readStreamWish } from "../../../subgraphs/shared/event-stream.ts";
import { readHeaderList } from "../../../subgraphs/shared/header-list.ts";
import { faultOfIdNumber } from "../../../subgraphs/shared/id-number.ts";
import { mask } from "../../../subgraphs/shared/mask.ts";
import { compoundSurname, normalizeName } from "../../../subgraphs/shared/person-name.ts";
import {
  holdsIdentityNumber,
  holdsPersonalNumber,
  withoutPersonalNumbers,
} from "../../../subgraphs/shared/personal-number.ts";
import { readPurpose, writeRefusedPurpose } from "../../../subgraphs/shared/purpose.ts";
import { readRequestId } from "../../../subgraphs/shared/request-id.ts";
import { dayOf, dayOfDigits, fenOfYuan } from "../../../subgraphs/shared/source/fields.ts";
import { readJson } from "../../../subgraphs/shared/source/read-json.ts";
import { readXml } from "../../../subgraphs/shared/source/read-xml.ts";
import { isStorable } from "../../../subgraphs/shared/storable-text.ts";
import { runs } from "../../support/runs.ts";

const roles: RoleBook = {
  hash: "",
  scopesOf: () => new Set(),
  purposesOf: () => new Set(),
  findConflict: () => null,
  mostRoles: 3,
};
const tokens = createTokenReader([], roles);

/** Whatever is matched by a pattern and comes from outside: headers, what the URL and the body hold, files and replies. */
const readers: Readonly<Record<string, (text: string) => unknown>> = {
  accept: negotiate,
  "accept, for a stream": (text) => readStreamWish(`text/event-stream${text}`),
  "accept-encoding": negotiateEncoding,
  "content-type": (text) => parsePost(`application/json${text}`, "{}"),
  "any list": readHeaderList,
  authorization: (text) => void tokens.read(`Bearer ${text}`, undefined).catch(() => undefined),
  "x-forwarded-for": (text) => clientAddress({ headers: { "x-forwarded-for": text }, socket: {} as never }, 1),
  origin: (text) => isSameSite({ origin: text, host: text }),
  "x-request-id": readRequestId,
  "x-purpose": (text) => readPurpose(`duty:${text}`),
  "x-purpose of a case": (text) => readPurpose(`case:${text}`),
  "x-purpose that is refused": (text) => writeRefusedPurpose([text]),
  url: (text) => parseGet(`/graphql?${text}`),
  "body: hashes": (text) => parsePost("application/json", JSON.stringify({ documentId: text })),
  document: scanDocument,
  "texts: identity numbers": holdsIdentityNumber,
  "texts: personal numbers": holdsPersonalNumber,
  "texts: without numbers": withoutPersonalNumbers,
  "texts: storable": isStorable,
  names: normalizeName,
  surnames: compoundSurname,
  "areas' codes": readAreaCode,
  "identity numbers": faultOfIdNumber,
  "credit codes": isCreditCode,
  ...Object.fromEntries(
    (["ID_NUMBER", "PHONE", "NAME", "ADDRESS"] as const).map((format) => [
      `mask ${format}`,
      (text: string) => mask(format, text),
    ]),
  ),
  "fields: money": fenOfYuan,
  "fields: days": (text) => [dayOf(text), dayOfDigits(text)],
  "lines of a file": (text) => readFundLine(Buffer.from(text)),
  "replies in XML": (text) => readXml(`<a>${text}</a>`),
  "replies in JSON": (text) => readJson(text, z.unknown()),
};

const LENGTH = 12_000;
/**
 * Below it, a difference is the machine's: a collection of garbage takes some ten. Time by the square takes ten times as
 * long for the longer text, and more than a second: 24,000 steps for each of its 48,000 characters.
 */
const FLOOR_MS = 200;
const MOST_GROWTH = 9;

describe("time grows with the length of what is read, and not with its square", () => {
  const pieces = [" ", "\t", ";", ",", "=", "q=", '"', "\\", "/", "-", ".", "%", "%E5", "[", "{", "<", "&", "#", "\n"];
  const characters = ["0", "1", "3299", "a", "f", "A", "_", ":", "张", "·", "\u3000", "\u{20000}", "\0", "\ud800"];
  const text = fc.constantFrom(...pieces, ...characters);
  const shape = fc.record({
    before: fc.array(text, { maxLength: 3 }),
    repeated: fc.array(text, { minLength: 1, maxLength: 3 }),
    after: fc.array(text, { maxLength: 3 }),
  });
  const written = ({ before, repeated, after }: Shape, length: number) => {
    const unit = repeated.join("");
    return before.join("") + unit.repeat(Math.ceil(length / unit.length)) + after.join("");
  };

  test.each(Object.keys(readers))("%s", (name) => {
    const read = readers[name];
    if (read === undefined) throw new Error("no such reader");
    const alone = [...pieces, ...characters].map(
      (one) => [{ before: ["a"], repeated: [one], after: ["b"] }] as [Shape],
    );
    fc.assert(
      fc.property(shape, (given) => {
        const long = leastMs(read, written(given, 4 * LENGTH));
        if (long < FLOOR_MS) return;
        expect(long).toBeLessThan(MOST_GROWTH * leastMs(read, written(given, LENGTH)));
      }),
      { ...runs(30 + alone.length), examples: alone, endOnFailure: true },
    );
  });
});

interface Shape {
  before: string[];
  repeated: string[];
  after: string[];
}

/** The least of a few tries: other programs only ever add to it. */
function leastMs(read: (text: string) => unknown, text: string): number {
  let least = Infinity;
  for (let at = 0; at < 3 && least > FLOOR_MS; at += 1) {
    const before = process.cpuUsage();
    try {
      read(text);
    } catch {
      // Refused, as most of it should be: here only the time counts.
    }
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}
