import { Alert, Button, Progress } from "antd";
import { type ChangeEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { ImportAccountsDocument } from "../generated/graphql.ts";
import { useChange } from "../graph/use-change.ts";
import { Field } from "../shown/field.tsx";
import { PageHead } from "../shown/page-head.tsx";
import { type AccountFile, readAccountFile } from "./account-file.ts";
import { ImportOutcome } from "./import-outcome.tsx";
import { type ImportProgress, runImport } from "./import-run.ts";

/** Many accounts from a file, a part at a time. */
export function ImportPage() {
  const { t } = useTranslation("accounts");
  const { send } = useChange(ImportAccountsDocument);
  const [file, setFile] = useState<AccountFile | null>(null);
  const [progress, setProgress] = useState<ImportProgress | null>(null);
  const isRunning = progress?.state === "running";

  const choose = (event: ChangeEvent<HTMLInputElement>) => {
    const [chosen] = event.target.files ?? [];
    setProgress(null);
    setFile(null);
    chosen?.arrayBuffer().then(
      (bytes) => setFile(readAccountFile(new Uint8Array(bytes))),
      () => setFile({ kind: "fault", fault: "encoding" }),
    );
  };
  const start = () => {
    if (file?.kind !== "rows") return;
    const sendRows = async (rows: Parameters<Parameters<typeof runImport>[1]>[0]) =>
      (await send({ input: { rows: [...rows] } }))?.importAccounts ?? null;
    runImport(file.rows, sendRows, setProgress).catch(() => setProgress(null));
  };

  return (
    <div className="page">
      <PageHead title={t("import.title")}>
        <p className="page-intro">{t("import.intro")}</p>
      </PageHead>
      <div className="import">
        <Field label={t("import.file")} hint={t("import.columns")}>
          {(ids) => <input {...ids} type="file" accept=".csv,text/csv" disabled={isRunning} onChange={choose} />}
        </Field>
        {file?.kind === "fault" && (
          <Alert type="error" role="alert" title={t(`import.fault.${file.fault}`, { line: file.line })} />
        )}
        {file?.kind === "rows" && progress === null && (
          <Button type="primary" onClick={start}>
            {t("import.start", { count: file.rows.length })}
          </Button>
        )}
        {progress !== null && (
          <>
            <Progress
              percent={Math.floor((100 * progress.done) / progress.rows)}
              aria-label={t("import.progress")}
              status={progress.state === "stopped" ? "exception" : "normal"}
            />
            <p role="status">
              {t("import.done", { done: progress.done, count: progress.rows, imported: progress.imported })}
            </p>
            <ImportOutcome progress={progress} />
          </>
        )}
      </div>
    </div>
  );
}
