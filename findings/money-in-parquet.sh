#!/usr/bin/env bash
# @dsnp/parquetjs 1.8.8 writes 1.15 yuan into a DECIMAL of scale 2 as 1.14, 0.29 as 0.28 and 8.2 as 8.19: it cuts what floating point makes
# of the hundredfold. Of a precision up to 9, it reads its own file back as every other amount and 0. Expected (Parquet, logical types,
# DECIMAL): the unscaled integer, 115; hyparquet 1.33.0 reads what stands in the file.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --save-exact @dsnp/parquetjs@1.8.8 hyparquet@1.33.0 >/dev/null
cat >write.mjs <<'WRITE'
import { readFileSync } from "node:fs";
import parquet from "@dsnp/parquetjs";
import { parquetReadObjects } from "hyparquet";

const amounts = [50.4, 1.15, 0.29, 8.2];
for (const precision of [9, 18]) {
  const name = `decimal-${precision}.parquet`;
  const schema = new parquet.ParquetSchema({ yuan: { type: "DECIMAL", precision, scale: 2 } });
  const writer = await parquet.ParquetWriter.openFile(schema, name);
  for (const yuan of amounts) await writer.appendRow({ yuan });
  await writer.close();
  const bytes = readFileSync(name);
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
  const reader = await parquet.ParquetReader.openFile(name);
  const cursor = reader.getCursor();
  const read = [];
  for (let row = await cursor.next(); row !== null; row = await cursor.next()) read.push(row.yuan);
  await reader.close();
  console.log(`precision ${precision}: hyparquet reads ${(await parquetReadObjects({ file })).map((row) => row.yuan).join(" ")}, parquetjs ${read.join(" ")}`);
}
WRITE
seen=$(node write.mjs)
expected='precision 9: hyparquet reads 50.4 1.14 0.28 8.19, parquetjs 50.4 0 1.14 0
precision 18: hyparquet reads 50.4 1.14 0.28 8.19, parquetjs 50.4 1.14 0.28 8.19'
printf '50.40, 1.15, 0.29 and 8.20: @dsnp/parquetjs 1.8.8, hyparquet 1.33.0\n%s\n' "$seen"
if [[ "$seen" != "$expected" ]]; then
  echo "This has changed." >&2
  exit 1
fi
