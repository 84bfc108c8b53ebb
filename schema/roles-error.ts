/** Everything wrong with roles.yaml, each with its line; the editor of the file needs no stack. */
export class RolesError extends Error {
  constructor(faults: readonly string[]) {
    super(faults.join("\n"));
    this.name = "RolesError";
  }
}
