import { useTranslation } from "react-i18next";
import type { Looked } from "../graph/look.ts";
import { useAccount } from "../session/session-context.tsx";
import { useFormat } from "../shown/use-format.ts";
import { usePurposeText } from "../shown/use-names.ts";

/** What the access record holds of this look; on paper it is what the sheet is checked by. */
export function LookReceipt({ looked }: { looked: Looked<unknown> }) {
  const { t } = useTranslation("resident");
  const format = useFormat();
  const account = useAccount();
  const purposeText = usePurposeText();
  const { purpose, at, recordNumber } = looked;
  return (
    <dl className="receipt">
      {purpose !== null && (
        <div>
          <dt>{t("page.purpose")}</dt>
          <dd>{purposeText(`${purpose.kind}:${purpose.detail}`)}</dd>
        </div>
      )}
      <div>
        <dt>{t("page.lookedAt")}</dt>
        <dd>{format.instant(at)}</dd>
      </div>
      <div>
        <dt>{t("page.lookedBy")}</dt>
        <dd>{account.displayName}</dd>
      </div>
      {recordNumber !== null && (
        <div>
          <dt>{t("page.recordNumber")}</dt>
          <dd className="record-number">{recordNumber}</dd>
        </div>
      )}
    </dl>
  );
}
