import { createInstance, type i18n } from "i18next";
import { initReactI18next } from "react-i18next";
import type { Language } from "../shown/amounts-and-days.ts";
import { fieldWords } from "./field-words.ts";
import accounts from "./zh-cn/accounts.json";
import app from "./zh-cn/app.json";
import catalogue from "./zh-cn/catalogue.json";
import enums from "./zh-cn/enums.json";
import explorer from "./zh-cn/explorer.json";
import record from "./zh-cn/record.json";
import register from "./zh-cn/register.json";
import resident from "./zh-cn/resident.json";
import work from "./zh-cn/work.json";

export const chinese = {
  accounts,
  app,
  catalogue,
  enums,
  explorer,
  record,
  register,
  resident,
  work,
  ...fieldWords("zh"),
};

/** Chinese comes with the page; English is fetched by those who want it. */
const loadCatalogue: Record<Language, () => Promise<object>> = {
  "zh-CN": async () => chinese,
  en: async () => (await import("./english.ts")).english,
};

const KEPT_AS = "onedoor.language";

export async function startI18n(): Promise<i18n> {
  const instance = createInstance();
  const language = keptLanguage();
  await instance.use(initReactI18next).init({
    lng: "zh-CN",
    fallbackLng: "zh-CN",
    defaultNS: "app",
    resources: { "zh-CN": chinese },
    // React escapes what it writes.
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  await changeLanguage(instance, language);
  return instance;
}

export async function changeLanguage(instance: i18n, language: Language): Promise<void> {
  const catalogue = await loadCatalogue[language]();
  for (const [namespace, texts] of Object.entries(catalogue)) instance.addResourceBundle(language, namespace, texts);
  await instance.changeLanguage(language);
  document.documentElement.lang = language;
  localStorage.setItem(KEPT_AS, language);
}

export function languageOf(instance: i18n): Language {
  return instance.language === "en" ? "en" : "zh-CN";
}

function keptLanguage(): Language {
  return localStorage.getItem(KEPT_AS) === "en" ? "en" : "zh-CN";
}
