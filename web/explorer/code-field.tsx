import { Compartment, EditorState, type Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { useEffect, useEffectEvent, useRef } from "react";
import { codeLook } from "./code-look.ts";

interface CodeFieldParts {
  readonly label: string;
  readonly text: string;
  /** What the editor can do; those of the first drawing stay. */
  readonly extensions: readonly Extension[];
  readonly className?: string;
  readonly isReadOnly?: boolean;
  readonly onChange?: (text: string) => void;
  /** Hears of the editor once it is there, and of its end. */
  readonly onView?: (view: EditorView | null) => void;
}

/**
 * A text in a language, set out by CodeMirror. It stands in a shadow tree, where its styles are objects and no text: the
 * page's policy lets nobody write styles into the page.
 */
export function CodeField(parts: CodeFieldParts) {
  const { label, text, className = "", isReadOnly = false } = parts;
  const place = useRef<HTMLDivElement>(null);
  const editor = useRef<{ view: EditorView; words: Compartment } | null>(null);
  const changed = useEffectEvent((now: string) => parts.onChange?.(now));
  const tellView = useEffectEvent((view: EditorView | null) => parts.onView?.(view));
  const start = useEffectEvent((parent: ShadowRoot) => {
    const words = new Compartment();
    const extensions = [
      codeLook,
      words.of(labelled(label)),
      EditorState.readOnly.of(isReadOnly),
      EditorView.lineWrapping,
      EditorView.updateListener.of((update) => {
        if (update.docChanged) changed(update.state.doc.toString());
      }),
      ...parts.extensions,
    ];
    return { view: new EditorView({ parent, state: EditorState.create({ doc: text, extensions }) }), words };
  });

  useEffect(() => {
    const host = place.current;
    if (host === null) return;
    const opened = start(host.shadowRoot ?? host.attachShadow({ mode: "open" }));
    editor.current = opened;
    tellView(opened.view);
    return () => {
      tellView(null);
      editor.current = null;
      opened.view.destroy();
    };
  }, []);
  useEffect(() => {
    const view = editor.current?.view;
    const shown = view?.state.doc;
    if (shown !== undefined && shown.toString() !== text) {
      view?.dispatch({ changes: { from: 0, to: shown.length, insert: text } });
    }
  }, [text]);
  useEffect(() => {
    const { view, words } = editor.current ?? {};
    if (words !== undefined) view?.dispatch({ effects: words.reconfigure(labelled(label)) });
  }, [label]);
  return <div ref={place} className={`code-field ${className}`} />;
}

const labelled = (label: string) => EditorView.contentAttributes.of({ "aria-label": label });
