import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { FindResidentsDocument, type FindResidentsQuery } from "../generated/graphql.ts";
import type { Part } from "../graph/field-state.ts";
import { useLook } from "../graph/use-look.tsx";
import { PageHead } from "../shown/page-head.tsx";
import { PageRows, TableNote } from "../shown/page-rows.tsx";
import { ShownValue } from "../shown/shown-value.tsx";
import { useFormat } from "../shown/use-format.ts";
import type { NameSearch } from "./use-counter.ts";

const COLUMNS = 6;

type Edges = NonNullable<FindResidentsQuery["residents"]["edges"]>;
type FoundResident = NonNullable<Edges[number]["node"]>;

/** People of the viewer's areas who have one name. */
export function FoundByName({ search }: { search: NameSearch }) {
  const { t } = useTranslation("resident");
  return (
    <>
      <PageHead title={t("counter.found", { name: search.name })} />
      <table className="list">
        <thead>
          <tr>
            <th scope="col">{t("identity.name")}</th>
            <th scope="col">{t("identity.idNumber")}</th>
            <th scope="col">{t("identity.sex")}</th>
            <th scope="col">{t("identity.birthOn")}</th>
            <th scope="col">{t("identity.address")}</th>
            <th scope="col">{t("identity.area")}</th>
          </tr>
        </thead>
        <FoundPage key={`${search.name} ${search.purpose.detail}`} search={search} after={null} />
      </table>
    </>
  );
}

/** One page of them, and the next one once it is asked for. */
function FoundPage({ search, after }: { search: NameSearch; after: string | null }) {
  const { t } = useTranslation("resident");
  const [next, setNext] = useState<string | null>(null);
  const { name, purpose } = search;
  const request = useMemo(
    () => ({ document: FindResidentsDocument, variables: { name, after }, purpose }),
    [name, after, purpose],
  );
  const { looked } = useLook(request);
  if (looked?.data == null) return <TableNote columns={COLUMNS} failure={looked?.failure ?? null} />;
  const { answer, data } = looked;
  const people = answer.at(data, [], "Query").nodes("residents", "Resident");
  const { state } = answer.show(["residents", "edges", "node", "id"], "Resident.id", null);
  if (people.length === 0 && after === null) {
    const text = state === "none" ? t("counter.foundNone", { name }) : t("page.purposeMissing");
    return <TableNote columns={COLUMNS} text={text} />;
  }
  return (
    <>
      <PageRows columns={COLUMNS} pageInfo={data.residents.pageInfo} isLast={next === null} onMore={setNext}>
        {people.map((person) => (
          <FoundRow key={person.object.id} person={person} />
        ))}
      </PageRows>
      {next !== null && <FoundPage search={search} after={next} />}
    </>
  );
}

function FoundRow({ person }: { person: Part<FoundResident> }) {
  const { t } = useTranslation(["resident", "enums"]);
  const format = useFormat();
  const area = person.part("area", "Area");
  return (
    <tr>
      <th scope="row">
        <Link to={`/residents/${encodeURIComponent(person.object.id)}`}>
          <ShownValue of={person.field("name")} />
        </Link>
      </th>
      <td>
        <ShownValue of={person.field("idNumber")} />
      </td>
      <td>
        <ShownValue of={person.field("sex")} as={(sex) => t(`enums:Sex.${sex}`)} />
      </td>
      <td>
        <ShownValue of={person.field("birthOn")} as={format.day} />
      </td>
      <td>
        <ShownValue of={person.field("address")} />
      </td>
      <td>{area !== null && `${area.object.parent?.name ?? ""}${area.object.name ?? ""}`}</td>
    </tr>
  );
}
