import { ask } from "./ask.ts";

const MOST_RESIDENTS = 300;
const PAGE = `query ($after: String) {
  residents(first: 100, after: $after) { edges { node { id } } pageInfo { hasNextPage endCursor } }
}`;

interface Page {
  readonly edges: readonly { readonly node: { readonly id: string } }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** The ids of some hundred residents the clerk may see, looked up through the hub itself. */
export async function findResidents(url: string, token: string): Promise<string[]> {
  const ids: string[] = [];
  let after: string | null = null;
  do {
    const body = JSON.stringify({ query: PAGE, variables: { after } });
    const { data, errors } = await ask(url, token, "duty:choosing residents to measure with", body);
    const page = data?.["residents"] as Page | null | undefined;
    if (!page) throw new Error(`The hub does not list the clerk's residents: ${JSON.stringify(errors)}`);
    ids.push(...page.edges.map(({ node }) => node.id));
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null && ids.length < MOST_RESIDENTS);
  return ids.slice(0, MOST_RESIDENTS);
}
