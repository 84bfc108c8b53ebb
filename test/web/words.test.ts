import { buildSchema, type GraphQLSchema, isEnumType, isObjectType, parse } from "graphql";
import { describe, expect, test } from "vitest";
import { readOperationFiles } from "../../cli/commands/compose/operation-files.ts";
import { shownFieldsOf } from "../../web/build/shown-fields.ts";
import { fieldWords } from "../../web/i18n/field-words.ts";
import { ageOn, formatOf } from "../../web/shown/amounts-and-days.ts";
import { listTexts, readText } from "../repository/tree.ts";

const LANGUAGES = ["zh-cn", "en"] as const;
const catalogues = listTexts().filter(({ path }) => /^web\/i18n\/(zh-cn|en)\/[a-z]+\.json$/.test(path));

type Texts = { [key: string]: string | Texts };

function leaves(texts: Texts, above = ""): [key: string, text: string][] {
  return Object.entries(texts).flatMap(([key, value]) =>
    typeof value === "string" ? [[above + key, value] as [string, string]] : leaves(value, `${above}${key}.`),
  );
}

// Chinese has one form where English has two.
const withoutPlural = (key: string) => key.replace(/_(one|other)$/, "");
const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();

function catalogue(language: string, name: string): Map<string, string> {
  return new Map(leaves(JSON.parse(readText(`web/i18n/${language}/${name}.json`)) as Texts));
}

const names = [...new Set(catalogues.map(({ path }) => path.replace(/^.*\/|\.json$/g, "")))];

describe("the catalogues", () => {
  test("are found", () => {
    expect(names.length).toBeGreaterThan(3);
  });

  test.each(names)("%s has the same keys in both languages", (name) => {
    const [chinese, english] = LANGUAGES.map((language) => [
      ...new Set([...catalogue(language, name).keys()].map(withoutPlural)),
    ]);
    expect(english?.sort()).toEqual(chinese?.sort());
  });

  test.each(names)("%s leaves the same gaps in both languages, and no text empty", (name) => {
    const chinese = catalogue("zh-cn", name);
    for (const [key, text] of catalogue("en", name)) {
      const other = chinese.get(withoutPlural(key)) ?? "";
      // "in one minute" need not say the number.
      if (!key.endsWith("_one")) expect([key, placeholders(text)]).toEqual([key, placeholders(other)]);
      expect(text.trim()).not.toBe("");
      expect(other.trim()).not.toBe("");
    }
  });

  test.each(LANGUAGES)("%s has a word for every value of the enums it names, and for no other", (language) => {
    const schema: GraphQLSchema = buildSchema(readText("schema/api.graphql"));
    const texts = JSON.parse(readText(`web/i18n/${language}/enums.json`)) as Record<string, Texts>;
    for (const [name, words] of Object.entries(texts)) {
      const type = schema.getType(name);
      if (!isEnumType(type)) throw new Error(`the API has no enum ${name}`);
      expect(Object.keys(words).sort()).toEqual(
        type
          .getValues()
          .map((value) => value.name)
          .sort(),
      );
    }
  });
});

describe("the names of fields", () => {
  const schema = buildSchema(readText("schema/api.graphql"));
  const page = readOperationFiles().find(({ name }) => name === "resident-page.graphql");
  const shown = Object.entries(shownFieldsOf(schema, parse(page?.text ?? ""))).filter(([type]) => type !== "Area");
  const languages = [fieldWords("zh"), fieldWords("en")] as const;

  test("are there for everything that a resident's page shows", () => {
    expect(shown.length).toBeGreaterThan(10);
    for (const [type, fields] of shown) {
      for (const words of languages.flatMap(({ fields, labels }) => [fields, labels])) {
        const named = Object.keys((words as Record<string, object>)[type] ?? {});
        expect(named, type).toEqual(expect.arrayContaining(Object.keys(fields)));
      }
    }
  });

  test("are those of fields, and none is empty", () => {
    const words = languages.map(({ fields, labels }) => [...leaves(fields), ...leaves(labels)]);
    for (const [coordinate, word] of words.flat()) {
      const [name = "", field = ""] = coordinate.split(".");
      const type = schema.getType(name);
      expect(isObjectType(type) ? Object.keys(type.getFields()) : [], name).toContain(field);
      expect(word.trim()).not.toBe("");
    }
  });
});

describe("amounts and days", () => {
  const chinese = formatOf("zh-CN");
  const english = formatOf("en");

  test("are written as each language does", () => {
    expect(chinese.yuan(5_040)).toBe("50.40 元");
    expect(chinese.yuan(123_456_789)).toBe("1,234,567.89 元");
    expect(english.yuan(0)).toBe("CNY 0.00");
    expect(chinese.day("2026-01-05")).toBe("2026年1月5日");
    expect(english.day("2026-01-05")).toBe("5 January 2026");
    expect(chinese.month("2026-01-01")).toBe("2026年1月");
  });

  test("are those of China, wherever the machine is", () => {
    expect(chinese.instant("2026-01-05T16:30:00Z")).toMatch(/^2026年1月6日 00:30:00$/);
    expect(chinese.timeOfDay(Date.parse("2026-01-05T16:30:00Z"))).toBe("00:30");
  });

  test.each([
    ["1990-06-18", "2026-06-17T15:59:59Z", 35],
    ["1990-06-18", "2026-06-17T16:00:00Z", 36],
    ["2020-02-29", "2026-02-28T12:00:00Z", 5],
    ["2020-02-29", "2026-03-01T00:00:00Z", 6],
  ])("somebody born on %s is of full years at %s", (birthOn, at, age) => {
    expect(ageOn(birthOn, Date.parse(at))).toBe(age);
  });
});
