import "../styles/work.css";
import { type SyntheticEvent, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useParams } from "react-router";
import { AreaDocument, AreasDocument } from "../generated/graphql.ts";
import { useLook } from "../graph/use-look.tsx";
import { useAccount } from "../session/session-context.tsx";
import { Alert } from "../shown/alert.tsx";
import { Button } from "../shown/button.tsx";
import { Field } from "../shown/field.tsx";
import { ListState } from "../shown/list-state.tsx";
import { MoreButton } from "../shown/more-button.tsx";
import { PageHead } from "../shown/page-head.tsx";
import { useFormat } from "../shown/use-format.ts";
import { readForm } from "../sign-in/read-form.ts";
import { AreaLink } from "./area-link.tsx";
import { CatalogueLinks } from "./catalogue-links.tsx";

/** One division with what lies in it; without a code in the address, the viewer's own. */
export function AreaPage() {
  const { t } = useTranslation("catalogue");
  const navigate = useNavigate();
  const [own = "32"] = useAccount().areas;
  const { code = own } = useParams();
  const find = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    const wanted = readForm(event.currentTarget, ["code"]).code.trim();
    if (wanted !== "") Promise.resolve(navigate(`/areas/${encodeURIComponent(wanted)}`)).catch(() => undefined);
  };
  return (
    <div className="page work">
      <PageHead title={t("areas.title")} />
      <CatalogueLinks />
      <form className="case-find" onSubmit={find}>
        <Field label={t("areas.code")} hint={t("areas.codeHint")}>
          {(ids) => <input {...ids} className="control" name="code" inputMode="numeric" autoComplete="off" />}
        </Field>
        <Button type="submit">{t("areas.find")}</Button>
      </form>
      <Division key={code} code={code} />
    </div>
  );
}

function Division({ code }: { code: string }) {
  const { t } = useTranslation(["catalogue", "enums"]);
  const format = useFormat();
  const request = useMemo(() => ({ document: AreaDocument, variables: { code }, purpose: null }), [code]);
  const { looked } = useLook(request);
  const area = looked?.data?.area;
  if (looked?.failure === null && area == null && !looked.isPartial) {
    return <Alert type="info" role="status" title={t("areas.unknown", { code })} />;
  }
  if (area == null) return <ListState looked={looked} root="area" />;
  const centres = area.serviceCentres ?? [];
  return (
    <section className="work-card">
      <h2>
        {area.name} <span className="work-card-kind">{area.code}</span>
      </h2>
      {area.validToOn != null && (
        <p>
          <span className="state state-caution">{t("areas.over", { day: format.day(area.validToOn) })}</span>{" "}
          {area.successor != null && (
            <>
              {t("areas.successor")} <AreaLink area={area.successor} />
            </>
          )}
        </p>
      )}
      <dl className="catalogue-facts">
        <dt>{t("areas.level")}</dt>
        <dd>{area.level != null && t(`enums:AreaLevel.${area.level}`)}</dd>
        {area.parent != null && (
          <>
            <dt>{t("areas.parent")}</dt>
            <dd>
              <AreaLink area={area.parent} />
            </dd>
          </>
        )}
        {area.validFromOn != null && (
          <>
            <dt>{t("areas.since")}</dt>
            <dd>{format.day(area.validFromOn)}</dd>
          </>
        )}
        {centres.length > 0 && (
          <>
            <dt>{t("centres.title")}</dt>
            <dd>
              {centres.map((centre) => (
                <p key={centre.code}>
                  <Link to={`/centres/${encodeURIComponent(centre.code)}`}>{centre.name}</Link>
                </p>
              ))}
            </dd>
          </>
        )}
        <dt>{t("areas.inside")}</dt>
        <dd>
          <Inside parent={area.code} after={null} />
        </dd>
      </dl>
    </section>
  );
}

function Inside({ parent, after }: { parent: string; after: string | null }) {
  const { t } = useTranslation("catalogue");
  const [next, setNext] = useState<string | null>(null);
  const request = useMemo(
    () => ({ document: AreasDocument, variables: { parent, after }, purpose: null }),
    [parent, after],
  );
  const { looked } = useLook(request);
  const connection = looked?.data?.areas;
  if (connection == null) return <ListState looked={looked} root="areas" />;
  const areas = (connection.edges ?? []).flatMap(({ node }) => node ?? []);
  if (areas.length === 0 && after === null) return <p role="status">{t("areas.none")}</p>;
  return (
    <>
      <ul>
        {areas.map((area) => (
          <li key={area.code}>
            <AreaLink area={area} />
          </li>
        ))}
      </ul>
      {next === null ? (
        <MoreButton pageInfo={connection.pageInfo} onMore={setNext} />
      ) : (
        <Inside parent={parent} after={next} />
      )}
    </>
  );
}
