import { useTranslation } from "react-i18next";
import type { UtilitiesPartFragment } from "../../../generated/graphql.ts";
import type { Part } from "../../../graph/field-state.ts";
import { Fact, Facts } from "../../../shown/facts.tsx";
import { Freshness } from "../../../shown/freshness.tsx";
import { Mark } from "../../../shown/mark.tsx";
import { Records } from "../../../shown/records.tsx";
import { useFormat } from "../../../shown/use-format.ts";
import type { ResidentPart, Section } from "../section.ts";

export const utilities: Section = { key: "utilities", field: "utilityAccounts", place: "below", Body: Utilities };

type Account = NonNullable<UtilitiesPartFragment["utilityAccounts"]>[number];

function Utilities({ resident }: { resident: ResidentPart }) {
  return (
    <div className="side-by-side">
      {resident.parts("utilityAccounts", "UtilityAccount").map((account) => (
        <UtilityAccount key={account.path.join(".")} account={account} />
      ))}
    </div>
  );
}

function UtilityAccount({ account }: { account: Part<Account> }) {
  const { t } = useTranslation(["resident", "enums"]);
  const format = useFormat();
  const { kind } = account.object;
  const bills = account.nodes("bills", "UtilityBill");
  const reductions = account.nodes("reductions", "UtilityReduction");
  return (
    <div>
      {kind != null && <h3>{t(`enums:UtilityKind.${kind}`)}</h3>}
      <Facts>
        <Fact label={t("utilities.company")} of={account.field("company")} />
        <Fact
          label={t("utilities.status")}
          of={account.field("status")}
          as={(status) =>
            status === "CUT_OFF" ? (
              <Mark as="bad">{t("enums:UtilityAccountStatus.CUT_OFF")}</Mark>
            ) : (
              t(`enums:UtilityAccountStatus.${status}`)
            )
          }
        />
      </Facts>
      <Records
        caption={t("utilities.bills")}
        rows={bills}
        columns={(column) => [
          column("monthOn", t("utilities.month"), format.month),
          column("status", t("utilities.billStatus"), (status) =>
            status === "OWED" ? (
              <Mark as="bad">{t("enums:UtilityBillStatus.OWED")}</Mark>
            ) : (
              t(`enums:UtilityBillStatus.${status}`)
            ),
          ),
          column("amountFen", t("utilities.amount"), format.yuan, { isNumber: true }),
        ]}
      />
      {reductions.length > 0 && (
        <Records
          caption={t("utilities.reductions")}
          rows={reductions}
          columns={(column) => [
            column("monthOn", t("utilities.month"), format.month),
            column("amountFen", t("utilities.amount"), format.yuan, { isNumber: true }),
          ]}
        />
      )}
      <Freshness of={account.object} />
    </div>
  );
}
