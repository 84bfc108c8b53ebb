#!/usr/bin/env bash
# graphql-request 7.4.0 with errorPolicy "all", which its types say "will return both the errors and data", returns the data alone
# from request(): a field that was refused looks like one that holds nothing. rawRequest() has the errors.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --save-exact graphql-request@7.4.0 graphql@16.15.0 >/dev/null
cat >ask.mjs <<'ASK'
import { createServer } from "node:http";
import { GraphQLClient } from "graphql-request";

const answer = { data: { name: "a name", phone: null }, errors: [{ message: "refused", path: ["phone"] }] };
const server = createServer((_request, response) => {
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer));
});
await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
const client = new GraphQLClient(`http://127.0.0.1:${server.address().port}/graphql`, { errorPolicy: "all" });
console.log("request", JSON.stringify(await client.request("{ name phone }")));
const { data, errors } = await client.rawRequest("{ name phone }");
console.log("rawRequest", JSON.stringify({ data, errors }));
server.closeAllConnections();
server.close();
ASK
seen=$(node ask.mjs)
expected='request {"name":"a name","phone":null}
rawRequest {"data":{"name":"a name","phone":null},"errors":[{"message":"refused","path":["phone"]}]}'
printf 'graphql-request 7.4.0\n%s\n' "$seen"
if [[ "$seen" != "$expected" ]]; then
  echo "This has changed." >&2
  exit 1
fi
