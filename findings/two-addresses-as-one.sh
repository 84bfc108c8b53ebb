#!/usr/bin/env bash
# Three filters of SCIM, three answers: emails[type eq "work" and value co "@hub.example"], of RFC 7644's own examples but for the domain.
# scim2-parse-filter 0.2.10 also finds who has a work address elsewhere and a home address there; scim2-filter 0.2.0 finds nobody.
# Expected (RFC 7644, 3.4.2.2): all that the brackets ask holds of one and the same address, as scim-query-filter-parser 2.0.4 has it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --save-exact scim2-parse-filter@0.2.10 scim2-filter@0.2.0 scim-query-filter-parser@2.0.4 >/dev/null
cat >ask.cjs <<'ASK'
const parseFilter = require("scim2-parse-filter");
const filter = require("scim2-filter");
const { compileFilter } = require("scim-query-filter-parser");

const accounts = [
  { userName: "wangjia", emails: [{ type: "work", value: "wangjia@hub.example" }] },
  { userName: "xibei", emails: [{ type: "work", value: "xibei@old.example" }, { type: "home", value: "xibei@hub.example" }] },
];
const asked = 'emails[type eq "work" and value co "@hub.example"]';
const filters = {
  "scim2-parse-filter": parseFilter.filter(parseFilter.parse(asked)),
  "scim2-filter": filter.filter(filter.parse(asked)),
  "scim-query-filter-parser": compileFilter(asked),
};
for (const [name, fits] of Object.entries(filters)) console.log(name, accounts.filter((one) => fits(one)).map((one) => one.userName).join(" ") || "nobody");
ASK
seen=$(node ask.cjs)
expected='scim2-parse-filter wangjia xibei
scim2-filter nobody
scim-query-filter-parser wangjia'
printf 'scim2-parse-filter 0.2.10, scim2-filter 0.2.0, scim-query-filter-parser 2.0.4\n%s\n' "$seen"
if [[ "$seen" != "$expected" ]]; then
  echo "This has changed." >&2
  exit 1
fi
