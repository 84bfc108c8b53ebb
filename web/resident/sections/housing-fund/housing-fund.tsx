import { useTranslation } from "react-i18next";
import { Fact, Facts } from "../../../shown/facts.tsx";
import { Freshness } from "../../../shown/freshness.tsx";
import { Records } from "../../../shown/records.tsx";
import { useFormat } from "../../../shown/use-format.ts";
import type { ResidentPart, Section } from "../section.ts";

export const housingFund: Section = { key: "housingFund", field: "housingFund", Body: HousingFund };

function HousingFund({ resident }: { resident: ResidentPart }) {
  const { t } = useTranslation(["resident", "enums"]);
  const format = useFormat();
  const part = resident.part("housingFund", "HousingFund");
  if (part === null) return null;
  return (
    <>
      <Facts>
        <Fact
          label={t("housingFund.status")}
          of={part.field("status")}
          as={(status) => t(`enums:HousingFundStatus.${status}`)}
        />
        <Fact label={t("housingFund.openedOn")} of={part.field("openedOn")} as={format.day} />
        <Fact label={t("housingFund.depositedUntil")} of={part.field("depositedUntilOn")} as={format.month} />
        <Fact label={t("housingFund.employer")} of={part.field("employer")} />
        <Fact label={t("housingFund.balance")} of={part.field("balanceFen")} as={format.yuan} />
        <Fact label={t("housingFund.monthlyDeposit")} of={part.field("monthlyDepositFen")} as={format.yuan} />
      </Facts>
      <Records
        caption={t("housingFund.deposits")}
        most={3}
        rows={part.nodes("deposits", "HousingFundDeposit")}
        hasMore={part.object.deposits?.pageInfo?.hasNextPage}
        columns={(column) => [
          column("monthOn", t("housingFund.month"), format.month),
          column("depositedOn", t("housingFund.depositedOn"), format.day),
          column("amountFen", t("housingFund.amount"), format.yuan, { isNumber: true }),
        ]}
      />
      <Freshness of={part.object} />
    </>
  );
}
