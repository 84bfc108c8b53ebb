#!/usr/bin/env bash
# graphql-jit 0.8.9 reads a named fragment that is spread twice under the condition of the first spread alone: with that one
# switched off, the fields of the second are left out, without an error. Expected (GraphQL specification, CollectFields): a spread
# that is skipped does not count as visited, so the second one is read.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --save-exact graphql@16.15.0 graphql-jit@0.8.9 >/dev/null
cat >fragments.cjs <<'FRAGMENTS'
const { buildSchema, execute, parse, validate } = require("graphql");
const { compileQuery } = require("graphql-jit");

const schema = buildSchema("type Query { resident: Resident } type Resident { name: String }");
schema.getQueryType().getFields().resident.resolve = () => ({ name: "a name" });
const variableValues = { no: false, yes: true };
const documents = {
  "one place": "query ($no: Boolean!, $yes: Boolean!) { ...F @include(if: $no) ...F @include(if: $yes) } fragment F on Query { resident { name } }",
  "two places": "query ($no: Boolean!) { ... @include(if: $no) { ...F } ...G } fragment G on Query { ...F } fragment F on Query { resident { name } }",
};
for (const [name, text] of Object.entries(documents)) {
  const document = parse(text);
  console.log(name, "faults", validate(schema, document).length);
  console.log(name, "graphql-js", JSON.stringify(execute({ schema, document, variableValues })));
  console.log(name, "graphql-jit", JSON.stringify(compileQuery(schema, document, "").query({}, {}, variableValues)));
}
FRAGMENTS
seen=$(node fragments.cjs)
expected='one place faults 0
one place graphql-js {"data":{"resident":{"name":"a name"}}}
one place graphql-jit {"data":{}}
two places faults 0
two places graphql-js {"data":{"resident":{"name":"a name"}}}
two places graphql-jit {"data":{}}'
printf 'graphql 16.15.0 and graphql-jit 0.8.9\n%s\n' "$seen"
if [[ "$seen" != "$expected" ]]; then
  echo "This has changed." >&2
  exit 1
fi
