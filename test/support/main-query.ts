/** The clerk's question: everything the departments know of one resident, as far as statuses go. */
export const MAIN_FIELDS = `
  id name idNumber
  socialSecurity { status participations { insurance status paidMonths } }
  medicalInsurance { scheme status claims(first: 2) { edges { node { settledOn diagnosis } } } }
  assistance { status category }`;

export const MAIN_QUERY = `query Main($id: ID!) { resident(id: $id) { ${MAIN_FIELDS} } }`;

export const LIST_QUERY = `query List($first: Int) { residents(first: $first) { edges { node { ${MAIN_FIELDS} } } } }`;
