import { useTranslation } from "react-i18next";
import { Field } from "../shown/field.tsx";

/** The account's name, where somebody signs in or makes an account their own. */
export function UsernameField() {
  const { t } = useTranslation();
  return (
    <Field label={t("signIn.username")}>
      {(ids) => (
        <input {...ids} className="control" name="username" autoComplete="username" autoFocus spellCheck={false} />
      )}
    </Field>
  );
}
