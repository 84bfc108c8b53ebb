import { describeFinding, type Finding } from "../../schema/lint/finding.ts";

/** A supergraph that would let somebody see more than its departments mean, with everything wrong with it. */
export class UnsafeSupergraphError extends Error {
  readonly findings: readonly Finding[];

  constructor(reason: string, findings: readonly Finding[] = []) {
    super([reason, ...findings.map((finding) => `- ${describeFinding(finding)}`)].join("\n"));
    this.name = "UnsafeSupergraphError";
    this.findings = findings;
  }
}
