/** The supergraph of the departments' SDL. What composes is loaded here: it takes longer than what is kept takes to read. */
export async function composeLater(): Promise<string> {
  const [{ composeDepartments }, { readContracts }] = await Promise.all([
    import("./compose-departments.ts"),
    import("../../../hub/contracts.ts"),
  ]);
  return composeDepartments(readContracts()).supergraph;
}
