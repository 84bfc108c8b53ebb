import "../styles/work.css";
import { type SyntheticEvent, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { CaseCountDocument, type CaseCountFilter, type CaseStatus } from "../generated/graphql.ts";
import type { chinese } from "../i18n/i18n.ts";
import { useLook } from "../graph/use-look.tsx";
import { useCatalogue } from "../items/catalogue.tsx";
import { AreaPicker } from "../areas/area-picker.tsx";
import { NamedAreas } from "../areas/named-areas.tsx";
import { useAccount } from "../session/session-context.tsx";
import { Button } from "../shown/button.tsx";
import { ListState } from "../shown/list-state.tsx";
import { PageHead } from "../shown/page-head.tsx";
import { useFormat } from "../shown/use-format.ts";
import { Choice } from "../shown/choice.tsx";

const STATES = Object.keys({
  DRAFT: 0,
  RECEIVED: 0,
  CORRECTION_REQUESTED: 0,
  ACCEPTED: 0,
  NOT_ACCEPTED: 0,
  IN_REVIEW: 0,
  IN_PUBLICITY: 0,
  SUSPENDED: 0,
  GRANTED: 0,
  REFUSED: 0,
  TERMINATED: 0,
  WITHDRAWN: 0,
  DELIVERED: 0,
} satisfies Record<keyof typeof chinese.enums.CaseStatus, 0>) as CaseStatus[];

/** How many cases there are, without whose; and in words why a small number is not told. */
export function CountsPage() {
  const { t } = useTranslation(["catalogue", "enums"]);
  const { items } = useCatalogue();
  const { areas } = useAccount();
  const [areaCode, setAreaCode] = useState("");
  const [filter, setFilter] = useState<CaseCountFilter>({});
  const [status, setStatus] = useState<CaseStatus | "ALL">("ALL");
  const [itemCode, setItemCode] = useState("ALL");
  const count = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    setFilter({
      areaCode: areaCode || null,
      itemCode: itemCode === "ALL" ? null : itemCode,
      status: status === "ALL" ? null : status,
    });
  };
  return (
    <div className="page work">
      <PageHead title={t("counts.title")}>
        <p className="page-intro">{t("counts.intro")}</p>
      </PageHead>
      <form className="work-form" onSubmit={count}>
        <AreaPicker within={areas} smallest="TOWNSHIP" onChange={setAreaCode} />
        <Choice
          label={t("counts.item")}
          options={[["ALL", t("counts.allItems")] as const, ...[...items].map(([code, name]) => [code, name] as const)]}
          value={itemCode}
          onChange={setItemCode}
        />
        <Choice
          label={t("counts.status")}
          options={[
            ["ALL", t("counts.allStates")] as const,
            ...STATES.map((one) => [one, t(`enums:CaseStatus.${one}`)] as const),
          ]}
          value={status}
          onChange={setStatus}
        />
        <Button kind="primary" type="submit" className="work-submit">
          {t("counts.submit")}
        </Button>
      </form>
      <Counted key={JSON.stringify(filter)} filter={filter} />
    </div>
  );
}

function Counted({ filter }: { filter: CaseCountFilter }) {
  const { t } = useTranslation("catalogue");
  const format = useFormat();
  const { areas } = useAccount();
  const request = useMemo(() => ({ document: CaseCountDocument, variables: { filter }, purpose: null }), [filter]);
  const { looked } = useLook(request);
  const counted = looked?.data?.caseCount;
  if (counted == null) return <ListState looked={looked} root="caseCount" />;
  const codes = counted.areaCode == null ? areas : [counted.areaCode];
  return (
    <section className="work-card" role="status">
      <h2>
        <NamedAreas codes={codes} />
      </h2>
      {counted.cases == null ? (
        <p>
          <span className="state state-masked">{t("counts.suppressed")}</span> {t("counts.why")}
        </p>
      ) : (
        <p className="counted">{t("counts.cases", { number: format.count(counted.cases) })}</p>
      )}
    </section>
  );
}
