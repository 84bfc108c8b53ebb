import { type ComponentType, useState } from "react";
import { useTranslation } from "react-i18next";
import { Choice } from "../shown/choice.tsx";
import { BirthForm } from "./birth-form.tsx";
import { DeathForm } from "./death-form.tsx";
import { EntryCard } from "./entry-card.tsx";
import { JoinForm } from "./join-form.tsx";
import { MoveForm } from "./move-form.tsx";
import type { EntryFormParts, ReadEntry } from "./read-entry.ts";
import { SplitForm } from "./split-form.tsx";

const FORMS = {
  move: MoveForm,
  death: DeathForm,
  split: SplitForm,
  join: JoinForm,
  birth: BirthForm,
} as const satisfies Readonly<Record<string, ComponentType<EntryFormParts>>>;

type EntryKind = keyof typeof FORMS;

/** What can be entered of somebody: of the dead nothing, and of a household what there is one for. */
function kindsFor({ object: { diedOn, household } }: ReadEntry): readonly EntryKind[] {
  const ofHousehold: readonly EntryKind[] = household == null ? [] : ["birth"];
  if (diedOn != null) return ofHousehold;
  return ["move", "death", ...(household == null ? [] : (["split"] as const)), "join", ...ofHousehold];
}

/** The entry of somebody, and the form for what is entered. */
export function EntryForms(parts: EntryFormParts) {
  const { t } = useTranslation("register");
  const kinds = kindsFor(parts.of);
  const [chosen, setChosen] = useState<EntryKind>("move");
  const kind = kinds.includes(chosen) ? chosen : kinds[0];
  const { id, version } = parts.of.object;
  if (kind === undefined) return <EntryCard of={parts.of} />;
  const Form = FORMS[kind];
  return (
    <>
      <EntryCard of={parts.of} />
      <Choice
        label={t("kind.label")}
        options={kinds.map((one) => [one, t(`kind.${one}`)] as const)}
        value={kind}
        onChange={setChosen}
      />
      <Form key={`${kind} ${id} ${version}`} {...parts} />
    </>
  );
}
