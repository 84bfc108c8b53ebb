import { useTranslation } from "react-i18next";
import type { PremiumsPartFragment } from "../../../generated/graphql.ts";
import type { Part } from "../../../graph/field-state.ts";
import { FieldRecords } from "../../../shown/field-values.tsx";
import { Freshness } from "../../../shown/freshness.tsx";
import { Mark } from "../../../shown/mark.tsx";
import { insuranceRank } from "../insurance-order.ts";
import type { ResidentPart, Section } from "../section.ts";

export const premiums: Section = { key: "premiums", field: "premiums", Body: Premiums };

function Premiums({ resident }: { resident: ResidentPart }) {
  const { t } = useTranslation(["resident", "enums"]);
  const { premiums: connection } = resident.object;
  // What is owed stands above what is paid, and each month in the order of the law.
  const rows = resident.nodes("premiums", "Premium").sort((one, other) => rank(one) - rank(other));
  return (
    <>
      <FieldRecords
        caption={t("section.premiums")}
        isNamedAbove
        most={3}
        rows={rows}
        hasMore={connection?.pageInfo?.hasNextPage}
        as={{
          status: (status) =>
            status === "OWED" ? (
              <Mark as="bad">{t("enums:PremiumStatus.OWED")}</Mark>
            ) : (
              t(`enums:PremiumStatus.${status}`)
            ),
        }}
      />
      {connection != null && <Freshness of={connection} />}
    </>
  );
}

type PremiumRow = Part<
  NonNullable<NonNullable<NonNullable<NonNullable<PremiumsPartFragment["premiums"]>["edges"]>[number]>["node"]>
>;

// More than any month can weigh.
const OWED_WEIGHT = 10_000_000;

/** By what is owed, then the latest month, then the insurance. */
function rank({ object: { status, monthOn, kind } }: PremiumRow): number {
  const month = Number((monthOn ?? "0-0").slice(0, 7).replace("-", ""));
  return (status === "OWED" ? -OWED_WEIGHT : 0) - month * 10 + insuranceRank(kind);
}
