import { OperatorError } from "../../../hub/operator-error.ts";

/** There is nothing to compare with, so a comparison would find nothing whatever had changed. */
export class NoBaseError extends OperatorError {
  constructor(reason: string) {
    super(`Nothing was compared: ${reason}`);
    this.name = "NoBaseError";
  }
}
