import { useTranslation } from "react-i18next";
import { fullNameOf } from "../areas/full-name.ts";
import type { Purpose } from "../graph/purpose.ts";
import { Alert } from "../shown/alert.tsx";
import { Button } from "../shown/button.tsx";
import { FoundEntry } from "./found-entry.tsx";
import { NumberSearch } from "./number-search.tsx";
import { nameIn, type ReadEntry } from "./read-entry.ts";
import { useEntryLook } from "./use-entry-look.ts";

/** A household that somebody joins, and whose it is. */
export interface ChosenHousehold {
  readonly id: string;
  readonly areaCode: string;
  readonly memberName: string;
  readonly place: string;
}

interface HouseholdByMemberParts {
  readonly purpose: Purpose;
  readonly chosen: ChosenHousehold | null;
  readonly fault: string | null;
  readonly onChoose: (household: ChosenHousehold | null) => void;
}

/** Chooses a household by the card of somebody who belongs to it, since its number is on no paper. */
export function HouseholdByMember({ purpose, chosen, fault, onChoose }: HouseholdByMemberParts) {
  const { t } = useTranslation("register");
  const { request, looked, find, again } = useEntryLook(purpose);
  if (chosen !== null) {
    return (
      <div className="field">
        <p>{t("household.chosen", { name: chosen.memberName, place: chosen.place })}</p>
        {fault !== null && (
          <p role="alert" className="field-fault">
            {fault}
          </p>
        )}
        <Button onClick={() => onChoose(null)}>{t("household.other")}</Button>
      </div>
    );
  }
  return (
    <>
      <NumberSearch label={t("household.member")} fault={fault} onFind={find} />
      {request !== null && (
        <FoundEntry looked={looked} onRetry={again}>
          {(member) => <Offered of={member} onChoose={onChoose} />}
        </FoundEntry>
      )}
    </>
  );
}

function Offered({ of: member, onChoose }: { of: ReadEntry; onChoose: (household: ChosenHousehold) => void }) {
  const { t } = useTranslation("register");
  const { household, area } = member.object;
  const areaCode = household?.area?.code;
  if (household == null || areaCode === undefined) {
    return <Alert type="warning" role="alert" title={t("household.none", { name: nameIn(member) })} />;
  }
  const place = area == null ? "" : fullNameOf(area);
  const offered = { id: household.id, areaCode, memberName: nameIn(member), place };
  return (
    <div className="work-actions">
      <Button onClick={() => onChoose(offered)}>{t("household.choose", { name: offered.memberName, place })}</Button>
    </div>
  );
}
