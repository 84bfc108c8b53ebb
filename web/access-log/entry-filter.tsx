import { type SyntheticEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { AreaPicker } from "../areas/area-picker.tsx";
import type { AccessRecordFilter } from "../generated/graphql.ts";
import { useAccount } from "../session/session-context.tsx";
import { Button } from "../shown/button.tsx";
import { Field } from "../shown/field.tsx";
import { PurposeFilter } from "./purpose-filter.tsx";

const TEXTS = [
  ["record", "record"],
  ["viewerName", "name"],
  ["viewerId", "account"],
] as const;
const DAYS = [
  ["sinceAt", "since"],
  ["untilAt", "until"],
] as const;

type Name = "areaCode" | "purpose" | (typeof TEXTS)[number][0] | (typeof DAYS)[number][0];

/** Narrows the access record; what is left empty narrows nothing. */
export function EntryFilter({ onChange }: { onChange: (filter: AccessRecordFilter) => void }) {
  const { t } = useTranslation("record");
  const { areas } = useAccount();
  const [entered, setEntered] = useState<Readonly<Partial<Record<Name, string>>>>({});
  const enter = (name: Name, value: string) => setEntered({ ...entered, [name]: value });
  const search = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = Object.entries(entered).filter(([, value]) => value.trim() !== "");
    // Days are days in China.
    const isDay = (name: string) => DAYS.some(([day]) => day === name);
    onChange(
      Object.fromEntries(given.map(([name, value]) => [name, isDay(name) ? `${value}T00:00:00+08:00` : value.trim()])),
    );
  };
  const input = (name: Name, label: (typeof TEXTS | typeof DAYS)[number][1], type: "text" | "date") => (
    <Field key={name} label={t(`log.${label}`)}>
      {({ id }) => (
        <input
          className="control"
          id={id}
          type={type}
          value={entered[name] ?? ""}
          onChange={(event) => enter(name, event.target.value)}
        />
      )}
    </Field>
  );
  return (
    <form className="entry-filter" onSubmit={search}>
      {TEXTS.map(([name, label]) => input(name, label, "text"))}
      {DAYS.map(([name, label]) => input(name, label, "date"))}
      <AreaPicker within={areas} onChange={(areaCode) => enter("areaCode", areaCode)} />
      <PurposeFilter onChange={(purpose) => enter("purpose", purpose)} />
      <Button kind="primary" type="submit">
        {t("log.search")}
      </Button>
    </form>
  );
}
