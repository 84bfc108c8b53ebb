import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { CompleteFollowUpV2Document } from "../generated/graphql.ts";
import type { Purpose } from "../graph/purpose.ts";
import { Button } from "../shown/button.tsx";
import { DayField } from "../shown/day-field.tsx";
import { TextArea } from "../shown/text-area.tsx";
import { today } from "../shown/today.ts";
import { KeptForm } from "./kept-form.tsx";
import { sendChange } from "./send-change.ts";
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
    send: (client, { doneOn, result }, key) => {
      const input = { key, id: task.id, doneOn, result: result.trim() || null };
      return sendChange(client, {
        document: CompleteFollowUpV2Document,
        variables: { input },
        purpose,
        kind: "GridErrorCode",
        payloadOf: (data) => data.completeFollowUp,
      });
    },
  });
  const { draft, standing } = change;
  useEffect(() => {
    if (standing === "done") onDone(draft.doneOn);
  });
  return (
    <KeptForm change={change} submit={t("tasks.submit")} beside={<Button onClick={onClose}>{t("later")}</Button>}>
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
    </KeptForm>
  );
}
