import { useTranslation } from "react-i18next";
import type { WantedFault } from "./wanted.ts";

export type SearchFault = WantedFault | { readonly fault: "nothing" };

/** What is wrong with what was typed, and what to do about it. */
export function useSearchFault(): (fault: SearchFault) => string {
  const { t } = useTranslation("resident");
  return (found) => {
    switch (found.fault) {
      case "length":
        return t("counter.search.fault.length", { count: found.count });
      case "day":
      case "future":
        return t(`counter.search.fault.${found.fault}`, { day: dayText(found.digits) });
      case "old-form":
        return t(found.instead === null ? "counter.search.fault.oldFormWrong" : "counter.search.fault.oldForm");
      default:
        return t(`counter.search.fault.${found.fault}`);
    }
  };
}

/** The number to look for in place of the one that was typed; null when there is none to offer. */
export function insteadOf(fault: SearchFault | null): string | null {
  return fault !== null && "instead" in fault ? fault.instead : null;
}

function dayText(digits: string): string {
  return [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6)].join("-");
}
