import { type ChangeEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { type AccountFile, readAccountFile } from "../../schema/account-file.ts";
import { ImportAccountsV2Document } from "../generated/graphql.ts";
import { useChange } from "../graph/use-change.ts";
import { Alert } from "../shown/alert.tsx";
import { Button } from "../shown/button.tsx";
import { Field } from "../shown/field.tsx";
import { PageHead } from "../shown/page-head.tsx";
import { ImportOutcome } from "./import-outcome.tsx";
import { type ImportProgress, runImport } from "./import-run.ts";
import { saveText } from "../shown/save-text.ts";
import { templateFile } from "./template-file.ts";

const LARGEST_BYTES = 8 * 1024 * 1024;

/** Many accounts from a file, a part at a time. */
export function ImportPage() {
  const { t } = useTranslation("accounts");
  const { send } = useChange(ImportAccountsV2Document);
  const [file, setFile] = useState<AccountFile | { kind: "fault"; fault: "too-long" } | null>(null);
  const [progress, setProgress] = useState<ImportProgress | null>(null);
  const isRunning = progress?.state === "running";

  const choose = (event: ChangeEvent<HTMLInputElement>) => {
    const [chosen] = event.target.files ?? [];
    setProgress(null);
    setFile(null);
    chosen?.arrayBuffer().then(
      (bytes) =>
        setFile(
          bytes.byteLength > LARGEST_BYTES
            ? { kind: "fault", fault: "too-long" }
            : readAccountFile(new Uint8Array(bytes)),
        ),
      () => setFile({ kind: "fault", fault: "encoding" }),
    );
  };
  const start = (stopped: ImportProgress | null) => {
    if (file?.kind !== "rows") return;
    const sendRows = async (rows: Parameters<Parameters<typeof runImport>[1]>[0]) => {
      const answer = (await send({ input: { rows: [...rows] } }))?.importAccounts;
      return answer?.errors.length === 0 ? answer : null;
    };
    runImport(file.rows, sendRows, setProgress, stopped).catch(() => setProgress(null));
  };

  return (
    <div className="page">
      <PageHead title={t("import.title")}>
        <p className="page-intro">{t("import.intro")}</p>
      </PageHead>
      <div className="import">
        <p>
          <Button onClick={() => saveText(t("import.templateName"), templateFile())}>{t("import.template")}</Button>
        </p>
        <Field label={t("import.file")} hint={t("import.columns")}>
          {(ids) => (
            <input {...ids} type="file" accept=".csv,.txt,text/csv,text/plain" disabled={isRunning} onChange={choose} />
          )}
        </Field>
        {file?.kind === "fault" && <Alert type="error" role="alert" title={t(`import.fault.${file.fault}`)} />}
        {file?.kind === "rows" && progress === null && (
          <Button kind="primary" onClick={() => start(null)}>
            {t("import.start", { count: file.rows.length })}
          </Button>
        )}
        {progress !== null && (
          <>
            <div className="progress">
              <progress max={progress.rows} value={progress.done} aria-label={t("import.progress")} />
              {Math.floor((100 * progress.done) / progress.rows)}%
            </div>
            <p role="status">
              {t("import.done", { done: progress.done, count: progress.rows, imported: progress.imported })}
            </p>
            <ImportOutcome progress={progress} onResume={() => start(progress)} />
          </>
        )}
      </div>
    </div>
  );
}
