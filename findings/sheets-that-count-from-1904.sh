#!/usr/bin/env bash
# convert-excel-to-json 1.7.0 moves every day of a workbook that counts from 1904 four years and a day back, without an error. Expected
# (ECMA-376 part 1, 18.2.28, attribute date1904, and 18.17.4.1): day 0 is 1 January 1904, as read-excel-file 9.3.17 and python-calamine
# 0.9.1 have it. XlsxWriter 3.2.9 writes the same birthday into two files, one of each kind. Needs Python 3.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --save-exact convert-excel-to-json@1.7.0 read-excel-file@9.3.17 >/dev/null
python3 -m venv python >/dev/null
python/bin/pip install --quiet --disable-pip-version-check XlsxWriter==3.2.9 python-calamine==0.9.1
cat >write.py <<'WRITE'
import datetime

import python_calamine
import xlsxwriter

for base in [1900, 1904]:
    book = xlsxwriter.Workbook(f"{base}.xlsx", {"date_1904": base == 1904})
    book.add_worksheet("Sheet1").write_datetime(0, 0, datetime.date(1949, 10, 1), book.add_format({"num_format": "yyyy-mm-dd"}))
    book.close()
    print(base, "calamine", *python_calamine.CalamineWorkbook.from_path(f"{base}.xlsx").get_sheet_by_index(0).to_python()[0])
WRITE
cat >read.mjs <<'READ'
import convert from "convert-excel-to-json";
import { readSheet } from "read-excel-file/node";

const day = (date) => date.toISOString().slice(0, 10);
for (const base of [1900, 1904]) {
  console.log(base, "convert-excel-to-json", day(convert({ sourceFile: `${base}.xlsx` }).Sheet1[0].A));
  console.log(base, "read-excel-file", day((await readSheet(`${base}.xlsx`))[0][0]));
}
READ
seen=$(python/bin/python write.py && TZ=UTC node read.mjs)
expected='1900 calamine 1949-10-01
1904 calamine 1949-10-01
1900 convert-excel-to-json 1949-10-01
1900 read-excel-file 1949-10-01
1904 convert-excel-to-json 1945-09-30
1904 read-excel-file 1949-10-01'
printf 'convert-excel-to-json 1.7.0, read-excel-file 9.3.17; XlsxWriter 3.2.9, python-calamine 0.9.1 of PyPI\n%s\n' "$seen"
if [[ "$seen" != "$expected" ]]; then
  echo "This has changed." >&2
  exit 1
fi
