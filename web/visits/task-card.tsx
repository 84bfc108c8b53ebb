import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { FollowUpsQuery } from "../generated/graphql.ts";
import type { Part } from "../graph/field-state.ts";
import type { Purpose } from "../graph/purpose.ts";
import { Button } from "../shown/button.tsx";
import { ShownValue } from "../shown/shown-value.tsx";
import { today } from "../shown/today.ts";
import { useFormat } from "../shown/use-format.ts";
import { CompleteTask } from "./complete-task.tsx";
import { useIsVisitor, VisitLink } from "./visit-link.tsx";

type Edges = NonNullable<NonNullable<FollowUpsQuery["followUps"]>["edges"]>;
export type Task = Part<NonNullable<Edges[number]["node"]>>;

/** One task: for whom, what, by when, and what can be done about it. */
export function TaskCard({ task, purpose }: { task: Task; purpose: Purpose }) {
  const { t } = useTranslation(["work", "enums", "resident"]);
  const format = useFormat();
  const isVisitor = useIsVisitor();
  const [isCompleting, setCompleting] = useState(false);
  const [doneOn, setDoneOn] = useState(task.object.doneOn ?? null);
  const { residentId, dueOn, isOverdue } = task.object;
  const person = task.part("resident", "Resident");
  const isToday = dueOn === today() && doneOn === null;
  return (
    <li className="work-card">
      <h2>
        {person === null ? t("tasks.hidden") : <ShownValue of={person.field("name")} />}
        <span className="work-card-kind">
          <ShownValue of={task.field("kind")} as={(kind) => t(`enums:FollowUpKind.${kind}`)} />
        </span>
      </h2>
      <p>
        {t("tasks.dueOn")} <ShownValue of={task.field("dueOn")} as={format.day} />
        {isOverdue === true && doneOn === null && (
          <span className="state state-caution">{t("resident:visits.overdue")}</span>
        )}
        {isToday && <span className="state state-caution">{t("tasks.today")}</span>}
        {doneOn !== null && (
          <span className="state state-masked">{t("tasks.doneOn", { day: format.day(doneOn) })}</span>
        )}
      </p>
      {person !== null && (
        <p className="work-card-more">
          <ShownValue of={person.field("address")} />
        </p>
      )}
      {task.object.note != null && <p className="work-card-note">{task.object.note}</p>}
      {task.object.result != null && <p className="work-card-note">{task.object.result}</p>}
      {isCompleting ? (
        <CompleteTask
          task={task.object}
          purpose={purpose}
          onDone={(day) => {
            setDoneOn(day);
            setCompleting(false);
          }}
          onClose={() => setCompleting(false)}
        />
      ) : (
        <div className="work-actions">
          {doneOn === null && isVisitor && (
            <Button kind="primary" onClick={() => setCompleting(true)}>
              {t("tasks.complete")}
            </Button>
          )}
          <VisitLink id={residentId} />
        </div>
      )}
    </li>
  );
}
