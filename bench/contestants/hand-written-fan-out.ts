// What somebody would write who had this one question to answer from the departments' own servers.
import { Pool } from "undici";
import { openPool } from "./login.ts";
import { createRecorder } from "./looks.ts";
import { serve } from "./serve.ts";
import { readSettings } from "./settings.ts";
import { callKeyOf, signCall, VIEWER_HEADER } from "./signed-call.ts";
import { createTokenReader, type Viewer } from "./viewer.ts";

// As many as the router opens to one department.
const CONNECTIONS = 64;

const QUERIES: Readonly<Record<string, string>> = {
  population: "query ($id: ID!) { resident(id: $id) { id name idNumber area { name } } }",
  "social-security": entities("socialSecurity { status participations { insurance status paidMonths } }"),
  "medical-insurance": entities(
    "medicalInsurance { scheme status claims(first: 5) { edges { node { settledOn hospital } } } }",
  ),
  "civil-affairs": entities("assistance { status category } oldAgeAllowance { bandAge }"),
};

interface Reply {
  readonly data?: { readonly resident?: Fields | null; readonly _entities?: readonly (Fields | null)[] } | null;
  readonly errors?: readonly object[];
}

type Fields = Readonly<Record<string, unknown>>;
type Ask = (viewer: Viewer, purpose: string, id: string) => Promise<Fields | null>;

const settings = readSettings();
const record = createRecorder(await openPool(settings.databaseUrl, 1));
const readToken = createTokenReader(settings.issuer);
const population = department("population");
const others = ["social-security", "medical-insurance", "civil-affairs"].map(department);

serve("hand-written-fan-out", async ({ id, authorization, purpose }) => {
  const viewer = await readToken(authorization);
  const [resident, ...parts] = await Promise.all([population, ...others].map((ask) => ask(viewer, purpose, id)));
  if (resident == null) return { data: { resident: null } };
  await record(viewer, purpose, id);
  const [{ socialSecurity } = {}, { medicalInsurance } = {}, { assistance, oldAgeAllowance } = {}] = parts.map(
    (part) => part ?? {},
  );
  const { name, idNumber, area } = resident;
  return {
    data: { resident: { id, name, idNumber, socialSecurity, medicalInsurance, assistance, oldAgeAllowance, area } },
  };
});

function entities(fields: string): string {
  return `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Resident { ${fields} } } }`;
}

function department(name: string): Ask {
  const { origin, pathname } = new URL(settings.departments[name] ?? "");
  const pool = new Pool(origin, { connections: CONNECTIONS });
  const key = callKeyOf(settings.callKey, name);
  const query = QUERIES[name];
  return async (viewer, purpose, id) => {
    const variables = name === "population" ? { id } : { representations: [{ __typename: "Resident", id }] };
    const body = JSON.stringify({ query, variables });
    const response = await pool.request({
      method: "POST",
      path: pathname,
      headers: {
        "content-type": "application/json",
        accept: "application/json",
        [VIEWER_HEADER]: signCall(key, name, body, viewer, purpose),
      },
      body,
    });
    const { data, errors } = JSON.parse(await response.body.text()) as Reply;
    if (errors !== undefined) throw new Error(`${name}: ${JSON.stringify(errors)}`);
    return data?.resident ?? data?._entities?.[0] ?? null;
  };
}
