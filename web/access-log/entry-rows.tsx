import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { AccessLogQuery } from "../generated/graphql.ts";
import { useFormat } from "../shown/use-format.ts";
import { useDepartmentName, usePurposeText, useRoleNames } from "../shown/use-names.ts";

type Edges = NonNullable<NonNullable<AccessLogQuery["accessRecords"]>["edges"]>;
export type Entry = NonNullable<Edges[number]["node"]>;

/** One entry, and below it, once asked for, everything it holds. */
export function EntryRows({ entry, columns }: { entry: Entry; columns: number }) {
  const { t } = useTranslation(["record", "enums"]);
  const format = useFormat();
  const purposeText = usePurposeText();
  const roleNames = useRoleNames();
  const [isOpen, setOpen] = useState(false);
  const detailsId = `entry-${entry.id}`;
  return (
    <>
      <tr>
        <th scope="row">{entry.number}</th>
        <td className="moment">{entry.recordedAt != null && format.instant(entry.recordedAt)}</td>
        <td>
          {[entry.viewerName, entry.viewerId].filter((one) => one != null).join(" ")}
          <span className="row-more">
            {[roleNames(entry.viewerRoles ?? []), entry.viewerOffice ?? (entry.viewerAreas ?? []).join(" ")].join(
              " · ",
            )}
          </span>
        </td>
        <td>
          {entry.purpose == null ? t("log.noPurpose") : purposeText(entry.purpose)}
          {entry.kind != null && entry.kind !== "LOOK" && (
            <span className="row-more">{t(`enums:AccessRecordKind.${entry.kind}`)}</span>
          )}
        </td>
        <td className="number">{entry.residentCount}</td>
        <td>{entry.seal == null ? t("log.notSealed") : t("log.sealNumber", { number: entry.seal })}</td>
        <td>
          <button
            type="button"
            className="link-button"
            aria-expanded={isOpen}
            aria-controls={detailsId}
            aria-label={t("log.detailsOf", { number: entry.number })}
            onClick={() => setOpen(!isOpen)}
          >
            {t("log.details")}
          </button>
        </td>
      </tr>
      {isOpen && (
        <tr id={detailsId}>
          <td colSpan={columns}>
            <EntryDetails entry={entry} />
          </td>
        </tr>
      )}
    </>
  );
}

function EntryDetails({ entry }: { entry: Entry }) {
  const { t } = useTranslation("record");
  const format = useFormat();
  const departmentName = useDepartmentName();
  const details: (readonly [label: string, text: string | null | undefined])[] = [
    [t("log.id"), entry.id],
    [t("log.requestId"), entry.requestId],
    [t("log.department"), entry.viewerDepartment == null ? null : departmentName(entry.viewerDepartment)],
    [t("log.operation"), entry.operationName ?? entry.operationHash],
    [t("log.returned"), list(entry.returnedFields)],
    [t("log.masked"), list(entry.maskedFields)],
    [t("log.refused"), list(entry.refusedFields)],
    [t("log.withheldUntil"), entry.withheldUntilAt == null ? null : format.instant(entry.withheldUntilAt)],
  ];
  return (
    <dl className="entry-details">
      {details.map(([label, text]) =>
        text == null || text === "" ? null : (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{text}</dd>
          </div>
        ),
      )}
    </dl>
  );
}

function list(fields: readonly string[] | null | undefined): string {
  return (fields ?? []).join(", ");
}
