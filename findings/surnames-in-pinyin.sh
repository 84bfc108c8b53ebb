#!/usr/bin/env bash
# pinyin-pro 3.29.4 reads some Chinese surnames as their characters are read elsewhere, also when told that a surname comes first.
# Expected (dictionaries of surnames): 单于 chányú, 种 chóng, 秘 bì, 佴 nài, 祭 zhài. 万俟 mòqí and 尉迟 yùchí are read rightly.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --save-exact pinyin-pro@3.29.4 >/dev/null
cat >names.mjs <<'NAMES'
import { pinyin } from "pinyin-pro";

for (const [surname, given] of [["单于", "明"], ["种", "明"], ["秘", "明"], ["佴", "明"], ["祭", "明"], ["万俟", "明"], ["尉迟", "明"]]) {
  const syllables = pinyin(surname + given, { surname: "head", toneType: "none", type: "array" });
  console.log(surname, syllables.slice(0, -1).join(" "));
}
NAMES
seen=$(node names.mjs)
expected=$'单于 shan yu\n种 zhong\n秘 mi\n佴 er\n祭 ji\n万俟 mo qi\n尉迟 yu chi'
printf 'pinyin-pro 3.29.4, surname: "head"\n%s\n' "$seen"
if [[ "$seen" != "$expected" ]]; then
  echo "This has changed." >&2
  exit 1
fi
