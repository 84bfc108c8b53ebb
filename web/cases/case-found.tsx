import "../styles/resident.css";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { CaseByNumberDocument } from "../generated/graphql.ts";
import type { Purpose } from "../graph/purpose.ts";
import { useLook } from "../graph/use-look.tsx";
import { Alert } from "../shown/alert.tsx";
import { Fact, Facts } from "../shown/facts.tsx";
import { ListState } from "../shown/list-state.tsx";
import { ShownValue } from "../shown/shown-value.tsx";
import { useFormat } from "../shown/use-format.ts";

/** One case by the number on its receipt. */
export function CaseFound({ number, purpose }: { number: string; purpose: Purpose }) {
  const { t } = useTranslation(["work", "enums"]);
  const format = useFormat();
  const request = useMemo(
    () => ({ document: CaseByNumberDocument, variables: { number }, purpose }),
    [number, purpose],
  );
  const { looked } = useLook(request);
  const found = looked?.data?.case;
  if (looked === null || found == null) {
    const isNone = looked?.failure === null && looked.answer.show(["case"], "Query.case", null).state === "none";
    if (isNone) return <Alert type="info" role="status" title={t("cases.notFound")} />;
    return <ListState looked={looked} root="case" />;
  }
  const shown = looked.answer.at(found, ["case"], "Case");
  const person = shown.part("resident", "Resident");
  return (
    <section className="work-card" aria-label={number}>
      <h2>
        {person !== null && (
          <Link to={`/residents/${encodeURIComponent(person.object.id)}`}>
            <ShownValue of={person.field("name")} />
          </Link>
        )}
        <span className="work-card-kind">{number}</span>
      </h2>
      <Facts>
        <Fact label={t("cases.item")} of={shown.field("item")} as={({ name, code }) => name ?? code} />
        <Fact label={t("cases.business")} of={shown.field("business")} as={({ name, code }) => name ?? code} />
        <Fact label={t("cases.status")} of={shown.field("status")} as={(status) => t(`enums:CaseStatus.${status}`)} />
        <Fact label={t("cases.origin")} of={shown.field("origin")} as={(origin) => t(`enums:CaseOrigin.${origin}`)} />
        <Fact label={t("cases.centre")} of={shown.field("centre")} as={({ name, code }) => name ?? code} />
        <Fact label={t("cases.openedOn")} of={shown.field("openedOn")} as={format.day} />
        <Fact label={t("cases.acceptedOn")} of={shown.field("acceptedOn")} as={format.day} />
        <Fact label={t("cases.dueOn")} of={shown.field("dueOn")} as={format.day} />
        <Fact label={t("cases.closedOn")} of={shown.field("closedOn")} as={format.day} />
      </Facts>
    </section>
  );
}
