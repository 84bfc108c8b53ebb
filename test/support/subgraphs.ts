import { loadSubgraphs } from "../../subgraphs/index.ts";

/** Every department, as a hub in one process has them. */
export const subgraphs = await loadSubgraphs();
