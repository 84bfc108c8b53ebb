// The limit: what somebody would write who had this one question to answer and nothing else.
import { openPool } from "./login.ts";
import { createRecorder } from "./looks.ts";
import { serve } from "./serve.ts";
import { readSettings } from "./settings.ts";
import * as statements from "./statements.ts";
import { createTokenReader } from "./viewer.ts";

// With fewer it waits for the database, with more its statements no longer share a write to the socket.
const CONNECTIONS = 8;

const settings = readSettings();
const sql = await openPool(settings.databaseUrl, CONNECTIONS);
const record = createRecorder(await openPool(settings.databaseUrl, 1));
const readToken = createTokenReader(settings.issuer);

serve("hand-written", async ({ id, authorization, purpose }) => {
  const viewer = await readToken(authorization);
  const area = viewer.areas[0] ?? "";
  const values = [`{${viewer.areas.join(",")}}`, id, area, `${area}:`];
  const read = <Row>(text: string) => sql.unsafe(text, values, { prepare: true }) as unknown as Promise<Row[]>;
  const [[resident], insurances, claims, [recipient]] = await Promise.all([
    read<statements.ResidentRow>(statements.RESIDENT),
    read<statements.InsuranceRow>(statements.INSURANCES),
    read<statements.ClaimRow>(statements.CLAIMS),
    read<statements.RecipientRow>(statements.RECIPIENT),
  ]);
  if (resident === undefined) return { data: { resident: null } };
  await record(viewer, purpose, resident.id);
  return {
    data: {
      resident: {
        id: resident.id,
        name: resident.name,
        idNumber: resident.id_number.slice(0, 6) + "*".repeat(12),
        socialSecurity: socialSecurityOf(insurances),
        medicalInsurance: medicalInsuranceOf(claims),
        assistance: assistanceOf(recipient),
        oldAgeAllowance: recipient?.allowance_band_age == null ? null : { bandAge: recipient.allowance_band_age },
        area: resident.area === null ? null : { name: resident.area },
      },
    },
  };
});

function socialSecurityOf(rows: readonly statements.InsuranceRow[]): object | null {
  const [first] = rows;
  if (first === undefined) return null;
  const participations = rows
    .filter((row) => row.insurance !== null)
    .map(({ insurance, status, paid_months }) => ({ insurance, status, paidMonths: paid_months }));
  return { status: first.person_status, participations };
}

function medicalInsuranceOf(rows: readonly statements.ClaimRow[]): object | null {
  const [first] = rows;
  if (first === undefined) return null;
  const edges = rows
    .filter((row) => row.settled_on !== null)
    .map(({ settled_on, hospital }) => ({ node: { settledOn: settled_on, hospital } }));
  return { scheme: first.scheme, status: first.status, claims: { edges } };
}

function assistanceOf(row: statements.RecipientRow | undefined): object | null {
  if (row?.assistance_status == null) return null;
  return { status: row.assistance_status, category: row.assistance_category };
}
