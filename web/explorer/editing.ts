import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, foldGutter, foldKeymap, indentOnInput } from "@codemirror/language";
import { lintKeymap } from "@codemirror/lint";
import { type Extension, Prec } from "@codemirror/state";
import { keymap, lineNumbers } from "@codemirror/view";

/** What any text can be folded and walked through by. */
export const reading: readonly Extension[] = [
  lineNumbers(),
  foldGutter(),
  keymap.of([...defaultKeymap, ...foldKeymap]),
];

export interface EditorCommands {
  readonly run: () => void;
  readonly layOut: () => void;
}

/** What a text is written with. Tab leads on, as everywhere on a page. */
export function editing({ run, layOut }: EditorCommands): readonly Extension[] {
  const done = (command: () => void) => () => {
    command();
    return true;
  };
  const own = ["Mod-Enter", "Ctrl-Enter"].map((key) => ({ key, run: done(run) }));
  return [
    Prec.highest(keymap.of([...own, { key: "Shift-Ctrl-p", run: done(layOut) }])),
    history(),
    bracketMatching(),
    closeBrackets(),
    indentOnInput(),
    autocompletion(),
    keymap.of([...closeBracketsKeymap, ...historyKeymap, ...completionKeymap, ...lintKeymap]),
    ...reading,
  ];
}
