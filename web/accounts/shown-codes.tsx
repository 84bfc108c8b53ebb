import { useTranslation } from "react-i18next";
import { Button } from "../shown/button.tsx";
import { Dialog } from "../shown/dialog.tsx";
import { codesFile } from "./codes-file.ts";
import { saveText } from "../shown/save-text.ts";

export type ShownCodes = readonly { readonly username: string; readonly code: string }[];

const MOST_SHOWN = 10;

/** Codes for the holders of accounts: shown to who approved, and nowhere again. */
export function ShownCodesDialog({ codes, onClose }: { codes: ShownCodes; onClose: () => void }) {
  const { t } = useTranslation("accounts");
  return (
    <Dialog title={t("requests.codes", { count: codes.length })} onClose={onClose}>
      <p>{t("code.note")}</p>
      {codes.slice(0, MOST_SHOWN).map(({ username, code }) => (
        <p key={username}>
          {username} <span className="activation-code">{code}</span>
        </p>
      ))}
      <Button kind="primary" onClick={() => saveText("activation-codes.csv", codesFile(codes))}>
        {t("requests.saveCodes")}
      </Button>
    </Dialog>
  );
}
