import type { ReactNode, SyntheticEvent } from "react";
import { Button } from "../shown/button.tsx";
import { StandingNote } from "./standing-note.tsx";
import type { KeptChange } from "./use-kept-change.ts";

interface KeptFormParts {
  readonly change: KeptChange<object>;
  readonly submit: string;
  /** Stands beside the button that sends. */
  readonly beside?: ReactNode;
  readonly children: ReactNode;
}

/** The form of a change that is kept until the hub has answered: its fields, what has become of it, and how it is sent. */
export function KeptForm({ change, submit, beside, children }: KeptFormParts) {
  const send = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    change.send();
  };
  return (
    <form className="work-form" onSubmit={send}>
      {children}
      <StandingNote change={change} />
      <div className="work-actions">
        <Button kind="primary" type="submit" isBusy={change.standing === "sending"}>
          {submit}
        </Button>
        {beside}
      </div>
    </form>
  );
}
