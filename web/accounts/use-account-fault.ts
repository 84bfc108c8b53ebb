import { useTranslation } from "react-i18next";
import type { AccountErrorCode } from "../generated/graphql.ts";

type AccountFaults = readonly { readonly code?: AccountErrorCode | null }[] | null | undefined;

/** Why a change of an account was not made, in words; null when it was. */
export function useAccountFault(): (errors: AccountFaults, hasFailed: boolean) => string | null {
  const { t } = useTranslation(["enums", "app"]);
  return (errors, hasFailed) => {
    if (hasFailed) return t("app:failure.failed");
    const codes = (errors ?? []).flatMap(({ code }) => code ?? []);
    return codes.length === 0 ? null : codes.map((code) => t(`AccountErrorCode.${code}`)).join(" ");
  };
}
