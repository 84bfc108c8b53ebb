import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { AccessLogDocument, type AccessRecordFilter, type AccessRecordKind } from "../generated/graphql.ts";
import { useLook } from "../graph/use-look.tsx";
import { Choice } from "../shown/choice.tsx";
import { PageHead } from "../shown/page-head.tsx";
import { PageRows, TableNote } from "../shown/page-rows.tsx";
import { EntryHead } from "./entry-head.tsx";
import { EntryFilter } from "./entry-filter.tsx";
import { ExportEntries } from "./export-entries.tsx";
import { EntryRows } from "./entry-rows.tsx";

const COLUMNS = 7;
const KINDS = [
  "LOOK",
  "LOG_READ",
  "LOG_EXPORT",
  "WITHHOLDING",
  "DUTY_JUDGEMENT",
  "ACCOUNT_CHANGE",
  "ACCOUNT_READ",
  "EMERGENCY",
  "OBJECTION",
  "REGISTER_ENTRY",
] as const satisfies readonly AccessRecordKind[];

/** The access record of the auditor's areas, newest first. */
export function AccessLogPage() {
  const { t } = useTranslation(["record", "enums"]);
  const [kind, setKind] = useState<AccessRecordKind | null>(null);
  const [filter, setFilter] = useState<AccessRecordFilter>({});
  const options = [
    ["", t("log.all")] as const,
    ...KINDS.map((one) => [one, t(`enums:AccessRecordKind.${one}`)] as const),
  ];
  return (
    <div className="page">
      <PageHead title={t("log.title")}>
        <p className="page-intro">{t("log.intro")}</p>
      </PageHead>
      <div className="list-filter">
        <Choice
          label={t("log.kind")}
          options={options}
          value={kind ?? ""}
          onChange={(value) => setKind(value === "" ? null : value)}
        />
      </div>
      <EntryFilter onChange={setFilter} />
      <ExportEntries kind={kind} filter={filter} />
      <table className="list">
        <EntryHead>
          <th scope="col">{t("log.seal")}</th>
          <th scope="col">{t("log.details")}</th>
        </EntryHead>
        <EntriesPage key={`${kind ?? ""} ${JSON.stringify(filter)}`} kind={kind} filter={filter} after={null} />
      </table>
    </div>
  );
}

interface EntriesParts {
  readonly kind: AccessRecordKind | null;
  readonly filter: AccessRecordFilter;
  readonly after: string | null;
}

function EntriesPage({ kind, filter, after }: EntriesParts) {
  const { t } = useTranslation("record");
  const [next, setNext] = useState<string | null>(null);
  const request = useMemo(
    () => ({ document: AccessLogDocument, variables: { kind, filter, after }, purpose: null }),
    [kind, filter, after],
  );
  const { looked } = useLook(request);
  const connection = looked?.data?.accessRecords;
  if (looked === null || connection == null) return <TableNote columns={COLUMNS} failure={looked?.failure ?? null} />;
  const entries = (connection.edges ?? []).flatMap(({ node }) => node ?? []);
  if (entries.length === 0 && after === null) return <TableNote columns={COLUMNS} text={t("log.none")} />;
  return (
    <>
      <PageRows columns={COLUMNS} pageInfo={connection.pageInfo} isLast={next === null} onMore={setNext}>
        {entries.map((entry) => (
          <EntryRows key={entry.id} entry={entry} columns={COLUMNS} />
        ))}
      </PageRows>
      {next !== null && <EntriesPage kind={kind} filter={filter} after={next} />}
    </>
  );
}
