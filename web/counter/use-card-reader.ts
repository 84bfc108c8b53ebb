import { useEffect, useEffectEvent } from "react";
import { createCardReader } from "./card-reader.ts";
import { isTextField, writeInto } from "./text-field.ts";

/**
 * Hears a card reader wherever on the page the focus is. What it typed into a field is taken out again: an identity
 * number in a purpose would be recorded for good.
 */
export function useCardReader(onCard: (number: string) => void): void {
  const tell = useEffectEvent(onCard);
  useEffect(() => {
    const reader = createCardReader();
    const press = (event: KeyboardEvent) => {
      const field = isTextField(event.target) ? event.target : null;
      const { key, code, timeStamp: at } = event;
      const card = reader.press({ key, code, at, before: field?.value ?? null });
      if (card === null) return;
      // The Enter of the reader is not meant for the field, button or link that has the focus.
      event.preventDefault();
      event.stopPropagation();
      if (field !== null) takeBack(field, card.before ?? "");
      tell(card.number);
    };
    window.addEventListener("keydown", press, { capture: true });
    return () => window.removeEventListener("keydown", press, { capture: true });
  }, []);
}

/** A Chinese keyboard writes its last letter only once the field has lost the focus: it is looked at again then. */
function takeBack(field: HTMLInputElement | HTMLTextAreaElement, before: string): void {
  writeInto(field, before);
  if (field.type === "search") return;
  field.blur();
  setTimeout(() => {
    if (field.value !== before) writeInto(field, before);
  });
}
