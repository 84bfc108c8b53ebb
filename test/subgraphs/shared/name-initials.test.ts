import { expect, test } from "vitest";
import { nameInitials } from "../../../subgraphs/shared/name-initials.ts";

test.each([
  ["单于明", "cym", "sym"],
  ["单晓红", "sxh", "dxh"],
  ["种建国", "cjg", "zjg"],
  ["秘文", "bw", "mw"],
  ["佴明", "nm", "em"],
  ["祭伟", "zw", "jw"],
  ["万俟雪", "mqx", "wsx"],
  ["尉迟恭", "ycg", "wcg"],
  ["乐嘉", "yj", "lj"],
  ["万仁兴", "wrx", null],
  ["单", "s", null],
])("of %j are %j and %j", (name, initials, otherInitials) => {
  expect(nameInitials(name)).toEqual({ initials, otherInitials });
});

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
  expect(nameInitials(name).initials).toBe(initials);
});
