import "../styles/work.css";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { ItemsDocument } from "../generated/graphql.ts";
import { useLook } from "../graph/use-look.tsx";
import { CatalogueLinks } from "../places/catalogue-links.tsx";
import { Field } from "../shown/field.tsx";
import { ListState } from "../shown/list-state.tsx";
import { PageHead } from "../shown/page-head.tsx";
import { useDepartmentName } from "../shown/use-names.ts";

/** The open items of the catalogue, found by a part of their name or code. */
export function ItemsPage() {
  const { t } = useTranslation("catalogue");
  const [wanted, setWanted] = useState("");
  return (
    <div className="page work">
      <PageHead title={t("items.title")} />
      <CatalogueLinks />
      <Field label={t("items.find")}>
        {(ids) => (
          <input
            {...ids}
            className="control"
            type="search"
            autoComplete="off"
            value={wanted}
            onChange={(event) => setWanted(event.target.value)}
          />
        )}
      </Field>
      <ItemsPart wanted={wanted.normalize("NFKC").trim().toLowerCase()} after={null} />
    </div>
  );
}

function ItemsPart({ wanted, after }: { wanted: string; after: string | null }) {
  const { t } = useTranslation("catalogue");
  const departmentName = useDepartmentName();
  const request = useMemo(
    () => ({ document: ItemsDocument, variables: { first: 100, after }, purpose: null }),
    [after],
  );
  const { looked } = useLook(request);
  const connection = looked?.data?.items;
  if (connection == null) return <ListState looked={looked} root="items" />;
  const items = (connection.edges ?? []).flatMap(({ node }) => node ?? []);
  const found = items.filter(({ code, name }) => `${name ?? ""} ${code}`.toLowerCase().includes(wanted));
  const { endCursor, hasNextPage } = connection.pageInfo ?? {};
  return (
    <>
      {after === null && found.length === 0 && hasNextPage !== true && <p role="status">{t("items.none")}</p>}
      <ul className="cards">
        {found.map(({ code, name, department }) => (
          <li key={code} className="work-card">
            <h2>
              <Link to={`/items/${encodeURIComponent(code)}`}>{name ?? code}</Link>
              {department != null && <span className="work-card-kind">{departmentName(department)}</span>}
            </h2>
            <p className="work-card-more">{code}</p>
          </li>
        ))}
      </ul>
      {/* The whole catalogue, since it is searched here. */}
      {hasNextPage === true && endCursor != null && <ItemsPart wanted={wanted} after={endCursor} />}
    </>
  );
}
