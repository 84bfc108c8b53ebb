const NAME = /[A-Za-z]/;
const IGNORED = new Set([" ", "\t", "\n", "\r", ",", "\uFEFF"]);

/**
 * The word a document begins with, `query`, `mutation` and the like; "" for a document in braces. It is enough to tell
 * what a request is for before the document is read, which is what there is no time for when the hub is busy.
 */
export function leadingWord(document: string): string {
  let at = 0;
  for (;;) {
    const character = document[at];
    if (character === undefined) return "";
    if (character === "#") {
      while (at < document.length && document[at] !== "\n" && document[at] !== "\r") at += 1;
    } else if (IGNORED.has(character)) at += 1;
    else break;
  }
  let end = at;
  while (end - at < 16 && NAME.test(document[end] ?? "")) end += 1;
  return document.slice(at, end);
}
