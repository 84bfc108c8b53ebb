#!/usr/bin/env bash
# strong-soap 5.0.10 calls back without an error and without an answer when the answer's element is not named like the operation with
# Response behind, and reads months (gYearMonth) as null. Expected (WSDL 1.1, 3.5; XML Schema part 2, 3.2.10): the element that the message
# names, here months, is the answer; 2026-12 is a value. soap 1.13.0 reads both.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --save-exact strong-soap@5.0.10 soap@1.13.0 >/dev/null
cat >ask.cjs <<'ASK'
const { createServer } = require("http");
const strong = require("strong-soap").soap;
const soap = require("soap");

const element = (name, parts) =>
  `<s:element name="${name}"><s:complexType><s:sequence>${parts}</s:sequence></s:complexType></s:element>`;
const description = (answer, address) => `<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:w="http://schemas.xmlsoap.org/wsdl/soap/"
  xmlns:s="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:tax" targetNamespace="urn:tax">
  <types><s:schema targetNamespace="urn:tax" elementFormDefault="qualified">${element("enquire", '<s:element name="number" type="s:string"/>')}
  ${element(answer, '<s:element name="status" type="s:string"/><s:element name="month" type="s:gYearMonth"/>')}</s:schema></types>
  <message name="in"><part name="body" element="t:enquire"/></message><message name="out"><part name="body" element="t:${answer}"/></message>
  <portType name="port"><operation name="enquire"><input message="t:in"/><output message="t:out"/></operation></portType>
  <binding name="binding" type="t:port"><w:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>
  <operation name="enquire"><w:operation soapAction="enquire"/><input><w:body use="literal"/></input><output><w:body use="literal"/></output></operation></binding>
  <service name="service"><port name="port" binding="t:binding"><w:address location="${address}"/></port></service></definitions>`;
const envelope = (answer) => `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><${answer} xmlns="urn:tax">
  <status>paid</status><month>2026-12</month></${answer}></e:Body></e:Envelope>`;
let address;
const server = createServer((request, response) => {
  const answer = request.url.split("?")[0].slice(1);
  response.setHeader("content-type", "text/xml; charset=utf-8");
  request.resume().on("end", () => response.end(request.method === "GET" ? description(answer, `${address}${answer}`) : envelope(answer)));
});
const ask = (library, answer) =>
  new Promise((done) => {
    library.createClient(`${address}${answer}?wsdl`, {}, (_fault, client) => {
      client.enquire({ number: "329999199006180060" }, (fault, result) => done(`fault ${fault}, answer ${JSON.stringify(result)}`));
    });
  });
server.listen(0, "127.0.0.1", async () => {
  address = `http://127.0.0.1:${server.address().port}/`;
  for (const answer of ["enquireResponse", "months"]) {
    for (const [name, library] of Object.entries({ soap, "strong-soap": strong })) console.log(answer, name, await ask(library, answer));
  }
  server.closeAllConnections();
  server.close();
});
ASK
seen=$(node ask.cjs)
expected='enquireResponse soap fault null, answer {"status":"paid","month":"2026-12"}
enquireResponse strong-soap fault null, answer {"status":"paid","month":null}
months soap fault null, answer {"status":"paid","month":"2026-12"}
months strong-soap fault null, answer undefined'
printf 'strong-soap 5.0.10, soap 1.13.0\n%s\n' "$seen"
if [[ "$seen" != "$expected" ]]; then
  echo "This has changed." >&2
  exit 1
fi
