#!/usr/bin/env bash
# zeep 4.3.3, a SOAP client, refuses a period that ends with its last day, 2026-12-31T24:00:00, and sends a number without an upper bound as
# inf and one that is none as nan. Expected (XML Schema part 2, 3.2.7.1 and 3.2.5.1): hour 24 is allowed where minutes and seconds are
# zero, and the words are INF and NaN. The schema processor of lxml, which zeep brings, says the same. Needs Python 3.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python >/dev/null
python/bin/pip install --quiet --disable-pip-version-check zeep==4.3.3 lxml==6.1.3
cat >values.py <<'VALUES'
from lxml import etree
from zeep import xsd


def is_valid(kind, text):
    schema = f'<schema xmlns="http://www.w3.org/2001/XMLSchema"><element name="value" type="{kind}"/></schema>'
    value = etree.Element("value")
    value.text = text
    return etree.XMLSchema(etree.fromstring(schema)).validate(value)


for text in ["2026-12-31T23:59:59", "2026-12-31T24:00:00"]:
    try:
        read = xsd.DateTime().pythonvalue(text)
    except ValueError as refusal:
        read = f"refused, {refusal}"
    print(text, "valid" if is_valid("dateTime", text) else "not valid", "zeep", read)
for number in [50.4, float("inf"), float("nan")]:
    sent = xsd.Double().xmlvalue(number)
    print("zeep sends", sent, "valid" if is_valid("double", sent) else "not valid")
print("INF", "valid" if is_valid("double", "INF") else "not valid", "NaN", "valid" if is_valid("double", "NaN") else "not valid")
VALUES
seen=$(python/bin/python values.py)
expected='2026-12-31T23:59:59 valid zeep 2026-12-31 23:59:59
2026-12-31T24:00:00 valid zeep refused, hour must be in 0..23
zeep sends 50.4 valid
zeep sends inf not valid
zeep sends nan not valid
INF valid NaN valid'
printf 'zeep 4.3.3, lxml 6.1.3\n%s\n' "$seen"
if [[ "$seen" != "$expected" ]]; then
  echo "This has changed." >&2
  exit 1
fi
