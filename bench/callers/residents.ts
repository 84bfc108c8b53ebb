import { ask } from "../ask.ts";

export interface Resident {
  readonly id: string;
  readonly areaCode: string;
}

const PAGE = `query ($areaCode: String, $first: Int!, $after: String) {
  residents(filter: { areaCode: $areaCode }, first: $first, after: $after) {
    edges { node { id area { code } } }
    pageInfo { hasNextPage endCursor }
  }
}`;
const LARGEST_PAGE = 100;

interface Page {
  readonly edges: readonly { readonly node: { readonly id: string; readonly area: { readonly code: string } } }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** Residents of an area, or of all the viewer's areas, looked up through the hub itself. */
export async function findResidents(
  url: string,
  token: string,
  areaCode: string | null,
  most: number,
): Promise<Resident[]> {
  const found: Resident[] = [];
  let after: string | null = null;
  do {
    const variables = { areaCode, first: Math.min(most, LARGEST_PAGE), after };
    const body = JSON.stringify({ query: PAGE, variables });
    const as = { token, purpose: "duty:choosing residents to measure with" };
    const { data, errors } = await ask(url, { as, body });
    const page = data?.["residents"] as Page | null | undefined;
    if (!page) throw new Error(`The hub does not list residents: ${JSON.stringify(errors)}`);
    found.push(...page.edges.map(({ node }) => ({ id: node.id, areaCode: node.area.code })));
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null && found.length < most);
  return found.slice(0, most);
}
