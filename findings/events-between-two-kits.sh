#!/usr/bin/env bash
# The CloudEvents kit for JavaScript, cloudevents 10.0.0, leaves subjects in Chinese as they are in a header, where fetch refuses them,
# and reads what the kit for Python, 2.2.0, sent as percent signs. Structured data of 0 or false comes back as undefined. Expected:
# characters outside U+0021 to U+007E, and the percent sign, are percent-encoded by the sender and decoded by the receiver (HTTP
# protocol binding 1.0.2, 3.1.3.2); data is any JSON value (JSON event format, 3.1). Needs Python 3.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --save-exact cloudevents@10.0.0 >/dev/null
python3 -m venv python >/dev/null
python/bin/pip install --quiet --disable-pip-version-check cloudevents==2.2.0
cat >send.py <<'SEND'
import json

from cloudevents.core.bindings.http import HTTPMessage, from_binary_event, to_binary_event
from cloudevents.core.v1.event import CloudEvent

sent = to_binary_event(CloudEvent({"type": "granted", "source": "/hub", "id": "1", "subject": "锡北镇 100%"}, {"month": 1}))
print("Python sends", sent.headers["ce-subject"])
print("Python reads", from_binary_event(HTTPMessage(sent.headers, sent.body)).get_subject())
json.dump({"headers": {**sent.headers, "content-type": "application/json"}, "body": sent.body.decode()}, open("sent.json", "w"))
SEND
cat >read.cjs <<'READ'
const { CloudEvent, HTTP } = require("cloudevents");

const event = new CloudEvent({ type: "granted", source: "/hub", id: "1", subject: "锡北镇 100%", data: { month: 1 } });
const { headers } = HTTP.binary(event);
console.log("JavaScript sends", headers["ce-subject"]);
try {
  new Headers(headers);
} catch (refusal) {
  console.log("fetch says", refusal.name);
}
console.log("JavaScript reads Python's", HTTP.toEvent(require("./sent.json")).subject);
for (const data of [5, 0, false]) {
  const { body, headers } = HTTP.structured(event.cloneWith({ data }));
  console.log("structured", JSON.parse(body).data, HTTP.toEvent({ headers, body }).data);
}
READ
seen=$(python/bin/python send.py && node read.cjs)
expected='Python sends %E9%94%A1%E5%8C%97%E9%95%87%20100%25
Python reads 锡北镇 100%
JavaScript sends 锡北镇 100%
fetch says TypeError
JavaScript reads Python'\''s %E9%94%A1%E5%8C%97%E9%95%87%20100%25
structured 5 5
structured 0 undefined
structured false undefined'
printf 'cloudevents 10.0.0 of npm, 2.2.0 of PyPI\n%s\n' "$seen"
if [[ "$seen" != "$expected" ]]; then
  echo "This has changed." >&2
  exit 1
fi
