import "../styles/work.css";
import { type SyntheticEvent, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { AreaPicker } from "../areas/area-picker.tsx";
import { ServiceCentresDocument } from "../generated/graphql.ts";
import { useLook } from "../graph/use-look.tsx";
import { useAccount } from "../session/session-context.tsx";
import { Button } from "../shown/button.tsx";
import { ListState } from "../shown/list-state.tsx";
import { MoreButton } from "../shown/more-button.tsx";
import { PageHead } from "../shown/page-head.tsx";
import { CatalogueLinks } from "./catalogue-links.tsx";

/** Where services are given over the counter; one's own area to begin with. */
export function CentresPage() {
  const { t } = useTranslation("catalogue");
  const [own = ""] = useAccount().areas;
  const [chosen, setChosen] = useState(own);
  const [areaCode, setAreaCode] = useState(own);
  const find = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    setAreaCode(chosen);
  };
  return (
    <div className="page work">
      <PageHead title={t("centres.title")} />
      <CatalogueLinks />
      <form className="case-find" onSubmit={find}>
        <AreaPicker within={[own.slice(0, 2) || "32"]} initial={own} onChange={setChosen} />
        <Button type="submit">{t("centres.find")}</Button>
      </form>
      <CentresPart key={areaCode} areaCode={areaCode} after={null} />
    </div>
  );
}

function CentresPart({ areaCode, after }: { areaCode: string; after: string | null }) {
  const { t } = useTranslation("catalogue");
  const [next, setNext] = useState<string | null>(null);
  const request = useMemo(() => {
    const filter = areaCode === "" ? null : { areaCode };
    return { document: ServiceCentresDocument, variables: { filter, after }, purpose: null };
  }, [areaCode, after]);
  const { looked } = useLook(request);
  const connection = looked?.data?.serviceCentres;
  if (connection == null) return <ListState looked={looked} root="serviceCentres" />;
  const centres = (connection.edges ?? []).flatMap(({ node }) => node ?? []);
  return (
    <>
      {after === null && (
        <p role="status">
          {centres.length === 0 ? t("centres.none") : t("centres.total", { number: connection.totalCount })}
        </p>
      )}
      <ul className="cards">
        {centres.map(({ code, name, address, openingHours }) => (
          <li key={code} className="work-card">
            <h2>
              <Link to={`/centres/${encodeURIComponent(code)}`}>{name ?? code}</Link>
            </h2>
            <p className="work-card-more">{[address, openingHours].filter((one) => one != null).join(" · ")}</p>
          </li>
        ))}
      </ul>
      {next === null ? (
        <MoreButton pageInfo={connection.pageInfo} onMore={setNext} />
      ) : (
        <CentresPart areaCode={areaCode} after={next} />
      )}
    </>
  );
}
