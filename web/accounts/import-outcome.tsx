import { Alert, Button } from "antd";
import { useTranslation } from "react-i18next";
import { codesFile, type ImportProgress } from "./import-run.ts";

const MOST_SHOWN = 200;

/** What was made, and each line that was not, with its reason. */
export function ImportOutcome({ progress }: { progress: ImportProgress }) {
  const { t } = useTranslation(["accounts", "enums"]);
  const { state, refused, codes } = progress;
  return (
    <>
      {state === "stopped" && <Alert type="error" role="alert" title={t("import.stopped")} />}
      {state !== "running" && codes.length > 0 && (
        <div className="import-codes">
          <p>{t("import.codesNote")}</p>
          <Button type="primary" onClick={() => save("activation-codes.csv", codesFile(codes))}>
            {t("import.codes", { count: codes.length })}
          </Button>
        </div>
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
            {refused.slice(0, MOST_SHOWN).map(({ line, code }) => (
              <tr key={line}>
                <th scope="row">{line}</th>
                <td>{code === null ? t("import.values") : t(`enums:AccountErrorCode.${code}`)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

/** Gives a text to the browser as a file. */
function save(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob(["\uFEFF", text], { type: "text/csv" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
