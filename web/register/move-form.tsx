import { useTranslation } from "react-i18next";
import { AreaPicker } from "../areas/area-picker.tsx";
import { useAreaNames } from "../areas/use-area-names.tsx";
import { RecordMoveDocument } from "../generated/graphql.ts";
import { useAccount } from "../session/session-context.tsx";
import { Choice } from "../shown/choice.tsx";
import { DayField } from "../shown/day-field.tsx";
import { TextLine } from "../shown/text-line.tsx";
import { today } from "../shown/today.ts";
import { KeptForm } from "../visits/kept-form.tsx";
import { sendChange } from "../visits/send-change.ts";
import { useFieldFault } from "../visits/use-field-fault.ts";
import { useKeptChange } from "../visits/use-kept-change.ts";
import { Entered } from "./entered.tsx";
import { HouseholdByMember } from "./household-by-member.tsx";
import { destinationOf, emptyMove, inputOf, type MoveDraft, MOVERS, VILLAGE_DIGITS } from "./move-draft.ts";
import { draftName, type EntryFormParts, LONGEST_ADDRESS, nameIn } from "./read-entry.ts";

const FIELDS = ["isWholeHousehold", "areaCode", "householdId", "address", "movedOn"] as const;

/** Enters that somebody, or a whole household, is registered elsewhere. */
export function MoveForm({ of: entry, purpose, onAgain }: EntryFormParts) {
  const { t } = useTranslation("register");
  const { areas } = useAccount();
  const { area, household } = entry.object;
  const change = useKeptChange<MoveDraft>({
    name: draftName("move", entry),
    empty: emptyMove(area?.code ?? ""),
    send: (client, draft, key) =>
      sendChange(client, {
        document: RecordMoveDocument,
        variables: { input: inputOf(draft, entry.object, key) },
        purpose,
        kind: "RegisterErrorCode",
        payloadOf: ({ recordMove }) => recordMove,
      }),
  });
  const { draft } = change;
  const faultOf = useFieldFault(change);
  const to = destinationOf(draft);
  const nameOf = useAreaNames(to.length === VILLAGE_DIGITS ? [to] : []);
  if (change.standing === "done") {
    const text = draft.movers === "household" ? "entered.moveHousehold" : "entered.move";
    return <Entered text={t(text, { name: nameIn(entry), place: nameOf(to) })} onAgain={onAgain} />;
  }
  const isJoining = draft.movers === "joining";
  const missing = t(isJoining ? "household.missing" : "move.missing");
  const movers = MOVERS.filter((one) => one !== "household" || household != null);
  return (
    <KeptForm
      change={change}
      submit={t("move.submit")}
      fields={FIELDS}
      missing={to.length === VILLAGE_DIGITS ? null : missing}
    >
      <Choice
        label={t("move.movers.label")}
        options={movers.map((one) => [one, t(`move.movers.${one}`)] as const)}
        value={draft.movers}
        fault={faultOf("isWholeHousehold")}
        onChange={(one) => change.change({ movers: one })}
      />
      {isJoining ? (
        <HouseholdByMember
          purpose={purpose}
          chosen={draft.household}
          fault={faultOf("householdId") ?? faultOf("areaCode")}
          onChoose={(one) => change.change({ household: one })}
        />
      ) : (
        <AreaPicker
          key={change.key}
          within={areas}
          initial={draft.areaCode}
          fault={faultOf("areaCode") ?? faultOf("householdId")}
          onChange={(areaCode) => change.change({ areaCode })}
        />
      )}
      <TextLine
        label={t("move.address")}
        longest={LONGEST_ADDRESS}
        value={draft.address}
        fault={faultOf("address")}
        onChange={(address) => change.change({ address })}
      />
      <DayField
        label={t("move.day")}
        max={today()}
        value={draft.movedOn}
        fault={faultOf("movedOn")}
        onChange={(movedOn) => change.change({ movedOn })}
      />
    </KeptForm>
  );
}
