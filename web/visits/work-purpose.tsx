import { type SyntheticEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { faultOf, type Purpose } from "../graph/purpose.ts";
import { useAccount } from "../session/session-context.tsx";
import { Button } from "../shown/button.tsx";
import { Field } from "../shown/field.tsx";
import { readForm } from "../sign-in/read-form.ts";

// What an account has said its work is for, for as long as the page is open. Another account says it again.
const given = new Map<string, Purpose>();

export interface WorkPurpose {
  /** Null until it has been given. */
  readonly purpose: Purpose | null;
  give(purpose: Purpose): void;
}

/** The duty that lists of work are read for; given once and kept from page to page. */
export function useWorkPurpose(): WorkPurpose {
  const { id } = useAccount();
  const [purpose, setPurpose] = useState(() => given.get(id) ?? null);
  return {
    purpose,
    give(one) {
      given.set(id, one);
      setPurpose(one);
    },
  };
}

/** Asks what the work is for. The usual words stand there already: on a phone they are one tap. */
export function AskWorkPurpose({ usual, onGive }: { usual: string; onGive: (purpose: Purpose) => void }) {
  const { t } = useTranslation(["work", "resident"]);
  const [fault, setFault] = useState<ReturnType<typeof faultOf>>(null);
  const submit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    const { duty } = readForm(event.currentTarget, ["duty"]);
    const purpose: Purpose = { kind: "duty", detail: duty.trim() };
    const found = faultOf(purpose);
    setFault(found);
    if (found === null) onGive(purpose);
  };
  return (
    <form className="work-form" onSubmit={submit} noValidate>
      <Field
        label={t("resident:counter.purpose.dutyDetail")}
        hint={t("resident:counter.purpose.why")}
        fault={fault === null ? null : t(`resident:counter.purpose.fault.${fault}`)}
      >
        {(ids) => <input {...ids} className="control" name="duty" defaultValue={usual} autoComplete="off" />}
      </Field>
      <Button kind="primary" type="submit" className="work-submit">
        {t("purpose.submit")}
      </Button>
    </form>
  );
}
