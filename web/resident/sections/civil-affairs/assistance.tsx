import { useTranslation } from "react-i18next";
import { Fact, Facts } from "../../../shown/facts.tsx";
import { Records } from "../../../shown/records.tsx";
import { useFormat } from "../../../shown/use-format.ts";
import type { ResidentPart, Section } from "../section.ts";

export const assistance: Section = { key: "assistance", field: "assistance", Body: Assistance };

function Assistance({ resident }: { resident: ResidentPart }) {
  const { t } = useTranslation(["resident", "enums"]);
  const format = useFormat();
  const part = resident.part("assistance", "Assistance");
  if (part === null) return null;
  return (
    <>
      <Facts>
        <Fact
          label={t("assistance.status")}
          of={part.field("status")}
          as={(status) => t(`enums:AssistanceStatus.${status}`)}
        />
        <Fact
          label={t("assistance.category")}
          of={part.field("category")}
          as={(category) => t(`enums:AssistanceCategory.${category}`)}
        />
        <Fact label={t("assistance.monthlyAmount")} of={part.field("monthlyAmountFen")} as={format.yuan} />
      </Facts>
      <Records
        caption={t("assistance.awards")}
        rows={part.nodes("awards", "Award")}
        hasMore={part.object.awards?.pageInfo?.hasNextPage}
        columns={(column) => [
          column("awardedOn", t("assistance.awardedOn"), format.day),
          column("reason", t("assistance.reason"), (reason) => t(`enums:AwardReason.${reason}`)),
          column("amountFen", t("assistance.amount"), format.yuan, { isNumber: true }),
        ]}
      />
    </>
  );
}
