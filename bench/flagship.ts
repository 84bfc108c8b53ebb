/** What the counter asks all day: one resident, four departments, one answer. */
export const FLAGSHIP = `query ($id: ID!) {
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
  readonly purpose: string;
  readonly body: string;
}

/**
 * One request for each resident. At a counter every look has a purpose of its own; with `onePurpose` all looks
 * have the same, so that the hub may join the reads of several into one.
 */
export function asksFor(ids: readonly string[], onePurpose: boolean): Ask[] {
  return ids.map((id, at) => ({
    id,
    purpose: `duty:measuring the hub, look ${onePurpose ? 0 : at}`,
    body: JSON.stringify({ query: FLAGSHIP, variables: { id } }),
  }));
}

export function headersOf(token: string, purpose: string): Record<string, string> {
  return {
    authorization: `Bearer ${token}`,
    "content-type": "application/json",
    accept: "application/json",
    "x-purpose": purpose,
  };
}
