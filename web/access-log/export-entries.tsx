import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Client, useClient } from "urql";
import {
  AccessLogDocument,
  type AccessLogQueryVariables,
  type AccessRecordFilter,
  type AccessRecordKind,
} from "../generated/graphql.ts";
import { type Failure, failureOf } from "../graph/answer-of.ts";
import { Button } from "../shown/button.tsx";
import { csvValue } from "../shown/csv-value.ts";
import { FailureNote } from "../shown/failure-note.tsx";
import { saveText } from "../shown/save-text.ts";
import type { Entry } from "./entry-rows.tsx";

// As many as a person reads; the whole record is exported with its seals by `hub audit export`.
const MOST_PAGES = 40;

const COLUMNS = [
  ["number", "log.number"],
  ["id", "log.id"],
  ["recordedAt", "log.at"],
  ["kind", "log.kind"],
  ["viewerId", "log.account"],
  ["viewerName", "log.name"],
  ["viewerOffice", "log.office"],
  ["purpose", "log.purpose"],
] as const;

type Exported = { readonly entries: readonly Entry[]; readonly isCut: boolean } | { readonly failure: Failure };

/** Writes what is listed to a file that a spreadsheet opens. Reading it is entered like any reading of the record. */
export function ExportEntries({ kind, filter }: { kind: AccessRecordKind | null; filter: AccessRecordFilter }) {
  const { t } = useTranslation(["record", "enums"]);
  const client = useClient();
  const [isUnderWay, setUnderWay] = useState(false);
  const [exported, setExported] = useState<Exported | null>(null);
  const save = async () => {
    const read = await readEntries(client, { kind, filter });
    setExported(read);
    if ("failure" in read) return;
    const valueOf = (entry: Entry, [column]: (typeof COLUMNS)[number]) =>
      column === "kind" && entry.kind != null ? t(`enums:AccessRecordKind.${entry.kind}`) : (entry[column] ?? "");
    const rows = read.entries.map((entry) => COLUMNS.map((column) => csvValue(valueOf(entry, column))));
    const lines = [COLUMNS.map(([, label]) => t(label)), ...rows].map((row) => row.join(","));
    saveText(t("log.exportName"), `${lines.join("\r\n")}\r\n`);
  };
  const begin = () => {
    setUnderWay(true);
    save()
      .catch(() => setExported({ failure: "failed" }))
      .finally(() => setUnderWay(false));
  };
  return (
    <>
      <Button isBusy={isUnderWay} onClick={begin}>
        {t("log.export")}
      </Button>
      {exported !== null && "failure" in exported && <FailureNote failure={exported.failure} onRetry={begin} />}
      {exported !== null && "entries" in exported && (
        <p role="status">
          {t(exported.isCut ? "log.exportedFirst" : "log.exported", { count: exported.entries.length })}
        </p>
      )}
    </>
  );
}

/** All of them or, after some pages, the newest: a page that can't be read must not pass for the end of the list. */
async function readEntries(client: Client, wanted: Omit<AccessLogQueryVariables, "after">): Promise<Exported> {
  const entries: Entry[] = [];
  let after: string | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const variables: AccessLogQueryVariables = { ...wanted, after };
    const result = await client.query(AccessLogDocument, variables).toPromise();
    const connection = result.data?.accessRecords;
    if (connection?.edges == null) return { failure: failureOf(result) ?? "failed" };
    entries.push(...connection.edges.flatMap(({ node }) => node ?? []));
    if (connection.pageInfo?.hasNextPage !== true) return { entries, isCut: false };
    after = connection.pageInfo.endCursor ?? null;
  }
  return { entries, isCut: true };
}
