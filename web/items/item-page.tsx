import "../styles/work.css";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { ItemDocument } from "../generated/graphql.ts";
import { useLook } from "../graph/use-look.tsx";
import { Alert } from "../shown/alert.tsx";
import { ListState } from "../shown/list-state.tsx";
import { PageHead } from "../shown/page-head.tsx";
import { useDepartmentName } from "../shown/use-names.ts";

/** One item: whose it is, whether it is open, and what can be done under it. */
export function ItemPage() {
  const { t } = useTranslation("catalogue");
  const { code = "" } = useParams();
  const departmentName = useDepartmentName();
  const request = useMemo(() => ({ document: ItemDocument, variables: { code }, purpose: null }), [code]);
  const { looked } = useLook(request);
  const item = looked?.data?.item;
  const isNone = looked?.failure === null && item == null && !looked.isPartial;
  return (
    <div className="page work">
      <PageHead title={item?.name ?? t("items.one")} />
      <p>
        <Link to="/items">{t("items.back")}</Link>
      </p>
      {isNone && <Alert type="info" role="status" title={t("items.unknown")} />}
      {item == null && !isNone && <ListState looked={looked} root="item" />}
      {item != null && (
        <dl className="catalogue-facts">
          <dt>{t("items.code")}</dt>
          <dd>{item.code}</dd>
          <dt>{t("items.department")}</dt>
          <dd>{item.department != null && departmentName(item.department)}</dd>
          <dt>{t("items.state")}</dt>
          <dd>{t(item.isActive === false ? "items.closed" : "items.open")}</dd>
          <dt>{t("items.businesses")}</dt>
          <dd>
            <ul>
              {(item.businesses ?? []).map((business) => (
                <li key={business.code}>
                  {business.name} <span className="catalogue-code">{business.code}</span>
                </li>
              ))}
            </ul>
          </dd>
        </dl>
      )}
    </div>
  );
}
