#!/usr/bin/env bash
# Two interpreters of FEEL, the rule language of DMN, say no, yes or nothing where a fact is unknown (null). feelin 8.2.0: "every member's
# income is below 800" is false when one income is unknown, though all(…) over the same comparisons is null. bkflow-feel 1.2.0: not(null)
# is true, null and false is null, and comparing null raises. Expected (DMN 1.5, three-valued logic of FEEL;
# DMN TCK 0106, 0107): null and false is false, not(null) is null, null < 800 is null; every and some are null when what is asked of one
# is neither true nor false (DMN TCK 1153 and 1154, test 006). Needs Python 3.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --save-exact feelin@8.2.0 >/dev/null
python3 -m venv python >/dev/null
python/bin/pip install --quiet --disable-pip-version-check bkflow-feel==1.2.0
cat >rules.json <<'RULES'
[
  "null and false",
  "not(null)",
  "null < 800",
  "every income in [500, null] satisfies income < 800",
  "all(for income in [500, null] return income < 800)",
  "some income in [500, null] satisfies income > 800",
  "any(for income in [500, null] return income > 800)"
]
RULES
cat >rules.mjs <<'RULES'
import { readFileSync } from "node:fs";
import { evaluate } from "feelin";

for (const rule of JSON.parse(readFileSync("rules.json", "utf8"))) console.log("feelin", rule, "→", evaluate(rule).value);
RULES
cat >rules.py <<'RULES'
import json
import logging

from bkflow_feel.api import parse_expression

logging.disable(logging.CRITICAL)
for rule in json.load(open("rules.json"))[:3]:
    try:
        print("bkflow-feel", rule, "→", json.dumps(parse_expression(rule, {})))
    except Exception as refusal:
        print("bkflow-feel", rule, "→", type(refusal).__name__)
RULES
seen=$(node rules.mjs && python/bin/python rules.py 2>/dev/null)
expected='feelin null and false → false
feelin not(null) → null
feelin null < 800 → null
feelin every income in [500, null] satisfies income < 800 → false
feelin all(for income in [500, null] return income < 800) → null
feelin some income in [500, null] satisfies income > 800 → false
feelin any(for income in [500, null] return income > 800) → null
bkflow-feel null and false → null
bkflow-feel not(null) → true
bkflow-feel null < 800 → ValidationError'
printf 'feelin 8.2.0; bkflow-feel 1.2.0 of PyPI\n%s\n' "$seen"
if [[ "$seen" != "$expected" ]]; then
  echo "This has changed." >&2
  exit 1
fi
