import { useTranslation } from "react-i18next";
import { NamedAreas } from "../areas/named-areas.tsx";
import { FailureNote } from "../shown/failure-note.tsx";
import { PageHead } from "../shown/page-head.tsx";
import { useFormat } from "../shown/use-format.ts";
import { usePurposeText, useRoleNames } from "../shown/use-names.ts";
import { EntryHead } from "./entry-head.tsx";
import { type LiveEntry, useLiveEntries } from "./use-live-entries.ts";

/** Looks as they are made, for as long as the page is open. */
export function LivePage() {
  const { t } = useTranslation(["record", "work"]);
  const { entries, failure, isOpen, reopen } = useLiveEntries();
  return (
    <div className="page">
      <PageHead title={t("work:live.title")}>
        <p className="page-intro">{t("work:live.intro")}</p>
      </PageHead>
      {failure !== null && <FailureNote failure={failure} onRetry={reopen} />}
      {isOpen && (
        <p role="status">
          {entries.length === 0 ? t("work:live.waiting") : t("work:live.count", { count: entries.length })}
        </p>
      )}
      {entries.length > 0 && (
        <div className="live-entries">
          <table className="list">
            <EntryHead />
            <tbody>
              {entries.map((entry) => (
                <LiveRow key={entry.id} entry={entry} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}

function LiveRow({ entry }: { entry: LiveEntry }) {
  const { t } = useTranslation("record");
  const format = useFormat();
  const roleNames = useRoleNames();
  const purposeText = usePurposeText();
  return (
    <tr>
      <th scope="row">{entry.number}</th>
      <td>{entry.recordedAt != null && format.instant(entry.recordedAt)}</td>
      <td>
        {entry.viewerId}
        <span className="row-more">
          {roleNames(entry.viewerRoles ?? [])} · <NamedAreas codes={entry.viewerAreas ?? []} />
        </span>
      </td>
      <td>{entry.purpose == null ? t("log.noPurpose") : purposeText(entry.purpose)}</td>
      <td className="number">{entry.residentCount}</td>
    </tr>
  );
}
