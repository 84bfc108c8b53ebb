import { createHmac } from "node:crypto";
import fc from "fast-check";
import { callKeyOf, signCall, VIEWER_HEADER } from "../../subgraphs/shared/signed-call.ts";
import { createViewer, type Viewer } from "../../subgraphs/shared/viewer.ts";
import type { AskingViewer, Question } from "./expected-answer.ts";
import { CALL_KEY, readReply, type Reply, type TestHub } from "./hub.ts";
import { accounts, people } from "./world.ts";

/** What is no division's code: each of these takes a viewer's whole area away. */
export const malformedAreas = ["", "3", "320", "32010", "3201050", "abc", "32%", "320105006 ", "320105006001;", "３２"];

const wellFormedAreas = [
  ...new Set(people.flatMap(({ areaCode }) => [2, 4, 6, 9, 12].map((length) => areaCode.slice(0, length)))),
  "33",
  "3299",
].filter((code) => [2, 4, 6, 9, 12].includes(code.length));

/** Areas of a claim: none, one, several that overlap, or one of them not well formed. */
export const anyAreas: fc.Arbitrary<string[]> = fc.oneof(
  { weight: 6, arbitrary: fc.array(fc.constantFrom(...wellFormedAreas), { minLength: 1, maxLength: 3 }) },
  { weight: 1, arbitrary: fc.constant<string[]>([]) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(...malformedAreas), fc.subarray(wellFormedAreas, { maxLength: 1 }), fc.boolean())
      .map(([bad, good, isFirst]) => (isFirst ? [bad, ...good] : [...good, bad])),
  },
);

/** Viewers with any of the scopes, in any areas, with or without a purpose. Three of four hold most scopes. */
export function anyViewer(scopes: readonly string[]): fc.Arbitrary<AskingViewer> {
  const some = fc.subarray([...scopes]);
  const most = fc.subarray([...scopes], { minLength: Math.max(0, scopes.length - 2) });
  return (
    fc
      .record({
        scopes: fc.oneof({ weight: 1, arbitrary: some }, { weight: 3, arbitrary: most }),
        areas: anyAreas,
        hasPurpose: fc.oneof({ weight: 5, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
        residentId: fc.option(fc.constantFrom(...people.map(({ id }) => id)), { freq: 3 }),
        accountId: fc.constantFrom(...accounts.map(({ id }) => id), "1"),
      })
      // Several areas span a range, and nobody has said whether a list of it holds one's own record.
      .map((viewer) => (viewer.areas.length > 1 ? { ...viewer, residentId: null } : viewer))
  );
}

/** The viewer as the router would hand it to a department, with its areas as they are, well formed or not. */
export function routersViewer(asking: AskingViewer): Viewer {
  const viewer = createViewer({
    id: asking.accountId,
    roles: ["window_clerk"],
    areas: asking.areas,
    department: null,
    residentId: asking.residentId,
    scopes: new Set(asking.scopes),
    purpose: asking.hasPurpose ? { kind: "item", detail: "320101-001" } : null,
    rolesHash: "roles",
  });
  return { ...viewer, areas: asking.areas };
}

/** Calls a department itself, as the router does. */
export async function callDepartment(
  hub: TestHub,
  department: string,
  question: Question,
  asking: AskingViewer,
): Promise<Reply> {
  const body = JSON.stringify(question);
  const header = signCall(callKeyOf(CALL_KEY, department), department, body, routersViewer(asking));
  return postToDepartment(hub, department, body, header);
}

/** Posts to a department with any header, or none. */
export async function postToDepartment(
  hub: TestHub,
  department: string,
  body: string,
  header: string | null,
): Promise<Reply> {
  const address = hub.addresses.get(department);
  if (address === undefined) throw new Error(`${department} is not served over HTTP`);
  const headers = { "content-type": "application/json", ...(header === null ? {} : { [VIEWER_HEADER]: header }) };
  return readReply(await fetch(address, { method: "POST", headers, body }));
}

/** A signed call whose content was changed and which somebody with the key signed anew. */
export function resign(header: string, key: string, change: (call: Record<string, unknown>) => object): string {
  const [text = ""] = header.split(".");
  const call = JSON.parse(Buffer.from(text, "base64url").toString()) as Record<string, unknown>;
  const changed = Buffer.from(JSON.stringify(change(call))).toString("base64url");
  return `${changed}.${createHmac("sha256", key).update(changed).digest("base64url")}`;
}
