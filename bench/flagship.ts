/** What the counter asks all day: one resident, four departments, one answer. */
const FLAGSHIP = `query ($id: ID!) {
  resident(id: $id) {
    id name idNumber
    socialSecurity { status participations { insurance status paidMonths } }
    medicalInsurance { scheme status claims(first: 5) { edges { node { settledOn hospital } } } }
    assistance { status category }
    oldAgeAllowance { bandAge }
    area { name }
  }
}`;

/** Those that answer it; the others of the supergraph need not run. */
export const FLAGSHIP_DEPARTMENTS = ["population", "social-security", "medical-insurance", "civil-affairs"];

/** The clerk who asks, of 320105006. */
export const CLERK = "wangjia";

/** One request, ready to be sent. */
export interface Ask {
  readonly id: string;
  readonly token: string;
  readonly purpose: string;
  readonly body: string;
}

/** One clerk's look at one resident. */
export function askOf(id: string, token: string, purpose: string): Ask {
  return { id, token, purpose, body: JSON.stringify({ query: FLAGSHIP, variables: { id } }) };
}

export function headersOf({ token, purpose }: Ask): Record<string, string> {
  return {
    authorization: `Bearer ${token}`,
    "content-type": "application/json",
    accept: "application/json",
    "x-purpose": purpose,
  };
}
