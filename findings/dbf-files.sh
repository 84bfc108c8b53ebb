#!/usr/bin/env bash
# Readers of dBase files in JavaScript, given a file as offices write it: code page 936 marked in its header (0x4D), a date, a truth
# value, and a second record in which all of these are empty. dbf-reader 1.0.3 gives the date a month later, 0 for an empty number
# and false for an empty truth value; node-dbf 0.4.0 gives null for T; parsedbf 2.0.0 an invalid Date for an empty one; none of the
# four looks at the mark (dbffile says so), and names are lost. Expected: what dbfread 2.0.7 of PyPI reads. Needs Python 3.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --save-exact dbffile@1.13.0 dbf-reader@1.0.3 node-dbf@0.4.0 parsedbf@2.0.0 >/dev/null
python3 -m venv python >/dev/null
python/bin/pip install --quiet --disable-pip-version-check dbfread==2.0.7
cat >write.cjs <<'WRITE'
const fields = [["NAME", "C", 8], ["BALANCE", "N", 8, 2], ["BEGAN", "D", 8], ["ACTIVE", "L", 1]];
const header = Buffer.alloc(32 + 32 * fields.length + 1);
header.set([3, 126, 1, 1]);
header.writeUInt32LE(2, 4);
header.writeUInt16LE(header.length, 8);
header.writeUInt16LE(1 + fields.reduce((sum, [, , length]) => sum + length, 0), 10);
header[29] = 0x4d;
fields.forEach(([name, type, length, decimals = 0], at) => {
  header.write(name + "\0".repeat(11 - name.length) + type, 32 + 32 * at, "latin1");
  header.set([length, decimals], 32 + 32 * at + 16);
});
header[header.length - 1] = 13;
// 郭君 in GBK, twice.
const name = Buffer.from("b9f9befd", "hex").toString("latin1");
const row = (...values) => ` ${values.map((value, at) => value.padEnd(fields[at][2])).join("")}`;
const records = `${row(name, "    0.50", "20260115", "T")}${row(name, "", "", "")}\x1a`;
require("fs").writeFileSync("offices.dbf", Buffer.concat([header, Buffer.from(records, "latin1")]));
WRITE
cat >read.cjs <<'READ'
const { readFileSync } = require("fs");
const day = (value) => (value instanceof Date ? (Number.isNaN(value.getTime()) ? "Invalid Date" : value.toISOString().slice(0, 10)) : value);
const said = ({ NAME, BALANCE, BEGAN, ACTIVE }) =>
  `${NAME === "郭君" ? "name read" : "name lost"} ${[BALANCE, day(BEGAN), ACTIVE].map((one) => JSON.stringify(one)).join(" ")}`;
const show = (reader, records) => console.log(reader, records.map(said).join("; "));
(async () => {
  const bytes = readFileSync("offices.dbf");
  show("dbffile", await (await require("dbffile").DBFFile.open("offices.dbf")).readRecords(2));
  show("dbf-reader", require("dbf-reader").Dbf.read(bytes).rows);
  const { default: parsedbf } = await import("parsedbf");
  show("parsedbf", parsedbf(new DataView(bytes.buffer, bytes.byteOffset, bytes.length)));
  const records = [];
  const parser = new (require("node-dbf").default)("offices.dbf");
  parser.on("record", (record) => records.push(record));
  parser.on("end", () => show("node-dbf", records));
  parser.parse();
})();
READ
cat >read.py <<'READ'
from dbfread import DBF

rows = [["name read" if row["NAME"] == "郭君" else "name lost", row["BALANCE"], row["BEGAN"], row["ACTIVE"]] for row in DBF("offices.dbf")]
print("dbfread", "; ".join(" ".join(str(one) for one in row) for row in rows))
READ
seen=$(node write.cjs && TZ=UTC node read.cjs && python/bin/python read.py)
expected='dbffile name lost 0.5 "2026-01-15" true; name lost null null null
dbf-reader name lost 0.5 "2026-02-15" true; name lost 0 null false
parsedbf name lost 0.5 "2026-01-15" true; name lost null "Invalid Date" false
node-dbf name lost 0.5 "20260115" null; name lost null "" null
dbfread name read 0.5 2026-01-15 True; name read None None None'
printf 'dbffile 1.13.0, dbf-reader 1.0.3, parsedbf 2.0.0, node-dbf 0.4.0; dbfread 2.0.7 of PyPI\n%s\n' "$seen"
if [[ "$seen" != "$expected" ]]; then
  echo "This has changed." >&2
  exit 1
fi
