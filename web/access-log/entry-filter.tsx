import { Button, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { AccessRecordFilter } from "../generated/graphql.ts";
import { Field } from "../shown/field.tsx";

const TEXTS = [
  ["viewerId", "account"],
  ["viewerName", "name"],
  ["areaCode", "area"],
  ["purpose", "purposeStart"],
  ["record", "record"],
] as const;
const DAYS = [
  ["sinceAt", "since"],
  ["untilAt", "until"],
] as const;

type Entered = Readonly<Partial<Record<(typeof TEXTS)[number][0] | (typeof DAYS)[number][0], string>>>;

/** Narrows the access record; what is left empty narrows nothing. */
export function EntryFilter({ onChange }: { onChange: (filter: AccessRecordFilter) => void }) {
  const { t } = useTranslation("record");
  const [entered, setEntered] = useState<Entered>({});
  const search = () => {
    const given = Object.entries(entered).filter(([, value]) => value !== "");
    // Days are days in China.
    const isDay = (name: string) => DAYS.some(([day]) => day === name);
    onChange(
      Object.fromEntries(given.map(([name, value]) => [name, isDay(name) ? `${value}T00:00:00+08:00` : value.trim()])),
    );
  };
  return (
    <form
      className="list-filter"
      onSubmit={(event) => {
        event.preventDefault();
        search();
      }}
    >
      {[...TEXTS, ...DAYS].map(([name, label]) => (
        <Field key={name} label={t(`log.${label}`)}>
          {({ id }) => (
            <Input
              id={id}
              type={name === "sinceAt" || name === "untilAt" ? "date" : "text"}
              value={entered[name] ?? ""}
              onChange={(event) => setEntered({ ...entered, [name]: event.target.value })}
            />
          )}
        </Field>
      ))}
      <Button type="primary" htmlType="submit">
        {t("log.search")}
      </Button>
    </form>
  );
}
