#!/usr/bin/env bash
# Two readers of spreadsheets give a number for a day. A cell of number format 31 or 57 is a date, 2023年3月15日 or 2023年3月, though no
# format of that number stands in the file: exceljs 4.4.0 and openpyxl 3.1.5 know the built-in format 14 and none of these. Expected
# (ECMA-376 part 1, 18.8.30, the formats of zh-cn): what read-excel-file 9.3.17 and python-calamine 0.9.1 read. Needs Python 3.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --save-exact exceljs@4.4.0 read-excel-file@9.3.17 >/dev/null
python3 -m venv python >/dev/null
python/bin/pip install --quiet --disable-pip-version-check openpyxl==3.1.5 python-calamine==0.9.1
cat >write.py <<'WRITE'
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
formats = [0, 14, 31, 57]
parts = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{TYPE}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="{TYPE}.styles+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{TYPE}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font><name val="宋体"/></font></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    f'<cellXfs count="{len(formats)}">' + "".join(f'<xf numFmtId="{one}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>' for one in formats) + "</cellXfs>"
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
    "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData><row r="1">'
    + "".join(f'<c r="{"ABC"[at]}1" s="{at + 1}"><v>45000</v></c>' for at in range(3)) + "</row></sheetData></worksheet>",
}
with zipfile.ZipFile("offices.xlsx", "w") as file:
    for name, text in parts.items():
        file.writestr(name, '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + text)
WRITE
cat >read.mjs <<'READ'
import ExcelJS from "exceljs";
import { readSheet } from "read-excel-file/node";

const show = (reader, row) => console.log(reader, row.map((one) => (one instanceof Date ? one.toISOString().slice(0, 10) : one)).join(" "));
const book = new ExcelJS.Workbook();
await book.xlsx.readFile("offices.xlsx");
show("exceljs", book.worksheets[0].getRow(1).values.slice(1));
show("read-excel-file", (await readSheet("offices.xlsx"))[0]);
READ
cat >read.py <<'READ'
import openpyxl
import python_calamine

print("openpyxl", *[str(cell.value)[:10] for cell in openpyxl.load_workbook("offices.xlsx").active[1]])
print("calamine", *python_calamine.CalamineWorkbook.from_path("offices.xlsx").get_sheet_by_index(0).to_python()[0])
READ
seen=$(python3 write.py && TZ=UTC node read.mjs && python/bin/python read.py)
expected='exceljs 2023-03-15 45000 45000
read-excel-file 2023-03-15 2023-03-15 2023-03-15
openpyxl 2023-03-15 45000 45000
calamine 2023-03-15 2023-03-15 2023-03-15'
printf 'Formats 14, 31 and 57: exceljs 4.4.0, read-excel-file 9.3.17; openpyxl 3.1.5, python-calamine 0.9.1 of PyPI\n%s\n' "$seen"
if [[ "$seen" != "$expected" ]]; then
  echo "This has changed." >&2
  exit 1
fi
