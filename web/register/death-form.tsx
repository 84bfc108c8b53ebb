import { useTranslation } from "react-i18next";
import { RecordDeathDocument } from "../generated/graphql.ts";
import { DayField } from "../shown/day-field.tsx";
import { today } from "../shown/today.ts";
import { KeptForm } from "../visits/kept-form.tsx";
import { sendChange } from "../visits/send-change.ts";
import { useFieldFault } from "../visits/use-field-fault.ts";
import { useKeptChange } from "../visits/use-kept-change.ts";
import { Entered } from "./entered.tsx";
import { draftName, type EntryFormParts, nameIn } from "./read-entry.ts";

interface Draft {
  readonly diedOn: string;
}

/** Enters a death. */
export function DeathForm({ of: entry, purpose, onAgain }: EntryFormParts) {
  const { t } = useTranslation("register");
  const { id, version, birthOn } = entry.object;
  const change = useKeptChange<Draft>({
    name: draftName("death", entry),
    empty: { diedOn: today() },
    send: (client, { diedOn }, key) =>
      sendChange(client, {
        document: RecordDeathDocument,
        variables: { input: { key, residentId: id, diedOn, expectedVersion: version ?? null } },
        purpose,
        kind: "RegisterErrorCode",
        payloadOf: ({ recordDeath }) => recordDeath,
      }),
  });
  const faultOf = useFieldFault(change);
  if (change.standing === "done") {
    return <Entered text={t("entered.death", { name: nameIn(entry) })} onAgain={onAgain} />;
  }
  return (
    <KeptForm change={change} submit={t("death.submit")} fields={["diedOn"]}>
      <p className="field-hint">{t("death.hint")}</p>
      <DayField
        label={t("death.day")}
        {...(birthOn == null ? {} : { min: birthOn })}
        max={today()}
        value={change.draft.diedOn}
        fault={faultOf("diedOn")}
        onChange={(diedOn) => change.change({ diedOn })}
      />
    </KeptForm>
  );
}
