import { useTranslation } from "react-i18next";
import { useSearchFault } from "../counter/search-fault.tsx";
import { readWanted } from "../counter/wanted.ts";
import { RegisterBirthDocument, type Sex } from "../generated/graphql.ts";
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
import { addressIn, draftName, type EntryFormParts, LONGEST_ADDRESS, nameIn } from "./read-entry.ts";

const FIELDS = ["householdId", "name", "idNumber", "bornOn", "sex", "address"] as const;
const SEXES = ["FEMALE", "MALE"] as const satisfies readonly Sex[];
const LONGEST_NAME = 100;
const NUMBER_LENGTH = 18;

interface Draft {
  readonly name: string;
  readonly idNumber: string;
  readonly bornOn: string;
  readonly sex: Sex;
  readonly address: string;
}

/** Enters a birth in the household of whoever was found, as a rule the mother. */
export function BirthForm({ of: entry, purpose, onAgain }: EntryFormParts) {
  const { t } = useTranslation(["register", "enums"]);
  const label = useFieldLabel();
  const faultText = useSearchFault();
  const householdId = entry.object.household?.id ?? "";
  const change = useKeptChange<Draft>({
    name: draftName("birth", entry),
    empty: { name: "", idNumber: "", bornOn: today(), sex: "FEMALE", address: addressIn(entry) },
    send: (client, draft, key) => {
      const number = readWanted(draft.idNumber);
      const idNumber = number.kind === "id-number" ? number.idNumber : draft.idNumber;
      return sendChange(client, {
        document: RegisterBirthDocument,
        variables: { input: { key, householdId, ...draft, idNumber } },
        purpose,
        kind: "RegisterErrorCode",
        payloadOf: ({ registerBirth }) => registerBirth,
      });
    },
  });
  const { draft } = change;
  const faultOf = useFieldFault(change);
  if (change.standing === "done") {
    return <Entered text={t("entered.birth", { name: draft.name, member: nameIn(entry) })} onAgain={onAgain} />;
  }
  const number = readWanted(draft.idNumber);
  // What the hub's own scalar would refuse without naming the field is said here.
  const numberFault = number.kind === "wrong" ? faultText(number) : t("birth.numberMissing");
  const isNumberTyped = draft.idNumber.trim().length >= NUMBER_LENGTH && number.kind !== "id-number";
  return (
    <KeptForm
      change={change}
      submit={t("birth.submit")}
      fields={FIELDS}
      missing={number.kind === "id-number" ? null : numberFault}
    >
      <p className="field-hint">{t("birth.hint", { name: nameIn(entry) })}</p>
      <TextLine
        label={t("birth.name")}
        longest={LONGEST_NAME}
        value={draft.name}
        fault={faultOf("name") ?? faultOf("householdId")}
        onChange={(name) => change.change({ name })}
      />
      <TextLine
        label={label("Resident.idNumber")}
        longest={40}
        value={draft.idNumber}
        fault={faultOf("idNumber") ?? (isNumberTyped ? numberFault : null)}
        onChange={(idNumber) => change.change({ idNumber })}
      />
      <Choice
        label={label("Resident.sex")}
        options={SEXES.map((one) => [one, t(`enums:Sex.${one}`)] as const)}
        value={draft.sex}
        fault={faultOf("sex")}
        onChange={(sex) => change.change({ sex })}
      />
      <DayField
        label={label("Resident.birthOn")}
        max={today()}
        value={draft.bornOn}
        fault={faultOf("bornOn")}
        onChange={(bornOn) => change.change({ bornOn })}
      />
      <TextLine
        label={label("Resident.address")}
        longest={LONGEST_ADDRESS}
        value={draft.address}
        fault={faultOf("address")}
        onChange={(address) => change.change({ address })}
      />
    </KeptForm>
  );
}
