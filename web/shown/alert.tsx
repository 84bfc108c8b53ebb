import type { ReactNode } from "react";

interface AlertParts {
  readonly type: "info" | "success" | "warning" | "error";
  /** `alert` is read out at once, `status` when the reader has time; without one it is there to be found. */
  readonly role?: "alert" | "status";
  readonly title: string;
  readonly description?: ReactNode;
  readonly action?: ReactNode;
}

/** Something to know before one goes on. Its words say how bad it is; the colour only repeats it. */
export function Alert({ type, role, title, description, action }: AlertParts) {
  return (
    <div className={`alert alert-${type}`} role={role}>
      <div className="alert-words">
        <p>{title}</p>
        {description}
      </div>
      {action}
    </div>
  );
}
