import { buildSchema } from "graphql";
import { readText } from "../repository/tree.ts";

/** The clients' schema, as it is published. */
export const clientSchema = buildSchema(readText("schema/api.graphql"));
