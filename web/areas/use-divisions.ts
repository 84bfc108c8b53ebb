import { useEffect, useState } from "react";
import { type Client, useClient } from "urql";
import { AreasDocument, type AreasQuery, type AreasQueryVariables } from "../generated/graphql.ts";

type Edges = NonNullable<NonNullable<AreasQuery["areas"]>["edges"]>;
export type Division = NonNullable<Edges[number]["node"]>;

/** All divisions right below another. Null while they are asked for; none where they could not be read. */
export function useDivisions(parent: string): readonly Division[] | null {
  const client = useClient();
  const [found, setFound] = useState<{ parent: string; divisions: readonly Division[] } | null>(null);
  useEffect(() => {
    let isWanted = true;
    const tell = (divisions: readonly Division[]) => {
      if (isWanted) setFound({ parent, divisions });
    };
    readDivisions(client, parent).then(tell, () => tell([]));
    return () => {
      isWanted = false;
    };
  }, [client, parent]);
  return found?.parent === parent ? found.divisions : null;
}

async function readDivisions(client: Client, parent: string): Promise<Division[]> {
  const divisions: Division[] = [];
  const variables: AreasQueryVariables = { parent, after: null };
  for (;;) {
    const { data } = await client.query(AreasDocument, variables).toPromise();
    divisions.push(...(data?.areas?.edges ?? []).flatMap(({ node }) => node ?? []));
    const { hasNextPage, endCursor } = data?.areas?.pageInfo ?? {};
    if (hasNextPage !== true || endCursor == null) return divisions;
    variables.after = endCursor;
  }
}
