import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { Alert } from "../shown/alert.tsx";
import { Button } from "../shown/button.tsx";
import type { ImportProgress } from "./import-run.ts";

const MOST_SHOWN = 200;

interface ImportOutcomeParts {
  readonly progress: ImportProgress;
  readonly onResume: () => void;
}

/** What was asked for, how to go on where it stopped, and each line that was not taken, with its reason. */
export function ImportOutcome({ progress, onResume }: ImportOutcomeParts) {
  const { t } = useTranslation(["accounts", "enums"]);
  const { state, refused, requests, nextLine } = progress;
  return (
    <>
      {state === "stopped" && (
        <Alert
          type="error"
          role="alert"
          title={t("import.stopped", { line: nextLine })}
          action={<Button onClick={onResume}>{t("import.resume")}</Button>}
        />
      )}
      {state !== "running" && requests > 0 && (
        <p role="status">
          {t("import.asked", { count: requests })} <Link to="/accounts/requests">{t("requests.title")}</Link>
        </p>
      )}
      {refused.length > 0 && (
        <table className="list">
          <caption className="list-caption">{t("import.refused", { count: refused.length })}</caption>
          <thead>
            <tr>
              <th scope="col">{t("import.line")}</th>
              <th scope="col">{t("import.reason")}</th>
            </tr>
          </thead>
          <tbody>
            {refused.slice(0, MOST_SHOWN).map(({ line, reason }) => (
              <tr key={line}>
                <th scope="row">{line}</th>
                <td>
                  {reason === "values" || reason === "quotes"
                    ? t(`import.${reason}`)
                    : t(`enums:AccountErrorCode.${reason}`)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
