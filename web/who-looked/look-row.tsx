import { useTranslation } from "react-i18next";
import type { OwnLooksQuery } from "../generated/graphql.ts";
import { useAccount } from "../session/session-context.tsx";
import { ToldFields } from "../shown/told-fields.tsx";
import { useFormat } from "../shown/use-format.ts";
import { useDepartmentName, usePurposeText, useRoleNames } from "../shown/use-names.ts";
import { Objection } from "./objection.tsx";

type Connection = NonNullable<NonNullable<OwnLooksQuery["resident"]>["accessRecords"]>;
type Look = NonNullable<NonNullable<Connection["edges"]>[number]["node"]>;

export function LookRow({ look }: { look: Look }) {
  const { t } = useTranslation("record");
  const format = useFormat();
  const purposeText = usePurposeText();
  return (
    <tr>
      <td className="moment">{look.recordedAt != null && format.instant(look.recordedAt)}</td>
      <th scope="row">
        <Viewer look={look} />
      </th>
      <td>
        {look.purpose == null ? t("log.noPurpose") : purposeText(look.purpose)}
        {look.isEmergency === true && <span className="state state-caution">{t("own.emergency")}</span>}
        {look.isJustified === true && <span className="state state-none">{t("own.justified")}</span>}
        {look.isJustified === false && <span className="state state-caution">{t("own.unjustified")}</span>}
      </td>
      <td>
        <ToldFields entry={look} />
      </td>
      <td className="record-number">
        {look.id}
        <Objection lookId={look.id} made={look.objection} />
      </td>
    </tr>
  );
}

function Viewer({ look }: { look: Look }) {
  const { t } = useTranslation("record");
  const account = useAccount();
  const roleNames = useRoleNames();
  const departmentName = useDepartmentName();
  if (look.viewerId === account.id) return <>{t("own.self")}</>;
  return (
    <>
      {roleNames(look.viewerRoles ?? [])}
      {look.viewerDepartment != null && ` · ${departmentName(look.viewerDepartment)}`}
      <span className="row-more">{look.viewerOffice ?? (look.viewerAreas ?? []).join(" ")}</span>
    </>
  );
}
