/** What a developer of a department has to mend before it can start. The message names each place and what to do. */
export class DepartmentError extends Error {
  constructor(places: readonly string[]) {
    super(places.join("\n"));
    this.name = "DepartmentError";
  }
}
