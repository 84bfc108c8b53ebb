import { buildClientSchema, getIntrospectionQuery, type GraphQLSchema, type IntrospectionQuery } from "graphql";
import { useEffect, useState } from "react";
import type { Asker } from "./asker.ts";

/** As much of the schema as the viewer's role may see; "none" where the hub does not tell, null until it has. */
export function useSchema(asker: Asker): GraphQLSchema | "none" | null {
  const [schema, setSchema] = useState<GraphQLSchema | "none" | null>(null);
  useEffect(() => {
    const leaving = new AbortController();
    readSchema(asker, leaving.signal).then(
      (read) => {
        if (!leaving.signal.aborted) setSchema(read ?? "none");
      },
      () => {
        if (!leaving.signal.aborted) setSchema("none");
      },
    );
    return () => leaving.abort();
  }, [asker]);
  return schema;
}

async function readSchema(asker: Asker, signal: AbortSignal): Promise<GraphQLSchema | null> {
  for await (const answer of asker.ask({ query: getIntrospectionQuery() }, false, signal)) {
    const { data } = answer as { data?: IntrospectionQuery | null };
    return data == null ? null : buildClientSchema(data);
  }
  return null;
}
