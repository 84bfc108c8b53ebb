/** One thing wrong with a schema. */
export interface Finding {
  /** The rule's name, as in docs/how-to/review-a-permission-change.md. */
  readonly rule: string;
  /** Schema coordinate: `Licence.expiresOn`, `Query.licences(filter:)`, `LicenceFilter.holder`. */
  readonly coordinate: string;
  /** What is wrong, and what to do. */
  readonly message: string;
  /** The department whose SDL is wrong; left out for a finding about the composed supergraph. */
  readonly department?: string;
  readonly file?: string;
  readonly line?: number;
}

/** One line for people: where, what, and which rule says so. */
export function describeFinding({ rule, coordinate, message, file, line, department }: Finding): string {
  const place = file === undefined ? (department ?? "supergraph") : line === undefined ? file : `${file}:${line}`;
  return `${place}  ${coordinate}: ${message} [${rule}]`;
}
