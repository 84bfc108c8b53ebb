import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { CasesDocument, type CasesQuery, type CaseStatus } from "../generated/graphql.ts";
import type { Part } from "../graph/field-state.ts";
import type { Purpose } from "../graph/purpose.ts";
import { useLook } from "../graph/use-look.tsx";
import { ListState } from "../shown/list-state.tsx";
import { MoreButton } from "../shown/more-button.tsx";
import { ShownValue } from "../shown/shown-value.tsx";
import { useFormat } from "../shown/use-format.ts";
import { DueDay } from "./due-day.tsx";

type Edges = NonNullable<NonNullable<CasesQuery["cases"]>["edges"]>;
type ListedCase = Part<NonNullable<Edges[number]["node"]>>;

interface CaseListParts {
  /** Null for every status. */
  readonly status: CaseStatus | null;
  readonly purpose: Purpose;
}

export function CaseList({ status, purpose }: CaseListParts) {
  return (
    <ul className="cards">
      <CasesPart status={status} purpose={purpose} after={null} />
    </ul>
  );
}

function CasesPart({ status, purpose, after }: CaseListParts & { after: string | null }) {
  const { t } = useTranslation("work");
  const format = useFormat();
  const [next, setNext] = useState<string | null>(null);
  const request = useMemo(
    () => ({ document: CasesDocument, variables: { filter: { status }, after }, purpose }),
    [status, after, purpose],
  );
  const { looked } = useLook(request);
  const connection = looked?.data?.cases;
  if (looked === null || looked.data === null || connection == null) {
    return (
      <li>
        <ListState looked={looked} root="cases" />
      </li>
    );
  }
  const cases = looked.answer.at(looked.data, [], "Query").nodes("cases", "Case");
  const total = connection.totalCount;
  return (
    <>
      {after === null && (
        <li role="status">
          {cases.length === 0 ? t("cases.none") : total != null && t("cases.total", { number: format.count(total) })}
        </li>
      )}
      {cases.map((one) => (
        <CaseRow key={one.object.number} of={one} />
      ))}
      {next === null ? (
        <li>
          <MoreButton pageInfo={connection.pageInfo} onMore={setNext} />
        </li>
      ) : (
        <CasesPart status={status} purpose={purpose} after={next} />
      )}
    </>
  );
}

function CaseRow({ of }: { of: ListedCase }) {
  const { t } = useTranslation(["work", "enums"]);
  const format = useFormat();
  const person = of.part("resident", "Resident");
  return (
    <li className="work-card case-row">
      <h2>
        {person === null ? (
          <ShownValue of={of.field("resident")} as={() => ""} />
        ) : (
          <Link to={`/residents/${encodeURIComponent(person.object.id)}`}>
            <ShownValue of={person.field("name")} />
          </Link>
        )}
        <span className="work-card-kind">
          <ShownValue of={of.field("item")} as={({ name, code }) => name ?? code} />
        </span>
      </h2>
      <p>
        <ShownValue of={of.field("status")} as={(status) => t(`enums:CaseStatus.${status}`)} /> · {t("cases.dueOn")}{" "}
        <DueDay dueOn={of.object.dueOn} status={of.object.status} />
      </p>
      <p className="work-card-more">
        {t("cases.number")} {of.object.number} · {t("cases.openedOn")}{" "}
        <ShownValue of={of.field("openedOn")} as={format.day} />
      </p>
    </li>
  );
}
