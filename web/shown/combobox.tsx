import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import type { ControlIds } from "./field.tsx";

interface ComboboxParts {
  readonly ids: ControlIds;
  readonly options: readonly (readonly [value: string, label: string])[];
  /** The chosen value; empty for none. */
  readonly value: string;
  readonly placeholder: string;
  /** Stands in the list when nothing fits what was typed. */
  readonly none: string;
  readonly onChoose: (value: string) => void;
}

/** One of many values, found by typing a part of its label. Its keys are those of the ARIA pattern of this name. */
export function Combobox({ ids, options, value, placeholder, none, onChoose }: ComboboxParts) {
  const listId = useId();
  const list = useRef<HTMLUListElement>(null);
  // Null while nothing is being looked for: the label of what is chosen stands there.
  const [typed, setTyped] = useState<string | null>(null);
  const [isOpen, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const wanted = typed?.trim().toLowerCase() ?? "";
  const fitting = options.filter(([, label]) => label.toLowerCase().includes(wanted));
  const chosenLabel = options.find(([one]) => one === value)?.[1] ?? value;

  useEffect(() => {
    if (isOpen) list.current?.children[at]?.scrollIntoView({ block: "nearest" });
  }, [isOpen, at]);

  const open = () => {
    if (isOpen) return;
    setOpen(true);
    setAt(
      Math.max(
        0,
        fitting.findIndex(([one]) => one === value),
      ),
    );
  };
  const close = () => {
    setOpen(false);
    setTyped(null);
  };
  const choose = (option: ComboboxParts["options"][number] | undefined) => {
    if (option === undefined) return;
    close();
    onChoose(option[0]);
  };
  const step = (by: number) => {
    if (isOpen) setAt(Math.min(Math.max(at + by, 0), Math.max(fitting.length - 1, 0)));
    else open();
  };
  const press = (event: KeyboardEvent) => {
    const actions: Readonly<Record<string, () => void>> = {
      ArrowDown: () => step(1),
      ArrowUp: () => step(-1),
      ...(isOpen && { Enter: () => choose(fitting[at]), Escape: close }),
    };
    const action = event.nativeEvent.isComposing ? undefined : actions[event.key];
    if (action === undefined) return;
    event.preventDefault();
    action();
  };

  return (
    <div className="combobox">
      <input
        {...ids}
        className="control"
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={isOpen}
        aria-controls={listId}
        aria-activedescendant={isOpen && fitting.length > 0 ? `${listId}-${at}` : undefined}
        autoComplete="off"
        spellCheck={false}
        placeholder={placeholder}
        value={typed ?? chosenLabel}
        onChange={(event) => {
          setTyped(event.target.value);
          setOpen(true);
          setAt(0);
        }}
        onClick={open}
        onFocus={(event) => event.target.select()}
        onBlur={close}
        onKeyDown={press}
      />
      <div className="combobox-list" hidden={!isOpen}>
        <ul ref={list} id={listId} role="listbox" aria-labelledby={ids.id}>
          {isOpen &&
            fitting.map((option, place) => (
              <li
                key={option[0]}
                id={`${listId}-${place}`}
                role="option"
                aria-selected={place === at}
                // The focus stays in the field.
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => choose(option)}
              >
                {option[1]}
              </li>
            ))}
        </ul>
        {isOpen && fitting.length === 0 && <p role="status">{none}</p>}
      </div>
    </div>
  );
}
