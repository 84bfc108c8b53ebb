import { fieldWords } from "./field-words.ts";
import accounts from "./en/accounts.json";
import app from "./en/app.json";
import catalogue from "./en/catalogue.json";
import enums from "./en/enums.json";
import explorer from "./en/explorer.json";
import record from "./en/record.json";
import register from "./en/register.json";
import resident from "./en/resident.json";
import work from "./en/work.json";

export const english = {
  accounts,
  app,
  catalogue,
  enums,
  explorer,
  record,
  register,
  resident,
  work,
  ...fieldWords("en"),
};
