/** The SQLSTATE a statement fails with; null when it does not fail. */
export async function failureOf(statement: Promise<unknown>): Promise<string | null> {
  try {
    await statement;
    return null;
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
}
