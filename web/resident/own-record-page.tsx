import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAccount } from "../session/session-context.tsx";
import { PageHead } from "../shown/page-head.tsx";
import { OWN_PURPOSE } from "./own-purpose.ts";
import { ResidentView } from "./resident-view.tsx";
import { type ResidentLook, useResidentLook } from "./use-resident-look.ts";

/** What the departments know of the resident who is signed in. */
export function OwnRecordPage() {
  const { t } = useTranslation();
  const { residentId } = useAccount();
  const [request, setRequest] = useState<ResidentLook | null>(() => requestFor(residentId));
  const outcome = useResidentLook(request);
  return (
    <div className="page">
      <PageHead title={t("navigation.ownRecord")} takesFocus={false} />
      {outcome !== null && <ResidentView outcome={outcome} onAgain={() => setRequest(requestFor(residentId))} />}
    </div>
  );
}

function requestFor(id: string | null): ResidentLook | null {
  return id === null ? null : { id, purpose: OWN_PURPOSE };
}
