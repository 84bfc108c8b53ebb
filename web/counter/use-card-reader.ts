import { useEffect, useEffectEvent } from "react";
import { createCardReader } from "./card-reader.ts";

/** Hears a card reader wherever on the page the focus is. In a field its keys are typed as anybody's are. */
export function useCardReader(onCard: (idNumber: string) => void): void {
  const tell = useEffectEvent(onCard);
  useEffect(() => {
    const reader = createCardReader();
    const press = (event: KeyboardEvent) => {
      if (isField(event.target)) return;
      const idNumber = reader.press(event.key, event.timeStamp);
      if (idNumber === null) return;
      // The Enter of the reader is not meant for the button or link that has the focus.
      event.preventDefault();
      tell(idNumber);
    };
    window.addEventListener("keydown", press, { capture: true });
    return () => window.removeEventListener("keydown", press, { capture: true });
  }, []);
}

function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches("input:not([type=radio], [type=checkbox]), textarea, select");
}
