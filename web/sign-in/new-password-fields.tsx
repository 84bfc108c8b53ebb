import { useTranslation } from "react-i18next";
import { Field } from "../shown/field.tsx";

/** A new password, twice, so that a slip of the finger locks nobody out. */
export function NewPasswordFields() {
  const { t } = useTranslation();
  return (
    <>
      <Field label={t("activate.password")}>
        {(ids) => <input {...ids} className="control" name="password" type="password" autoComplete="new-password" />}
      </Field>
      <Field label={t("activate.repeat")}>
        {(ids) => <input {...ids} className="control" name="repeat" type="password" autoComplete="new-password" />}
      </Field>
    </>
  );
}
