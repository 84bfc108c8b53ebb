/** Departments that answer the questions; the others of the supergraph need not run. */
export const ASKED_DEPARTMENTS = ["population", "social-security", "medical-insurance", "civil-affairs"];
