import { useTranslation } from "react-i18next";
import { changeLanguage, languageOf } from "../i18n/i18n.ts";

export function LanguageSwitch() {
  const { t, i18n } = useTranslation();
  const other = languageOf(i18n) === "en" ? "zh-CN" : "en";
  const change = () => {
    changeLanguage(i18n, other).catch(() => undefined);
  };
  return (
    <button type="button" className="quiet-button" lang={other} onClick={change}>
      {other === "en" ? t("language.en") : t("language.zh")}
    </button>
  );
}
