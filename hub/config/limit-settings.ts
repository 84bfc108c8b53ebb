import type { Limits } from "../../router/operation/limits.ts";

/** The setting of each limit. */
export const limitSettings: Readonly<Record<keyof Limits, string>> = {
  bodyBytes: "ONEDOOR_MAX_BODY_BYTES",
  documentBytes: "ONEDOOR_MAX_DOCUMENT_BYTES",
  tokens: "ONEDOOR_MAX_TOKENS",
  nesting: "ONEDOOR_MAX_NESTING",
  fragments: "ONEDOOR_MAX_FRAGMENTS",
  selections: "ONEDOOR_MAX_SELECTIONS",
  depth: "ONEDOOR_MAX_DEPTH",
  rootFields: "ONEDOOR_MAX_ROOT_FIELDS",
  aliases: "ONEDOOR_MAX_ALIASES",
  directives: "ONEDOOR_MAX_DIRECTIVES",
  comparisons: "ONEDOOR_MAX_COMPARISONS",
  listRecursion: "ONEDOOR_MAX_LIST_RECURSION",
  cost: "ONEDOOR_MAX_COST",
  variablesSize: "ONEDOOR_MAX_VARIABLES_SIZE",
  variablesDepth: "ONEDOOR_MAX_VARIABLES_DEPTH",
};
