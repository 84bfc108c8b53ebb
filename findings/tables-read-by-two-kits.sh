#!/usr/bin/env bash
# tableschema 1.12.6 of npm, of the same makers as frictionless 5.21.0 of PyPI, reads other values from the same Table Schema: 1.234.567,50
# a hundred times as much, a time marked Z as one of the reader's own zone, and an identity number with a letter too many as fitting.
# Expected (Table Schema): number with its decimalChar and groupChar; datetime "YYYY-MM-DDThh:mm:ssZ in UTC time"; pattern as in XML
# Schema, which is of the whole value. Needs Python 3.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --save-exact tableschema@1.12.6 >/dev/null
python3 -m venv python >/dev/null
python/bin/pip install --quiet --disable-pip-version-check frictionless==5.21.0
cat >values.json <<'VALUES'
[
  [{ "name": "amount", "type": "number", "decimalChar": ",", "groupChar": "." }, "1.234.567,50"],
  [{ "name": "at", "type": "datetime" }, "2026-12-01T08:30:00Z"],
  [{ "name": "number", "type": "string", "constraints": { "pattern": "\\d{17}[\\dX]" } }, "329999199006180060x"]
]
VALUES
cat >read.cjs <<'READ'
const { Field } = require("tableschema");
for (const [field, value] of require("./values.json")) {
  const read = new Field(field).castValue(value);
  console.log("npm", value, read instanceof Date ? read.toISOString() : read);
}
READ
cat >read.py <<'READ'
import json

from frictionless import Field

for field, value in json.load(open("values.json")):
    read, fault = Field.from_descriptor(field).read_cell(value)
    print("PyPI", value, "refused" if fault else read)
READ
seen=$(TZ=Asia/Shanghai node read.cjs && python/bin/python read.py)
expected='npm 1.234.567,50 123456750
npm 2026-12-01T08:30:00Z 2026-12-01T00:30:00.000Z
npm 329999199006180060x 329999199006180060x
PyPI 1.234.567,50 1234567.50
PyPI 2026-12-01T08:30:00Z 2026-12-01 08:30:00+00:00
PyPI 329999199006180060x refused'
printf 'tableschema 1.12.6 of npm, frictionless 5.21.0 of PyPI, in Beijing time\n%s\n' "$seen"
if [[ "$seen" != "$expected" ]]; then
  echo "This has changed." >&2
  exit 1
fi
