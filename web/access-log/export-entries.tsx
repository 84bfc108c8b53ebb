import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useClient } from "urql";
import { AccessLogDocument, type AccessRecordFilter, type AccessRecordKind } from "../generated/graphql.ts";
import type { Entry } from "./entry-rows.tsx";

// As many as a person reads; the whole record is exported with its seals by `hub audit export`.
const MOST_PAGES = 40;

/** Writes what is listed to a file that a spreadsheet opens. Reading it is entered like any reading of the record. */
export function ExportEntries({ kind, filter }: { kind: AccessRecordKind | null; filter: AccessRecordFilter }) {
  const { t } = useTranslation("record");
  const client = useClient();
  const [isUnderWay, setUnderWay] = useState(false);
  const read = async (): Promise<Entry[]> => {
    const entries: Entry[] = [];
    let after: string | null = null;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const variables: { kind: AccessRecordKind | null; filter: AccessRecordFilter; after: string | null } = {
        kind,
        filter,
        after,
      };
      const { data } = await client.query(AccessLogDocument, variables).toPromise();
      entries.push(...(data?.accessRecords?.edges ?? []).flatMap(({ node }) => node ?? []));
      if (data?.accessRecords?.pageInfo?.hasNextPage !== true) break;
      after = data.accessRecords.pageInfo.endCursor ?? null;
    }
    return entries;
  };
  const save = () => {
    setUnderWay(true);
    read()
      .then((entries) => saveFile(toCsv(entries)))
      .catch(() => undefined)
      .finally(() => setUnderWay(false));
  };
  return (
    <Button loading={isUnderWay} onClick={save}>
      {t("log.export")}
    </Button>
  );
}

const COLUMNS = ["number", "id", "recordedAt", "kind", "viewerId", "viewerName", "viewerOffice", "purpose"] as const;

function toCsv(entries: readonly Entry[]): string {
  const rows = entries.map((entry) => COLUMNS.map((column) => valueOf(entry[column])).join(","));
  return `\uFEFF${[COLUMNS.join(","), ...rows].join("\r\n")}\r\n`;
}

/** Quoted, and with a mark before what a spreadsheet would take for a formula. */
function valueOf(value: string | null | undefined): string {
  const text = value ?? "";
  return `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
}

function saveFile(text: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  link.download = "access-record.csv";
  link.click();
  URL.revokeObjectURL(link.href);
}
