import "../styles/work.css";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { ServiceCentreDocument } from "../generated/graphql.ts";
import { useLook } from "../graph/use-look.tsx";
import { Alert } from "../shown/alert.tsx";
import { ListState } from "../shown/list-state.tsx";
import { PageHead } from "../shown/page-head.tsx";
import { AreaLink } from "./area-link.tsx";

/** One service centre: where it is, when it is open, whom it serves. */
export function CentrePage() {
  const { t } = useTranslation("catalogue");
  const { code = "" } = useParams();
  const request = useMemo(() => ({ document: ServiceCentreDocument, variables: { code }, purpose: null }), [code]);
  const { looked } = useLook(request);
  const centre = looked?.data?.serviceCentre;
  const isNone = looked?.failure === null && centre == null && !looked.isPartial;
  return (
    <div className="page work">
      <PageHead title={centre?.name ?? t("centres.one")} />
      <p>
        <Link to="/centres">{t("centres.back")}</Link>
      </p>
      {isNone && <Alert type="info" role="status" title={t("centres.unknown")} />}
      {centre == null && !isNone && <ListState looked={looked} root="serviceCentre" />}
      {centre != null && (
        <dl className="catalogue-facts">
          <dt>{t("centres.address")}</dt>
          <dd>{centre.address ?? t("notKnown")}</dd>
          <dt>{t("centres.hours")}</dt>
          <dd>{centre.openingHours ?? t("notKnown")}</dd>
          <dt>{t("centres.in")}</dt>
          <dd>{centre.area != null && <AreaLink area={centre.area} />}</dd>
          <dt>{t("centres.serves")}</dt>
          <dd>
            <ul>
              {(centre.townships ?? []).map((township) => (
                <li key={township.code}>
                  <AreaLink area={township} />
                </li>
              ))}
            </ul>
          </dd>
          <dt>{t("centres.code")}</dt>
          <dd>{centre.code}</dd>
        </dl>
      )}
    </div>
  );
}
