import { subgraphs } from "../subgraphs/index.ts";

/** Departments with a schema of their own in the database: the subgraphs, and the access record. */
export const departmentNames: readonly string[] = [...new Set([...subgraphs.map((one) => one.name), "audit"])];
