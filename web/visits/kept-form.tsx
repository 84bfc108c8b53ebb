import { type ReactNode, type SyntheticEvent, useState } from "react";
import { Alert } from "../shown/alert.tsx";
import { Button } from "../shown/button.tsx";
import { StandingNote } from "./standing-note.tsx";
import type { KeptChange } from "./use-kept-change.ts";

interface KeptFormParts {
  readonly change: KeptChange<object>;
  readonly submit: string;
  /** Parts of the input beside which the form shows why they were not taken. */
  readonly fields?: readonly string[];
  /** What is still to be chosen before it can be sent, in words; null for nothing. */
  readonly missing?: string | null;
  /** Stands beside the button that sends. */
  readonly beside?: ReactNode;
  readonly children: ReactNode;
}

/** The form of a change that is kept until the hub has answered: its fields, what has become of it, and how it is sent. */
export function KeptForm({ change, submit, fields = [], missing = null, beside, children }: KeptFormParts) {
  const [isMissingTold, setMissingTold] = useState(false);
  const send = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    setMissingTold(missing !== null);
    if (missing === null) change.send();
  };
  return (
    <form className="work-form" onSubmit={send}>
      {children}
      {isMissingTold && missing !== null && <Alert type="error" role="alert" title={missing} />}
      <StandingNote change={change} fields={fields} />
      <div className="work-actions">
        <Button kind="primary" type="submit" isBusy={change.standing === "sending"}>
          {submit}
        </Button>
        {beside}
      </div>
    </form>
  );
}
