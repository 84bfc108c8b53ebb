import { csvValue } from "../shown/csv-value.ts";

/** Codes as a file, for their holders. */
export function codesFile(codes: readonly { readonly username: string; readonly code: string }[]): string {
  const lines = codes.map(({ username, code }) => `${csvValue(username)},${csvValue(code)}`);
  return ["username,code", ...lines, ""].join("\r\n");
}
