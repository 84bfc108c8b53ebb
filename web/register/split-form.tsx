import { useId } from "react";
import { useTranslation } from "react-i18next";
import { SplitHouseholdDocument } from "../generated/graphql.ts";
import { DayField } from "../shown/day-field.tsx";
import { today } from "../shown/today.ts";
import { KeptForm } from "../visits/kept-form.tsx";
import { sendChange } from "../visits/send-change.ts";
import { useFieldFault } from "../visits/use-field-fault.ts";
import { useKeptChange } from "../visits/use-kept-change.ts";
import { Entered } from "./entered.tsx";
import { draftName, type EntryFormParts, membersOf } from "./read-entry.ts";

interface Draft {
  readonly residentIds: readonly string[];
  readonly changedOn: string;
}

/** Enters that members of a household begin one of their own. */
export function SplitForm({ of: entry, purpose, onAgain }: EntryFormParts) {
  const { t } = useTranslation("register");
  const faultId = useId();
  const members = membersOf(entry);
  const change = useKeptChange<Draft>({
    name: draftName("split", entry),
    empty: { residentIds: [entry.object.id], changedOn: today() },
    send: (client, { residentIds, changedOn }, key) =>
      sendChange(client, {
        document: SplitHouseholdDocument,
        variables: { input: { key, residentIds: [...residentIds], changedOn } },
        purpose,
        kind: "RegisterErrorCode",
        payloadOf: ({ splitHousehold }) => splitHousehold,
      }),
  });
  const { residentIds, changedOn } = change.draft;
  const faultOf = useFieldFault(change);
  const leaving = members.filter(({ id }) => residentIds.includes(id));
  if (change.standing === "done") {
    const names = leaving.map(({ name }) => name).join("、");
    return <Entered text={t("entered.split", { name: names })} onAgain={onAgain} />;
  }
  const fault = faultOf("residentIds");
  const choose = (id: string, isLeaving: boolean) =>
    change.change({ residentIds: [...residentIds.filter((one) => one !== id), ...(isLeaving ? [id] : [])] });
  return (
    <KeptForm
      change={change}
      submit={t("split.submit")}
      fields={["residentIds", "changedOn"]}
      missing={leaving.length === 0 ? t("split.missing") : null}
    >
      <fieldset className="work-rows" aria-describedby={fault === null ? undefined : faultId}>
        <legend>{t("split.who")}</legend>
        {members.map(({ id, name }) => (
          <label key={id} className="work-check">
            <input
              type="checkbox"
              checked={residentIds.includes(id)}
              onChange={(event) => choose(id, event.target.checked)}
            />
            {name}
          </label>
        ))}
        {fault !== null && (
          <p id={faultId} className="field-fault">
            {fault}
          </p>
        )}
      </fieldset>
      <DayField
        label={t("split.day")}
        max={today()}
        value={changedOn}
        fault={faultOf("changedOn")}
        onChange={(day) => change.change({ changedOn: day })}
      />
    </KeptForm>
  );
}
