/**
 * Root fields that ask for no right but a token. Everything else needs one; whoever adds a line here says why.
 */
export const openFields: Readonly<Record<string, string>> = {
  "Query.me": "everybody may see the own account",
  "Query.residents": "the contract has it non-null; what it holds is protected (docs/adr/0014)",
  "Query.item": "the catalogue is published",
  "Query.items": "the catalogue is published",
  "Query.openItemCodes": "the catalogue is published, and clients never see the field",
  "Query.area": "published by the National Bureau of Statistics",
};
