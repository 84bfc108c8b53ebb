#!/usr/bin/env bash
# With @urql/exchange-persisted 5.0.1 as it comes, a client of urql that says preferGetMethod: false asks by GET nevertheless, with the
# variables in the address, where proxies and servers log them. Expected: what the client says holds, since false means never.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --save-exact @urql/core@6.0.3 @urql/exchange-persisted@5.0.1 graphql@16.15.0 >/dev/null
cat >ask.mjs <<'ASK'
import { createServer } from "node:http";
import { Client, fetchExchange } from "@urql/core";
import { persistedExchange } from "@urql/exchange-persisted";

const seen = [];
const server = createServer((request, response) => {
  seen.push(`${request.method}, the variable in the address: ${request.url.includes("1001")}`);
  response.writeHead(200, { "content-type": "application/json" }).end('{"data":{"resident":null}}');
});
await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
const url = `http://127.0.0.1:${server.address().port}/graphql`;
for (const exchanges of [[fetchExchange], [persistedExchange(), fetchExchange]]) {
  const client = new Client({ url, exchanges, preferGetMethod: false });
  await client.query("query ($id: ID!) { resident(id: $id) }", { id: "1001" }).toPromise();
}
console.log(`without the exchange: ${seen[0]}\nwith it: ${seen[1]}`);
server.closeAllConnections();
server.close();
ASK
seen=$(node ask.mjs)
expected='without the exchange: POST, the variable in the address: false
with it: GET, the variable in the address: true'
printf '@urql/core 6.0.3 and @urql/exchange-persisted 5.0.1\n%s\n' "$seen"
if [[ "$seen" != "$expected" ]]; then
  echo "This has changed." >&2
  exit 1
fi
