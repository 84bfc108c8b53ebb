#!/usr/bin/env bash
# exceljs 4.4.0 reads a day of 1949 as a day of 1905: a cell of type d holds an ISO 8601 date as text (ECMA-376 part 1, 18.18.11), of
# which it takes the year for the number of a day. xlsx-populate 1.21.0 gives NaN for such a cell. Expected: the day that openpyxl
# 3.1.5 wrote with iso_dates=True, and that read-excel-file 9.3.17 reads. Needs Python 3.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --save-exact exceljs@4.4.0 read-excel-file@9.3.17 xlsx-populate@1.21.0 >/dev/null
python3 -m venv python >/dev/null
python/bin/pip install --quiet --disable-pip-version-check openpyxl==3.1.5
cat >write.py <<'WRITE'
import datetime

import openpyxl

book = openpyxl.Workbook(iso_dates=True)
book.active.append([datetime.date(1949, 10, 1), datetime.datetime(2026, 12, 1, 8, 30)])
book.save("births.xlsx")
WRITE
cat >read.mjs <<'READ'
import ExcelJS from "exceljs";
import { readSheet } from "read-excel-file/node";
import populate from "xlsx-populate";

const show = (reader, row) => console.log(reader, row.map((one) => (one instanceof Date ? one.toISOString().slice(0, 10) : one)).join(" "));
const book = new ExcelJS.Workbook();
await book.xlsx.readFile("births.xlsx");
show("exceljs", book.worksheets[0].getRow(1).values.slice(1));
show("xlsx-populate", (await populate.fromFileAsync("births.xlsx")).sheet(0).usedRange().value()[0].map(String));
show("read-excel-file", (await readSheet("births.xlsx"))[0]);
READ
seen=$(python/bin/python write.py && TZ=UTC node read.mjs)
expected='exceljs 1905-05-02 1905-07-18
xlsx-populate NaN NaN
read-excel-file 1949-10-01 2026-12-01'
printf 'exceljs 4.4.0, xlsx-populate 1.21.0, read-excel-file 9.3.17; openpyxl 3.1.5 of PyPI\n%s\n' "$seen"
if [[ "$seen" != "$expected" ]]; then
  echo "This has changed." >&2
  exit 1
fi
