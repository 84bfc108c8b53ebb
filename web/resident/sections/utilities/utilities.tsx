import { useTranslation } from "react-i18next";
import type { UtilitiesPartFragment } from "../../../generated/graphql.ts";
import type { Part } from "../../../graph/field-state.ts";
import { Facts } from "../../../shown/facts.tsx";
import { FieldFacts, FieldRecords } from "../../../shown/field-values.tsx";
import { Freshness } from "../../../shown/freshness.tsx";
import { Mark } from "../../../shown/mark.tsx";
import { useFieldLabel } from "../../../shown/use-field-name.ts";
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
  const { t } = useTranslation("enums");
  const label = useFieldLabel();
  const { kind } = account.object;
  const bills = account.nodes("bills", "UtilityBill");
  const reductions = account.nodes("reductions", "UtilityReduction");
  return (
    <div>
      {kind != null && <h3>{t(`UtilityKind.${kind}`)}</h3>}
      <Facts>
        <FieldFacts
          of={account}
          as={{
            kind: null,
            status: (status) =>
              status === "CUT_OFF" ? (
                <Mark as="bad">{t("UtilityAccountStatus.CUT_OFF")}</Mark>
              ) : (
                t(`UtilityAccountStatus.${status}`)
              ),
          }}
        />
      </Facts>
      <FieldRecords
        caption={label("UtilityAccount.bills")}
        rows={bills}
        as={{
          status: (status) =>
            status === "OWED" ? <Mark as="bad">{t("UtilityBillStatus.OWED")}</Mark> : t(`UtilityBillStatus.${status}`),
        }}
      />
      {reductions.length > 0 && <FieldRecords caption={label("UtilityAccount.reductions")} rows={reductions} />}
      <Freshness of={account.object} />
    </div>
  );
}
