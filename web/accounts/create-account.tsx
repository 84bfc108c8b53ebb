import { type SyntheticEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { CreateAccountV2Document } from "../generated/graphql.ts";
import { useChange } from "../graph/use-change.ts";
import { Alert } from "../shown/alert.tsx";
import { Button } from "../shown/button.tsx";
import { Dialog } from "../shown/dialog.tsx";
import { Field } from "../shown/field.tsx";
import { readForm } from "../sign-in/read-form.ts";
import { useDepartments } from "../shown/use-names.ts";
import { ChosenAreas } from "./chosen-areas.tsx";
import { chosenRoles, RoleBoxes } from "./role-boxes.tsx";
import { type FieldFaults, useFieldFaults } from "./use-account-fault.ts";

const FIELDS = ["username", "displayName", "roles", "areas", "department"] as const;

/** Asks for a new account; its code is shown to the administrator who approves it. */
export function CreateAccount({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("accounts");
  const faultsOf = useFieldFaults(FIELDS);
  const departments = useDepartments();
  const change = useChange(CreateAccountV2Document);
  const [faults, setFaults] = useState<FieldFaults<(typeof FIELDS)[number]> | null>(null);
  const [areas, setAreas] = useState<readonly string[]>([]);
  const [asked, setAsked] = useState<string | null>(null);
  if (asked !== null) {
    return (
      <Dialog title={t("create.title")} onClose={onClose}>
        <p role="status">{t("create.asked", { username: asked })}</p>
      </Dialog>
    );
  }

  const create = async (form: HTMLFormElement) => {
    const { username, displayName, department } = readForm(form, ["username", "displayName", "department"]);
    const input = {
      username: username.trim(),
      displayName: displayName.trim(),
      roles: chosenRoles(form),
      areas: [...areas],
      department: department || null,
    };
    const outcome = (await change.send({ input }))?.createAccount;
    const found = faultsOf(outcome?.errors, outcome == null);
    setFaults(found);
    if (found === null) setAsked(input.username);
  };
  const submit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    create(event.currentTarget).catch(() => setFaults(faultsOf(null, true)));
  };
  return (
    <Dialog title={t("create.title")} onClose={onClose}>
      <form onSubmit={submit}>
        <Field label={t("username")} hint={t("create.usernameHint")} fault={faults?.username}>
          {(ids) => (
            <input {...ids} className="control" name="username" autoComplete="off" spellCheck={false} autoFocus />
          )}
        </Field>
        <Field label={t("displayName")} fault={faults?.displayName}>
          {(ids) => <input {...ids} className="control" name="displayName" autoComplete="off" />}
        </Field>
        <RoleBoxes fault={faults?.roles} />
        <ChosenAreas areas={areas} fault={faults?.areas ?? null} onChange={setAreas} />
        <Field label={t("department")} hint={t("create.departmentHint")} fault={faults?.department}>
          {(ids) => (
            <select {...ids} className="control" name="department">
              <option value="">{t("create.noDepartment")}</option>
              {departments.map(([department, name]) => (
                <option key={department} value={department}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </Field>
        {faults?.rest != null && <Alert type="error" role="alert" title={faults.rest} />}
        <Button kind="primary" type="submit" isBusy={change.isUnderWay}>
          {t("create.submit")}
        </Button>
      </form>
    </Dialog>
  );
}
