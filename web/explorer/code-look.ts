import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const theme = EditorView.theme({
  "&": { height: "100%", background: "var(--paper)", color: "var(--ink)", fontSize: "13px" },
  "&.cm-focused": { outline: "2px solid #0b5a78", outlineOffset: "-2px" },
  ".cm-scroller": { fontFamily: 'ui-monospace, "SF Mono", Consolas, monospace', lineHeight: "1.5" },
  ".cm-gutters": { background: "var(--ground)", borderInlineEnd: "1px solid var(--line)", color: "var(--ink-faint)" },
  ".cm-tooltip": { border: "1px solid var(--line-strong)", background: "var(--paper)", color: "var(--ink)" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { background: "var(--brand)", color: "#fff" },
  // Underlined by the browser: the editor's own wave is a picture within its styles, which the page's policy refuses.
  ".cm-lintRange-error": { background: "none", textDecoration: "underline wavy var(--bad)" },
  ".cm-lintRange-warning": { background: "none", textDecoration: "underline wavy var(--caution)" },
});

/** Kinds of words apart, each readable on white (4.5:1). */
const colours = HighlightStyle.define([
  { tag: tags.comment, color: "#566369" },
  { tag: [tags.keyword, tags.definitionKeyword, tags.modifier], color: "#8a1463" },
  { tag: [tags.propertyName, tags.attributeName, tags.definition(tags.propertyName)], color: "#0b4a8c" },
  { tag: [tags.string, tags.special(tags.string)], color: "#8a3b12" },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], color: "#175c34" },
  { tag: [tags.variableName, tags.special(tags.variableName)], color: "#5b3a9e" },
  { tag: tags.typeName, color: "#0b5a78" },
]);

export const codeLook = [theme, syntaxHighlighting(colours)];
