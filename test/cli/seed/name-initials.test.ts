import { expect, test } from "vitest";
import { nameInitials } from "../../../cli/seed/name-initials.ts";

test.each([
  ["万仁兴", "wrx"],
  ["郭君", "gj"],
  ["欧阳小琴", "oyxq"],
  ["阿依古丽·买买提", "ayglmmt"],
  // Surnames that are read otherwise than the same characters elsewhere.
  ["单晓红", "sxh"],
  ["曾国平", "zgp"],
  ["仇永明", "qym"],
  ["解志强", "xzq"],
  ["朴英姬", "pyj"],
  ["查文斌", "zwb"],
  ["翟建军", "zjj"],
  ["尉迟恭", "ycg"],
  ["区伯言", "oby"],
  ["John 王", "johnw"],
  ["", ""],
  ["·*%_\\", ""],
])("of %j are %j", (name, initials) => {
  expect(nameInitials(name)).toBe(initials);
});
