import { Alert, Button, Input } from "antd";
import { type SyntheticEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { CreateAccountDocument } from "../generated/graphql.ts";
import { useChange } from "../graph/use-change.ts";
import { Dialog } from "../shown/dialog.tsx";
import { Field } from "../shown/field.tsx";
import { readForm } from "../sign-in/read-form.ts";
import { chosenRoles, RoleBoxes } from "./role-boxes.tsx";
import { useAccountFault } from "./use-account-fault.ts";

/** Asks for a new account; its code is shown to the administrator who approves it. */
export function CreateAccount({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("accounts");
  const faultText = useAccountFault();
  const change = useChange(CreateAccountDocument);
  const [fault, setFault] = useState<string | null>(null);
  const [asked, setAsked] = useState<string | null>(null);
  if (asked !== null) {
    return (
      <Dialog title={t("create.title")} onClose={onClose}>
        <p role="status">{t("create.asked", { username: asked })}</p>
      </Dialog>
    );
  }

  const create = async (form: HTMLFormElement) => {
    const { username, displayName, areas, department } = readForm(form, [
      "username",
      "displayName",
      "areas",
      "department",
    ]);
    const input = {
      username: username.trim(),
      displayName: displayName.trim(),
      roles: chosenRoles(form),
      areas: areas.split(/[\s,;，；]+/).filter((area) => area !== ""),
      department: department.trim() || null,
    };
    const outcome = (await change.send({ input }))?.createAccount;
    const found = faultText(outcome?.errors, outcome == null);
    setFault(found);
    if (found === null) setAsked(input.username);
  };
  const submit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    create(event.currentTarget).catch(() => setFault(faultText(null, true)));
  };
  return (
    <Dialog title={t("create.title")} onClose={onClose}>
      <form onSubmit={submit}>
        <Field label={t("username")} hint={t("create.usernameHint")}>
          {(ids) => <Input {...ids} name="username" autoComplete="off" spellCheck={false} autoFocus />}
        </Field>
        <Field label={t("displayName")}>{(ids) => <Input {...ids} name="displayName" autoComplete="off" />}</Field>
        <RoleBoxes />
        <Field label={t("areas")} hint={t("create.areasHint")}>
          {(ids) => <Input {...ids} name="areas" autoComplete="off" />}
        </Field>
        <Field label={t("department")} hint={t("create.departmentHint")}>
          {(ids) => <Input {...ids} name="department" autoComplete="off" spellCheck={false} />}
        </Field>
        {fault !== null && <Alert type="error" role="alert" title={fault} />}
        <Button type="primary" htmlType="submit" loading={change.isUnderWay}>
          {t("create.submit")}
        </Button>
      </form>
    </Dialog>
  );
}
