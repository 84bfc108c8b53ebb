// A reader sends the characters of a card a few milliseconds apart; nobody types like that. A busy page may hear one late.
const MEAN_GAP_MS = 60;
const LONGEST_GAP_MS = 250;

// Today's numbers, those before 1999, and those of permanent residents before 2023: the search says what is wrong with one.
const CARD = /(?:\d{17}[\dXx]|[A-Za-z]{3}\d{12}|(?<!\d)\d{15})$/;
const LONGEST_CARD = 18;

/** One key as it was pressed; `before` is what the field that has the focus held before it. */
export interface PressedKey {
  readonly key: string;
  /** The place on the keyboard: with a Chinese keyboard on, `key` says only that it is at work. */
  readonly code: string;
  readonly at: number;
  readonly before: string | null;
}

/** What a card reader typed, and what the field with the focus held before it did. */
export interface ReadCard {
  readonly number: string;
  readonly before: string | null;
}

export interface CardReader {
  /** Takes one key as it is pressed; gives the card once a whole one and Enter have come. */
  press(pressed: PressedKey): ReadCard | null;
}

interface TypedCharacter {
  readonly character: string;
  readonly at: number;
  readonly before: string | null;
}

/** Tells a card reader, which types a number and Enter, from a person at the keyboard. */
export function createCardReader(): CardReader {
  let typed: TypedCharacter[] = [];
  return {
    press({ key, code, at, before }) {
      if (isEnd(key, code)) {
        const card = cardOf(typed, at);
        typed = [];
        return card;
      }
      const character = characterOf(key, code);
      // Shift and the like come along with the X of a check character.
      if (character === null) return null;
      typed = [...typed, { character, at, before }].slice(-LONGEST_CARD - 1);
      return null;
    },
  };
}

function isEnd(key: string, code: string): boolean {
  return key === "Enter" || key === "Tab" || code === "Enter" || code === "NumpadEnter";
}

function characterOf(key: string, code: string): string | null {
  if (key !== "Process") return key.length === 1 ? key : null;
  return /^(?:Digit|Numpad|Key)(\d|[A-Z])$/.exec(code)?.[1] ?? null;
}

function cardOf(typed: readonly TypedCharacter[], endedAt: number): ReadCard | null {
  const number = CARD.exec(typed.map(({ character }) => character).join(""))?.[0];
  if (number === undefined) return null;
  const keys = typed.slice(-number.length);
  const times = [...keys.map(({ at }) => at), endedAt];
  const gaps = times.slice(1).map((at, place) => at - (times[place] ?? at));
  const whole = gaps.reduce((sum, gap) => sum + gap, 0);
  if (whole > MEAN_GAP_MS * gaps.length || gaps.some((gap) => gap > LONGEST_GAP_MS)) return null;
  return { number: number.toUpperCase(), before: keys[0]?.before ?? null };
}
