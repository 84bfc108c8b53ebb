import "../styles/work.css";
import { type SyntheticEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { CaseStatus } from "../generated/graphql.ts";
import type { Purpose } from "../graph/purpose.ts";
import { NamedAreas } from "../areas/named-areas.tsx";
import { useAccount } from "../session/session-context.tsx";
import { Button } from "../shown/button.tsx";
import { Field } from "../shown/field.tsx";
import { PageHead } from "../shown/page-head.tsx";
import { readForm } from "../sign-in/read-form.ts";
import { Choice } from "../shown/choice.tsx";
import { AskWorkPurpose, useWorkPurpose } from "../visits/work-purpose.tsx";
import { CaseFound } from "./case-found.tsx";
import { CaseList } from "./case-list.tsx";

const STATES = [
  "RECEIVED",
  "CORRECTION_REQUESTED",
  "ACCEPTED",
  "IN_REVIEW",
  "IN_PUBLICITY",
  "SUSPENDED",
  "GRANTED",
  "REFUSED",
  "NOT_ACCEPTED",
  "TERMINATED",
  "WITHDRAWN",
  "DELIVERED",
  "DRAFT",
] as const satisfies readonly CaseStatus[];

/** The cases of the viewer's areas, and one case by its number. */
export function CasesPage() {
  const { t } = useTranslation("work");
  const { areas } = useAccount();
  const { purpose, give } = useWorkPurpose();
  return (
    <div className="page">
      <PageHead title={t("cases.title")}>
        <p className="page-intro">
          <NamedAreas codes={areas} />
        </p>
      </PageHead>
      {purpose === null ? <AskWorkPurpose usual={t("purpose.cases")} onGive={give} /> : <CasesFor purpose={purpose} />}
    </div>
  );
}

function CasesFor({ purpose }: { purpose: Purpose }) {
  const { t } = useTranslation(["work", "enums"]);
  const [status, setStatus] = useState<CaseStatus | "ALL">("ALL");
  const [number, setNumber] = useState<string | null>(null);
  const find = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    setNumber(readForm(event.currentTarget, ["number"]).number.trim() || null);
  };
  return (
    <>
      <div className="case-tools">
        <Choice
          label={t("cases.status")}
          options={[
            ["ALL", t("cases.all")] as const,
            ...STATES.map((one) => [one, t(`enums:CaseStatus.${one}`)] as const),
          ]}
          value={status}
          onChange={setStatus}
        />
        <form className="case-find" onSubmit={find}>
          <Field label={t("cases.number")}>
            {(ids) => <input {...ids} className="control" name="number" autoComplete="off" spellCheck={false} />}
          </Field>
          <Button type="submit">{t("cases.find")}</Button>
        </form>
      </div>
      {number !== null && <CaseFound key={number} number={number} purpose={purpose} />}
      <CaseList key={status} status={status === "ALL" ? null : status} purpose={purpose} />
    </>
  );
}
