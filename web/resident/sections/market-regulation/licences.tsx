import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Facts } from "../../../shown/facts.tsx";
import { FieldFacts } from "../../../shown/field-values.tsx";
import { Freshness } from "../../../shown/freshness.tsx";
import { Mark } from "../../../shown/mark.tsx";
import { useFormat } from "../../../shown/use-format.ts";
import { isExpired } from "../matters.ts";
import type { ResidentPart, Section } from "../section.ts";

export const licences: Section = { key: "licences", field: "licences", Body: Licences };

function Licences({ resident }: { resident: ResidentPart }) {
  const { t } = useTranslation("resident");
  const format = useFormat();
  const [now] = useState(() => Date.now());
  const { licences: connection } = resident.object;
  return (
    <>
      {resident.nodes("licences", "Licence").map((licence) => {
        const business = licence.part("business", "Business");
        return (
          <Facts key={licence.path.join(".")}>
            <FieldFacts
              of={licence}
              as={{
                expiresOn: (day) =>
                  isExpired(day, now) ? (
                    <>
                      {format.day(day)} <Mark>{t("licences.expired")}</Mark>
                    </>
                  ) : (
                    format.day(day)
                  ),
              }}
            />
            {business !== null && <FieldFacts of={business} />}
          </Facts>
        );
      })}
      {connection != null && <Freshness of={connection} />}
    </>
  );
}
