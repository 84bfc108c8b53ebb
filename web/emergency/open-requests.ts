// What an account has asked for since the page was opened, by the number it asked for. Kept in memory alone: identity
// numbers are in no address and in no storage.
const byAccount = new Map<string, Map<string, string>>();

/** The request this account has made for a number; null when there is none that this page knows of. */
export function findRequest(accountId: string, idNumber: string): string | null {
  return byAccount.get(accountId)?.get(idNumber) ?? null;
}

export function keepRequest(accountId: string, idNumber: string, requestId: string | null): void {
  const own = byAccount.get(accountId) ?? new Map<string, string>();
  byAccount.set(accountId, own);
  if (requestId === null) own.delete(idNumber);
  else own.set(idNumber, requestId);
}
