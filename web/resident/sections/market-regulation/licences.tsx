import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Fact, Facts } from "../../../shown/facts.tsx";
import { Freshness } from "../../../shown/freshness.tsx";
import { Mark } from "../../../shown/mark.tsx";
import { useFormat } from "../../../shown/use-format.ts";
import { isExpired } from "../matters.ts";
import type { ResidentPart, Section } from "../section.ts";

export const licences: Section = { key: "licences", field: "licences", Body: Licences };

function Licences({ resident }: { resident: ResidentPart }) {
  const { t } = useTranslation(["resident", "enums"]);
  const format = useFormat();
  const [now] = useState(() => Date.now());
  const { licences: connection } = resident.object;
  return (
    <>
      {resident.nodes("licences", "Licence").map((licence) => {
        const business = licence.part("business", "Business");
        return (
          <Facts key={licence.path.join(".")}>
            <Fact label={t("licences.number")} of={licence.field("number")} />
            <Fact
              label={t("licences.status")}
              of={licence.field("status")}
              as={(status) => t(`enums:LicenceStatus.${status}`)}
            />
            <Fact
              label={t("licences.category")}
              of={licence.field("category")}
              as={(category) => t(`enums:LicenceCategory.${category}`)}
            />
            {business !== null && (
              <>
                <Fact label={t("licences.business")} of={business.field("name")} />
                <Fact label={t("licences.creditCode")} of={business.field("creditCode")} />
              </>
            )}
            <Fact label={t("licences.premises")} of={licence.field("premises")} />
            <Fact label={t("licences.holderIdNumber")} of={licence.field("holderIdNumber")} />
            <Fact label={t("licences.issuedOn")} of={licence.field("issuedOn")} as={format.day} />
            <Fact
              label={t("licences.expiresOn")}
              of={licence.field("expiresOn")}
              as={(day) =>
                isExpired(day, now) ? (
                  <>
                    {format.day(day)} <Mark>{t("licences.expired")}</Mark>
                  </>
                ) : (
                  format.day(day)
                )
              }
            />
          </Facts>
        );
      })}
      {connection != null && <Freshness of={connection} />}
    </>
  );
}
