import { useTranslation } from "react-i18next";
import type { AccountErrorCode } from "../generated/graphql.ts";

type AccountFaults = readonly { readonly code: AccountErrorCode; readonly field?: string | null }[] | null | undefined;

/** Why a change of an account was not made, in words; null when it was. */
export function useAccountFault(): (errors: AccountFaults, hasFailed: boolean) => string | null {
  const { t } = useTranslation(["enums", "app"]);
  return (errors, hasFailed) => {
    if (hasFailed) return t("app:failure.failed");
    const codes = [...new Set((errors ?? []).map(({ code }) => code))];
    return codes.length === 0 ? null : codes.map((code) => t(`AccountErrorCode.${code}`)).join(" ");
  };
}

/** The same, each beside the field it is about; `rest` is what is about none of them. */
export type FieldFaults<Name extends string> = { readonly [field in Name | "rest"]: string | null };

/** Sorts what is wrong with a form by its fields. Null when nothing is. */
export function useFieldFaults<Name extends string>(
  names: readonly Name[],
): (errors: AccountFaults, hasFailed: boolean) => FieldFaults<Name> | null {
  const faultText = useAccountFault();
  return (errors, hasFailed) => {
    if (faultText(errors, hasFailed) === null) return null;
    const nameOf = (field: string | null | undefined) => names.find((name) => name === field) ?? "rest";
    const about = (name: Name | "rest") => (errors ?? []).filter(({ field }) => nameOf(field) === name);
    const texts = [...names, "rest" as const].map((field) => [
      field,
      faultText(about(field), hasFailed && field === "rest"),
    ]);
    return Object.fromEntries(texts) as FieldFaults<Name>;
  };
}
