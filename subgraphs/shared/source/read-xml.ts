import { SaxesParser } from "saxes";
import { UNSTORABLE } from "../storable-text.ts";
import { SourceFault } from "./source-fault.ts";

/** An element: its text where it holds no others, else its children by local name, several of one name as a list. */
export type XmlElement = string | { readonly [name: string]: XmlElement | readonly XmlElement[] };

interface Open {
  readonly name: string;
  readonly children: Record<string, XmlElement | XmlElement[]>;
  text: string;
}

const DEEPEST = 32;

/**
 * Parses an answer in XML. Document types and character sets other than UTF-8 are refused as they are met: through
 * a document type a text reaches files and addresses (XXE), or grows without end (billion laughs).
 */
export function readXml(text: string): XmlElement {
  const root: Open = { name: "", children: Object.create(null) as Open["children"], text: "" };
  const open: Open[] = [root];
  const refuse = () => {
    throw new SourceFault("SOURCE_ANSWER_MALFORMED");
  };
  const parser = new SaxesParser({ xmlns: true });
  const top = () => open.at(-1) ?? root;
  parser.on("error", refuse);
  parser.on("doctype", refuse);
  parser.on("xmldecl", ({ encoding }) => (encoding === undefined || /^utf-8$/i.test(encoding) ? undefined : refuse()));
  parser.on("opentag", ({ local }) => {
    if (open.length > DEEPEST) refuse();
    open.push({ name: local, children: Object.create(null) as Open["children"], text: "" });
  });
  const addText = (piece: string) => {
    top().text += piece;
  };
  parser.on("text", addText);
  parser.on("cdata", addText);
  parser.on("closetag", () => {
    const { name, children, text: own } = open.pop() ?? root;
    const element = Object.keys(children).length === 0 ? own.trim() : children;
    const siblings = top().children;
    const before = siblings[name];
    if (before === undefined) siblings[name] = element;
    else if (Array.isArray(before)) before.push(element);
    else siblings[name] = [before, element];
  });
  parser.write(withoutImpossible(text)).close();
  return root.children;
}

// Built from text: a pattern may not hold control characters.
const BARE_CONTROL = new RegExp("[\\0-\\x08\\x0B\\x0C\\x0E-\\x1F\\uFFFE\\uFFFF]", "g");
const REFERENCE = /&#(?:x([\dA-Fa-f]{1,8})|(\d{1,10}));/g;

/**
 * XML has no form for NUL, most control characters and half a surrogate pair, bare or as a reference. What no record may
 * hold stands in their place, so that one costs the record it is in and not the whole answer.
 */
function withoutImpossible(text: string): string {
  return text.replace(BARE_CONTROL, UNSTORABLE).replace(REFERENCE, (reference, hex?: string, decimal?: string) => {
    const point = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return isCharacter(point) ? reference : UNSTORABLE;
  });
}

/** XML 1.0, production 2. */
function isCharacter(point: number): boolean {
  if (point < 0x20) return point === 0x9 || point === 0xa || point === 0xd;
  return point <= 0xd7ff || (point >= 0xe000 && point <= 0xfffd) || (point >= 0x10000 && point <= 0x10ffff);
}
