#!/usr/bin/env bash
# @theguild/federation-composition 0.27.0 gives an argument of a shared field the default that one subgraph has and the other has not: the
# supergraph says first: Int = 20, and the subgraph without it gets nothing. For a field of an input object it drops such a default.
# Expected (Apollo Federation, hint INCONSISTENT_DEFAULT_VALUE_PRESENCE): no default in the supergraph, for both, and a hint that says
# so, as @apollo/composition 2.14.4 has it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --save-exact @theguild/federation-composition@0.27.0 @apollo/composition@2.14.4 graphql@16.15.0 >/dev/null
cat >compose.mjs <<'COMPOSE'
import { createRequire } from "node:module";
import * as theguild from "@theguild/federation-composition";
import { parse } from "graphql";

const apollo = createRequire(import.meta.url)("@apollo/composition");
const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@shareable"])';
const subgraph = (name, value) => ({
  name,
  url: `http://${name}.example`,
  typeDefs: parse(`${link}
    type Query { items(first: Int${value}, filter: Filter): Int @shareable }
    input Filter { last: Int${value} }`),
});
const subgraphs = [subgraph("services", " = 20"), subgraph("cases", "")];
for (const [name, { composeServices }] of Object.entries({ theguild, apollo })) {
  const { supergraphSdl, hints = [] } = composeServices(subgraphs);
  const said = [/first: Int( = 20)?/, /last: Int( = 20)?/].map((one) => one.exec(supergraphSdl)[0]);
  console.log(name, said.join(", "), ...hints.map((one) => one.definition.code));
}
COMPOSE
seen=$(node compose.mjs)
expected='theguild first: Int = 20, last: Int
apollo first: Int, last: Int INCONSISTENT_DEFAULT_VALUE_PRESENCE INCONSISTENT_DEFAULT_VALUE_PRESENCE'
printf '@theguild/federation-composition 0.27.0, @apollo/composition 2.14.4\n%s\n' "$seen"
if [[ "$seen" != "$expected" ]]; then
  echo "This has changed." >&2
  exit 1
fi
