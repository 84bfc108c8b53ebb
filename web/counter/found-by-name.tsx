import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { fullNameOf } from "../areas/full-name.ts";
import {
  SearchResidentsDocument,
  type SearchResidentsQuery,
  type SearchResidentsQueryVariables,
} from "../generated/graphql.ts";
import type { Part } from "../graph/field-state.ts";
import type { Purpose } from "../graph/purpose.ts";
import { useLook } from "../graph/use-look.tsx";
import { useAccount } from "../session/session-context.tsx";
import { Choice } from "../shown/choice.tsx";
import { PageHead } from "../shown/page-head.tsx";
import { PageRows, TableNote } from "../shown/page-rows.tsx";
import { ShownValue } from "../shown/shown-value.tsx";
import { useFieldLabel } from "../shown/use-field-name.ts";
import { useFormat } from "../shown/use-format.ts";
import { filterOf } from "./name-filter.ts";
import type { NameSearch } from "./use-counter.ts";
import { usePlaces } from "./use-places.ts";

const COLUMNS = 6;

type Edges = NonNullable<SearchResidentsQuery["residents"]["edges"]>;
type FoundResident = NonNullable<Edges[number]["node"]>;
type Filter = SearchResidentsQueryVariables["filter"];

const EVERYWHERE = "";

/** People of the viewer's areas whose names fit what was typed. */
export function FoundByName({ search: { wanted, purpose } }: { search: NameSearch }) {
  const { t } = useTranslation("resident");
  const label = useFieldLabel();
  const { areas } = useAccount();
  const places = usePlaces(areas);
  const [place, setPlace] = useState(EVERYWHERE);
  const typed = wanted.kind === "name" ? wanted.name : wanted.initials;
  const filter = useMemo(() => filterOf(wanted, areas, place === EVERYWHERE ? null : place), [wanted, areas, place]);
  return (
    <>
      <PageHead title={t("counter.found", { name: typed })} />
      {places.length > 0 && (
        <div className="list-filter">
          <Choice
            label={t("counter.place.label")}
            options={[
              [EVERYWHERE, t("counter.place.whole")] as const,
              ...places.map(({ value, label }) => [value, label] as const),
            ]}
            value={place}
            onChange={setPlace}
          />
        </div>
      )}
      <table className="list">
        <thead>
          <tr>
            <th scope="col">{label("Resident.name")}</th>
            <th scope="col">{label("Resident.idNumber")}</th>
            <th scope="col">{label("Resident.sex")}</th>
            <th scope="col">{label("Resident.birthOn")}</th>
            <th scope="col">{label("Resident.address")}</th>
            <th scope="col">{label("Resident.area")}</th>
          </tr>
        </thead>
        {filter === null ? (
          <TableNote columns={COLUMNS} text={t("counter.place.initials")} />
        ) : (
          <FoundPage key={JSON.stringify(filter)} typed={typed} filter={filter} purpose={purpose} after={null} />
        )}
      </table>
    </>
  );
}

interface FoundPageParts {
  readonly typed: string;
  readonly filter: Filter;
  readonly purpose: Purpose;
  readonly after: string | null;
}

/** One page of them, and the next one once it is asked for. */
function FoundPage({ typed, filter, purpose, after }: FoundPageParts) {
  const { t } = useTranslation("resident");
  const [next, setNext] = useState<string | null>(null);
  const request = useMemo(
    () => ({ document: SearchResidentsDocument, variables: { filter, after }, purpose }),
    [filter, after, purpose],
  );
  const { looked } = useLook(request);
  if (looked?.data == null) return <TableNote columns={COLUMNS} failure={looked?.failure ?? null} />;
  const { answer, data } = looked;
  const people = answer.at(data, [], "Query").nodes("residents", "Resident");
  const { state } = answer.show(["residents", "edges", "node", "id"], "Resident.id", null);
  if (people.length === 0 && after === null) {
    const text = state === "none" ? t("counter.foundNone", { name: typed }) : t("page.purposeMissing");
    return <TableNote columns={COLUMNS} text={text} />;
  }
  return (
    <>
      <PageRows columns={COLUMNS} pageInfo={data.residents.pageInfo} isLast={next === null} onMore={setNext}>
        {people.map((person) => (
          <FoundRow key={person.object.id} person={person} />
        ))}
      </PageRows>
      {next !== null && <FoundPage typed={typed} filter={filter} purpose={purpose} after={next} />}
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
      <td>{area !== null && fullNameOf(area.object)}</td>
    </tr>
  );
}
