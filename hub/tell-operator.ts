/** A line for the operator, on stderr: stdout holds only what a command was asked for. */
export function tellOperator(line: string): void {
  process.stderr.write(`${line}\n`);
}
