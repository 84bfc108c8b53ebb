import { createContext, type ReactNode, use, useMemo } from "react";
import { ItemsDocument } from "../generated/graphql.ts";
import { useLook } from "../graph/use-look.tsx";

export interface Catalogue {
  /** Names of open items by their codes, in the order of the catalogue. */
  readonly items: ReadonlyMap<string, string>;
  readonly isAsking: boolean;
}

const CatalogueContext = createContext<Catalogue>({ items: new Map(), isAsking: false });

// One object: the catalogue is asked for once for all pages.
const CATALOGUE = { document: ItemsDocument, variables: { first: 50 }, purpose: null };

/** The open items, for choosing a purpose and for putting one into words. */
export function CatalogueProvider({ children }: { children: ReactNode }) {
  const { looked, isAsking } = useLook(CATALOGUE);
  const edges = looked?.data?.items?.edges;
  const catalogue = useMemo(() => {
    const nodes = (edges ?? []).flatMap(({ node }) => node ?? []);
    return { items: new Map(nodes.map(({ code, name }) => [code, name ?? code])), isAsking };
  }, [edges, isAsking]);
  return <CatalogueContext value={catalogue}>{children}</CatalogueContext>;
}

export function useCatalogue(): Catalogue {
  return use(CatalogueContext);
}
