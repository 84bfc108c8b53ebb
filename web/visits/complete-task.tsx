import { Button } from "antd";
import { type SyntheticEvent, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { CompleteFollowUpDocument } from "../generated/graphql.ts";
import type { Purpose } from "../graph/purpose.ts";
import { DayField } from "../shown/day-field.tsx";
import { TextArea } from "../shown/text-area.tsx";
import { today } from "../shown/today.ts";
import { orGone, sendChange } from "./send-change.ts";
import { StandingNote } from "./standing-note.tsx";
import { useKeptChange } from "./use-kept-change.ts";

interface Draft {
  readonly doneOn: string;
  readonly result: string;
}

interface CompleteTaskParts {
  readonly task: { readonly id: string };
  readonly purpose: Purpose;
  readonly onDone: (doneOn: string) => void;
  readonly onClose: () => void;
}

/** Says what came of a task. */
export function CompleteTask({ task, purpose, onDone, onClose }: CompleteTaskParts) {
  const { t } = useTranslation("work");
  const change = useKeptChange<Draft>({
    name: `task.${task.id}`,
    empty: { doneOn: today(), result: "" },
    send: async (client, { doneOn, result }, key) => {
      const input = { key, id: task.id, doneOn, result: result.trim() || null };
      const sent = await sendChange(client, CompleteFollowUpDocument, { input }, purpose);
      return orGone(sent, ({ completeFollowUp }) => completeFollowUp?.followUp);
    },
  });
  const { draft, standing } = change;
  useEffect(() => {
    if (standing === "done") onDone(draft.doneOn);
  });
  const submit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    change.send();
  };
  return (
    <form className="work-form" onSubmit={submit}>
      <StandingNote change={change} />
      <DayField
        label={t("tasks.doneDay")}
        max={today()}
        value={draft.doneOn}
        onChange={(doneOn) => change.change({ doneOn })}
      />
      <TextArea
        label={t("tasks.result")}
        rows={3}
        value={draft.result}
        onChange={(result) => change.change({ result })}
      />
      <div className="work-actions">
        <Button type="primary" htmlType="submit" loading={standing === "sending"}>
          {t("tasks.submit")}
        </Button>
        <Button onClick={onClose}>{t("later")}</Button>
      </div>
    </form>
  );
}
