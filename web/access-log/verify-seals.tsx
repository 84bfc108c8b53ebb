import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Alert } from "../shown/alert.tsx";
import { Button } from "../shown/button.tsx";
import { type Proof, proveSeals, type SealFacts } from "./seal-proof.ts";

/** Proves the seals that are listed, in the browser and not by what the hub says. */
export function VerifySeals({ seals }: { seals: readonly SealFacts[] }) {
  const { t } = useTranslation("record");
  const [proof, setProof] = useState<{ of: readonly SealFacts[]; found: Proof | null } | null>(null);
  const isRunning = proof !== null && proof.found === null;
  const verify = () => {
    setProof({ of: seals, found: null });
    proveSeals(seals, crypto.subtle).then(
      (found) => setProof({ of: seals, found }),
      () => setProof({ of: seals, found: { kind: "unsupported" } }),
    );
  };
  return (
    <div className="verify">
      <Button kind="primary" onClick={verify} disabled={seals.length === 0} isBusy={isRunning}>
        {t(isRunning ? "seals.verifying" : "seals.verify")}
      </Button>
      {proof?.found != null && proof.of === seals && <ProofNote proof={proof.found} />}
    </div>
  );
}

function ProofNote({ proof }: { proof: Proof }) {
  const { t } = useTranslation("record");
  switch (proof.kind) {
    case "holds":
      return (
        <Alert
          type="success"
          role="status"
          title={t("seals.verified", { count: proof.count })}
          description={t("seals.keyNote", { ids: proof.keyIds.join(", ") })}
        />
      );
    case "broken":
      return (
        <Alert
          type="error"
          role="alert"
          title={t("seals.broken", { number: proof.number, why: t(`seals.fault.${proof.fault}`) })}
        />
      );
    case "unsupported":
      return <Alert type="warning" role="status" title={t("seals.unsupported")} />;
  }
}
