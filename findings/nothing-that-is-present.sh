#!/usr/bin/env bash
# "Who has a title?" asked of SCIM filters: title pr. null and an empty text count as a title in scim2-parse-filter 0.2.10, scim2-filter
# 0.2.0, scim-query-filter-parser 2.0.4 and scimmy 1.3.5; an empty list counts as addresses in the first two. Expected (RFC 7644,
# 3.4.2.2, table 3: pr matches what is neither empty nor null; RFC 7643, 2.5: null and an empty list are as good as absent): "full" alone.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --save-exact scim2-parse-filter@0.2.10 scim2-filter@0.2.0 scim-query-filter-parser@2.0.4 scimmy@1.3.5 >/dev/null
cat >ask.mjs <<'ASK'
import SCIMMY from "scimmy";
import filter from "scim2-filter";
import { compileFilter } from "scim-query-filter-parser";
import parseFilter from "scim2-parse-filter";

const accounts = [
  { userName: "full", title: "head", emails: [{ value: "a@hub.example" }] },
  { userName: "empty", title: "", emails: [] },
  { userName: "null", title: null, emails: null },
  { userName: "absent" },
];
const filters = {
  "scim2-parse-filter": (asked) => accounts.filter(parseFilter.filter(parseFilter.parse(asked))),
  "scim2-filter": (asked) => accounts.filter(filter.filter(filter.parse(asked))),
  "scim-query-filter-parser": (asked) => accounts.filter(compileFilter(asked)),
  scimmy: (asked) => new SCIMMY.Types.Filter(asked).match(accounts),
};
for (const asked of ["title pr", "emails pr"]) {
  for (const [name, find] of Object.entries(filters)) {
    let found;
    try {
      found = find(asked).map((one) => one.userName).join(" ");
    } catch (refusal) {
      found = refusal.name;
    }
    console.log(asked, name, found);
  }
}
ASK
seen=$(node ask.mjs)
expected='title pr scim2-parse-filter full empty null
title pr scim2-filter full empty null
title pr scim-query-filter-parser full empty null
title pr scimmy full empty null
emails pr scim2-parse-filter full empty null
emails pr scim2-filter full empty null
emails pr scim-query-filter-parser full null
emails pr scimmy TypeError'
printf 'scim2-parse-filter 0.2.10, scim2-filter 0.2.0, scim-query-filter-parser 2.0.4, scimmy 1.3.5\n%s\n' "$seen"
if [[ "$seen" != "$expected" ]]; then
  echo "This has changed." >&2
  exit 1
fi
