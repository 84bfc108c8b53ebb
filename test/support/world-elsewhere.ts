/** What decides the rows of a person of the world. */
interface Person {
  readonly id: string;
  readonly idNumber: string;
  readonly hasRecords: boolean;
}

/** When the systems elsewhere last said what is kept of them; nobody can ask them in this world. */
export const SAID_AT = "2025-06-01T08:00:00.000Z";

export function premiumsOf(person: Person) {
  if (!person.hasRecords) return [];
  return ["2025-04-01", "2025-04-01", "2025-03-01"].map((monthOn, at) => ({
    id: `${person.id}${9 - at}`,
    monthOn,
    paidOn: at === 0 ? null : `2025-0${6 - at}-10`,
    kind: at === 1 ? "MEDICAL" : "PENSION",
    status: at === 0 ? "OWED" : "PAID",
    amountFen: Number(person.id) * 11 + at,
  }));
}

/** The second is held by a company. */
export function licencesOf(person: Person) {
  if (!person.hasRecords) return [];
  const face = `${person.idNumber.slice(0, 10)}****${person.idNumber.slice(14)}`;
  return ["2024-05-06", "2019-05-06"].map((issuedOn, at) => ({
    id: `${person.id}${9 - at}`,
    number: `JY2320105000${person.id}${at}`,
    status: at === 0 ? "VALID" : "EXPIRED",
    category: at === 0 ? "CATERING" : "SALES",
    premises: `示例路${person.id}号`,
    holderIdNumber: at === 0 ? face : null,
    // Written by hand: what a viewer without the right to the face sees.
    masked: { holderIdNumber: at === 0 ? `${person.idNumber.slice(0, 6)}************` : null, premises: "***" },
    businessName: `示例${person.id}店`,
    creditCode: at === 0 ? null : `92320105MA0000${person.id}`,
    issuedOn,
    expiresOn: `${Number(issuedOn.slice(0, 4)) + 5}-05-05`,
  }));
}

export function utilityAccountsOf(person: Person) {
  if (!person.hasRecords) return [];
  return ["ELECTRICITY", "WATER"].map((kind, at) => ({
    id: `${person.id}${at}`,
    kind,
    company: `示例${at}公司`,
    status: at === 0 ? "ACTIVE" : "CUT_OFF",
    bills: ["2025-04-01", "2025-03-01"].map((monthOn, back) => ({
      id: `${person.id}${9 - back}`,
      monthOn,
      status: back === 0 ? "OWED" : "PAID",
      amountFen: Number(person.id) * 13 + at * 10 + back,
    })),
    reductions: [{ id: `${person.id}1`, monthOn: "2025-04-01", amountFen: Number(person.id) * 17 + at }],
  }));
}

export function fundAccountOf(person: Person) {
  return {
    status: "SEALED",
    employer: `江苏第${person.id}号工厂`,
    openedOn: "2015-07-01",
    depositedUntilOn: "2025-05-01",
    balanceFen: Number(person.id) * 19,
    monthlyDepositFen: Number(person.id) * 23,
    deposits: ["2025-05-01", "2025-04-01"].map((monthOn, at) => ({
      id: `${person.id}${9 - at}`,
      monthOn,
      depositedOn: `2025-0${5 - at}-15`,
      amountFen: Number(person.id) * 29 + at,
    })),
  };
}
