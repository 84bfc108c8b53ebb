import { subgraphs } from "../subgraphs/index.ts";

/** Departments, each with a schema of its own in the database. */
export const departmentNames: readonly string[] = subgraphs.map((one) => one.name);
