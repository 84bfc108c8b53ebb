import { readWanted } from "./id-number.ts";

// A reader sends the characters of a card a few milliseconds apart; nobody types like that.
const LONGEST_GAP_MS = 60;

export interface CardReader {
  /** Takes one key as it is pressed; gives the number once a whole card and Enter have come. */
  press(key: string, at: number): string | null;
}

/** Tells a card reader, which types an identity number and Enter, from a person at the keyboard. */
export function createCardReader(): CardReader {
  let typed = "";
  let lastAt = -Infinity;
  return {
    press(key, at) {
      const isQuick = at - lastAt <= LONGEST_GAP_MS;
      lastAt = at;
      if (key === "Enter") {
        const wanted = readWanted(isQuick ? typed : "");
        typed = "";
        return wanted.kind === "id-number" ? wanted.idNumber : null;
      }
      // Shift and the like come along with the X of a check character.
      if (key.length > 1) return null;
      typed = isQuick ? typed + key : key;
      return null;
    },
  };
}
