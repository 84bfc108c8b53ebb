import { useTranslation } from "react-i18next";
import { type JoinReason, JoinHouseholdDocument } from "../generated/graphql.ts";
import { Choice } from "../shown/choice.tsx";
import { DayField } from "../shown/day-field.tsx";
import { TextLine } from "../shown/text-line.tsx";
import { today } from "../shown/today.ts";
import { useFieldLabel } from "../shown/use-field-name.ts";
import { KeptForm } from "../visits/kept-form.tsx";
import { sendChange } from "../visits/send-change.ts";
import { useFieldFault } from "../visits/use-field-fault.ts";
import { useKeptChange } from "../visits/use-kept-change.ts";
import { Entered } from "./entered.tsx";
import { type ChosenHousehold, HouseholdByMember } from "./household-by-member.tsx";
import { addressIn, draftName, type EntryFormParts, LONGEST_ADDRESS, nameIn } from "./read-entry.ts";

const REASONS = ["MARRIAGE"] as const satisfies readonly JoinReason[];

interface Draft {
  readonly household: ChosenHousehold | null;
  readonly changedOn: string;
  readonly reason: JoinReason;
  readonly address: string;
}

/** Enters that somebody joins another household. */
export function JoinForm({ of: entry, purpose, onAgain }: EntryFormParts) {
  const { t } = useTranslation(["register", "enums"]);
  const label = useFieldLabel();
  const { id, version } = entry.object;
  const change = useKeptChange<Draft>({
    name: draftName("join", entry),
    empty: { household: null, changedOn: today(), reason: "MARRIAGE", address: addressIn(entry) },
    send: (client, { household, ...rest }, key) =>
      sendChange(client, {
        document: JoinHouseholdDocument,
        variables: {
          input: { key, residentId: id, householdId: household?.id ?? "", ...rest, expectedVersion: version ?? null },
        },
        purpose,
        kind: "RegisterErrorCode",
        payloadOf: ({ joinHousehold }) => joinHousehold,
      }),
  });
  const { household, changedOn, reason, address } = change.draft;
  const faultOf = useFieldFault(change);
  if (change.standing === "done") {
    const joined = { name: nameIn(entry), member: household?.memberName ?? "" };
    return <Entered text={t("entered.join", joined)} onAgain={onAgain} />;
  }
  return (
    <KeptForm
      change={change}
      submit={t("join.submit")}
      fields={["householdId", "changedOn", "address"]}
      missing={household === null ? t("household.missing") : null}
    >
      <HouseholdByMember
        purpose={purpose}
        chosen={household}
        fault={faultOf("householdId")}
        onChoose={(one) => change.change({ household: one })}
      />
      <Choice
        label={t("join.reason")}
        options={REASONS.map((one) => [one, t(`enums:JoinReason.${one}`)] as const)}
        value={reason}
        onChange={(one) => change.change({ reason: one })}
      />
      <TextLine
        label={label("Resident.address")}
        hint={t("join.addressHint")}
        longest={LONGEST_ADDRESS}
        value={address}
        fault={faultOf("address")}
        onChange={(text) => change.change({ address: text })}
      />
      <DayField
        label={t("join.day")}
        max={today()}
        value={changedOn}
        fault={faultOf("changedOn")}
        onChange={(day) => change.change({ changedOn: day })}
      />
    </KeptForm>
  );
}
