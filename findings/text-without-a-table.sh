#!/usr/bin/env bash
# pylightxl 1.54 reads text that stands in its own cell (type inlineStr, ECMA-376 part 1, 18.18.11 and 18.3.1.53) as nothing, without an
# error: identity numbers and names of a file written by XlsxWriter 3.2.9 with constant_memory, which keeps no table of shared strings,
# are empty and the amount beside them is there. Expected: what python-calamine 0.9.1 reads. Needs Python 3.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python >/dev/null
python/bin/pip install --quiet --disable-pip-version-check pylightxl==1.54 XlsxWriter==3.2.9 python-calamine==0.9.1
cat >both.py <<'BOTH'
import pylightxl
import python_calamine
import xlsxwriter

for name, options in {"with the table": {}, "without": {"constant_memory": True}}.items():
    book = xlsxwriter.Workbook("residents.xlsx", options)
    sheet = book.add_worksheet("Sheet1")
    sheet.write_string(0, 0, "329999199006180060")
    sheet.write_string(0, 1, "郭君")
    sheet.write_number(0, 2, 50.4)
    book.close()
    print(name, "pylightxl", pylightxl.readxl("residents.xlsx").ws("Sheet1").row(1))
    print(name, "calamine", python_calamine.CalamineWorkbook.from_path("residents.xlsx").get_sheet_by_index(0).to_python()[0])
BOTH
seen=$(python/bin/python both.py)
expected="with the table pylightxl ['329999199006180060', '郭君', 50.4]
with the table calamine ['329999199006180060', '郭君', 50.4]
without pylightxl ['', '', 50.4]
without calamine ['329999199006180060', '郭君', 50.4]"
printf 'pylightxl 1.54, XlsxWriter 3.2.9, python-calamine 0.9.1\n%s\n' "$seen"
if [[ "$seen" != "$expected" ]]; then
  echo "This has changed." >&2
  exit 1
fi
