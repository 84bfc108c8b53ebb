import table from "./fields.json";

/** What a field is called: anywhere, and where a heading says already whose it is. */
interface Word {
  readonly zh: string;
  readonly en: string;
  readonly label?: { readonly zh: string; readonly en: string };
}

type Names = { readonly [Type in keyof typeof table]: { readonly [Field in keyof (typeof table)[Type]]: string } };

/**
 * The names of the fields in one language, by type. Both languages stand side by side in one table: whoever adds a field
 * writes one line.
 */
export function fieldWords(language: "zh" | "en"): { readonly fields: Names; readonly labels: Names } {
  const namesBy = (nameOf: (word: Word) => string) =>
    Object.fromEntries(
      Object.entries(table).map(([type, words]) => [
        type,
        Object.fromEntries(Object.entries<Word>(words).map(([field, word]) => [field, nameOf(word)])),
      ]),
    ) as Names;
  return { fields: namesBy((word) => word[language]), labels: namesBy((word) => (word.label ?? word)[language]) };
}
