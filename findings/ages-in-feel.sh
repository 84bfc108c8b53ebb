#!/usr/bin/env bash
# feelin 8.2.0 keeps days in a duration of years and months: a person born on 15 October 1949 is, on 14 October 2029, 79 years and 11
# months old, and both equal to and more than that. For a month that person is in no band, where one ends with
# 79 years and 11 months and the next begins with 80 years. Expected (DMN 1.5, years and months duration; DMN TCK 1121): its value is a
# number of months and nothing else, and the days that are left over are dropped.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --save-exact feelin@8.2.0 >/dev/null
cat >ages.mjs <<'AGES'
import { evaluate } from "feelin";

for (const day of ["2029-09-15", "2029-10-14", "2029-10-15"]) {
  const age = `years and months duration(date("1949-10-15"), date("${day}"))`;
  const bound = 'duration("P79Y11M")';
  const rules = { age: `string(${age})`, "=": `${age} = ${bound}`, ">": `${age} > ${bound}`, "in the band": `${age} in [duration("P70Y")..${bound}]` };
  console.log(day, Object.entries(rules).map(([name, rule]) => `${name} ${evaluate(rule).value}`).join(", "));
}
AGES
seen=$(node ages.mjs)
expected='2029-09-15 age P79Y11M, = true, > false, in the band true
2029-10-14 age P79Y11M29D, = true, > true, in the band false
2029-10-15 age P80Y, = false, > true, in the band false'
printf 'feelin 8.2.0\n%s\n' "$seen"
if [[ "$seen" != "$expected" ]]; then
  echo "This has changed." >&2
  exit 1
fi
