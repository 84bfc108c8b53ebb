#!/usr/bin/env bash
# graphql-jit 0.8.9 gives null for a field of an input object whose variable has no value, where the GraphQL specification
# (input objects, input coercion) has the field's default apply. With a non-null type the resolver gets what its type excludes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --save-exact graphql@16.15.0 graphql-jit@0.8.9 >/dev/null
cat >defaults.cjs <<'DEFAULTS'
const { buildSchema, execute, parse } = require("graphql");
const { compileQuery } = require("graphql-jit");

const schema = buildSchema("input Search { words: [String!]! = [] } type Query { search(input: Search!): String }");
schema.getQueryType().getFields().search.resolve = (_parent, { input }) => JSON.stringify(input);
const document = parse("query ($words: [String!]) { search(input: { words: $words }) }");
console.log("graphql-js", execute({ schema, document, variableValues: {} }).data.search);
console.log("graphql-jit", compileQuery(schema, document, "").query({}, {}, {}).data.search);
DEFAULTS
seen=$(node defaults.cjs)
expected='graphql-js {"words":[]}
graphql-jit {"words":null}'
printf 'graphql 16.15.0 and graphql-jit 0.8.9\n%s\n' "$seen"
if [[ "$seen" != "$expected" ]]; then
  echo "This has changed." >&2
  exit 1
fi
