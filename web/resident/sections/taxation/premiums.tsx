import { useTranslation } from "react-i18next";
import { Freshness } from "../../../shown/freshness.tsx";
import { Records } from "../../../shown/records.tsx";
import { useFormat } from "../../../shown/use-format.ts";
import type { ResidentPart, Section } from "../section.ts";

export const premiums: Section = { key: "premiums", field: "premiums", Body: Premiums };

function Premiums({ resident }: { resident: ResidentPart }) {
  const { t } = useTranslation(["resident", "enums"]);
  const format = useFormat();
  const { premiums: connection } = resident.object;
  return (
    <>
      <Records
        caption={t("section.premiums")}
        rows={resident.nodes("premiums", "Premium")}
        hasMore={connection?.pageInfo?.hasNextPage}
        columns={(column) => [
          column("monthOn", t("premiums.month"), format.month),
          column("kind", t("premiums.kind"), (kind) => t(`enums:PremiumKind.${kind}`)),
          column("status", t("premiums.status"), (status) => t(`enums:PremiumStatus.${status}`)),
          column("paidOn", t("premiums.paidOn"), format.day),
          column("amountFen", t("premiums.amount"), format.yuan, { isNumber: true }),
        ]}
      />
      {connection != null && <Freshness of={connection} />}
    </>
  );
}
