import { execFile, spawnSync } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createPublishedOperations, hashOf, readManifest } from "../../router/http/published-operations.ts";
import { readText, root } from "../repository/tree.ts";
import { openHub, type TestHub } from "../support/hub.ts";
import { resident } from "../support/rows/resident.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const run = promisify(execFile);

/** Exact, so that what fails has changed here. */
const PACKAGES = [
  "gql==4.4.0",
  "graphql-core==3.3.2",
  "requests==2.34.2",
  "requests-toolbelt==1.0.0",
  "anyio==4.16.0",
  "certifi==2026.10.19.post1",
  "charset-normalizer==3.5.3",
  "idna==3.20",
  "multidict==7.2.1",
  "propcache==0.5.4",
  "tenacity==9.2.1",
  "typing_extensions==4.16.0",
  "urllib3==2.8.0",
  "yarl==1.25.1",
];
const PAGE = `query ($id: ID!) { resident(id: $id) {
  name idNumber medicalInsurance { claims(first: 1) { edges { node { settledOn diagnosis } } } } } }`;
const DUTY = "核查100%覆盖的低保家庭情况";
const hasPython = spawnSync("python3", ["-c", "import venv"]).status === 0;

interface Seen {
  data: unknown;
  errors: { path: string[]; extensions: { code: string } }[];
  extensions: { masked: string[] };
  record: string;
  default: [string, number | null] | null;
  raw: [string, number | null] | null;
  ended: { extensions: { code: string } }[];
  published: unknown;
}

describe.skipIf(!hasPython)("gql, a client in Python (needs python3 with venv)", () => {
  let hub: TestHub;
  let only: TestHub;
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let seen: Seen;

  beforeAll(async () => {
    const documents = createPublishedOperations(readManifest(readText("schema/operations/manifest.json")), "only");
    [hub, only] = await Promise.all([openHub(), openHub({ documents })]);
    for (const one of [hub, only]) await resident(one.sql, { id: "1001" });
    folder = await temporaryFolder("onedoor-python-");
    await run("python3", ["-m", "venv", folder.path]);
    const python = join(folder.path, "bin/python");
    await run(python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", ...PACKAGES]);
    const published = readText("schema/operations/resident-at-counter.graphql");
    const settings = {
      url: `${hub.url}/graphql`,
      token: await hub.tokenFor(),
      publishedUrl: `${only.url}/graphql`,
      publishedToken: await only.tokenFor(),
      query: PAGE,
      variables: { id: "1001" },
      duty: DUTY,
      published: { text: published, documentId: `sha256:${hashOf(published)}` },
    };
    const script = join(root, "test/long/python-client.py");
    const { stdout } = await run(python, ["-B", script, JSON.stringify(settings)]);
    seen = JSON.parse(stdout) as Seen;
  }, 300_000);
  afterAll(async () => {
    await Promise.all([hub.close(), only.close()]);
    await folder.remove();
  });

  test("keeps a page of which one field is refused, and gets the masked list", () => {
    expect(seen.data).toMatchObject({ resident: { name: "郭君", idNumber: "329901************" } });
    expect(seen.errors.map(({ extensions }) => extensions.code)).toEqual(["UNAUTHORIZED_FIELD_OR_TYPE"]);
    expect(seen.extensions.masked).toEqual(["Resident.idNumber"]);
  });

  test("throws it away as it comes", () => {
    expect(seen.default?.[0]).toBe("TransportQueryError");
  });

  test("is entered with a duty in Chinese as it was written, and knows its entry", async () => {
    const [entry] = await hub.sql`select purpose from audit.access_records where record_id = ${seen.record}`;
    expect(entry?.["purpose"]).toBe(`duty:${DUTY}`);
  });

  test("can't send it raw", () => {
    expect(seen.raw?.[0]).toBe("TransportConnectionFailed");
  });

  test("meets the end of a token among the errors", () => {
    expect(seen.ended.map(({ extensions }) => extensions.code)).toEqual(["UNAUTHENTICATED"]);
  });

  test("is answered by hash where published operations alone are", () => {
    expect(seen.published).toMatchObject({ resident: { id: "1001" } });
  });
});
