#!/usr/bin/env bash
# GB 18030-2022 assigns Unicode characters to eighteen codes that the edition of 2005 had left to private use. Readers differ in
# which edition they know: the same bytes of one file become two different texts. Needs Node 20 or later and Python 3.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --save-exact iconv-lite@0.7.3 >/dev/null
cat >codes.cjs <<'CODES'
const iconv = require("iconv-lite");
const codes = ["A6D9", "A6DE", "FE59", "FE61", "FE66", "FE90"];
const named = (text) => [...text].map((one) => `U+${one.codePointAt(0).toString(16).toUpperCase()}`).join(" ");
const read = (decode) => codes.map((code) => named(decode(Buffer.from(code, "hex")))).join(" ");
console.log(`iconv-lite ${read((bytes) => iconv.decode(bytes, "gb18030"))}`);
console.log(`TextDecoder ${read((bytes) => new TextDecoder("gb18030").decode(bytes))}`);
CODES
cat >codes.py <<'CODES'
codes = ["A6D9", "A6DE", "FE59", "FE61", "FE66", "FE90"]
print("Python", " ".join("U+%X" % ord(bytes.fromhex(code).decode("gb18030")) for code in codes))
CODES
seen=$(node codes.cjs && python3 codes.py)
expected='iconv-lite U+E78D U+E792 U+E81E U+E826 U+E82B U+E854
TextDecoder U+FE10 U+FE15 U+9FB4 U+9FB5 U+9FB6 U+9FBA
Python U+E78D U+E792 U+E81E U+E826 U+E82B U+E854'
printf 'A6D9 A6DE FE59 FE61 FE66 FE90 as GB 18030: iconv-lite 0.7.3, Node %s, %s\n%s\n' "$(node --version)" "$(python3 --version)" "$seen"
if [[ "$seen" != "$expected" ]]; then
  echo "This has changed, or Node or Python is of another edition." >&2
  exit 1
fi
