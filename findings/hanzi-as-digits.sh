#!/usr/bin/env bash
# jsqr 1.4.0 reads a QR code whose Chinese is packed in hanzi mode as a long number, without an error: it knows no mode 1101, takes the
# next four bits for a mode and goes on. Expected (GB/T 18284, 中国汉字 mode): 锡北镇, as zxing-cpp 3.1.1 reads it; or a refusal, since where
# a segment of an unknown mode ends is not known. segno 1.6.6 writes the code. Needs Python 3.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --save-exact jsqr@1.4.0 >/dev/null
python3 -m venv python >/dev/null
python/bin/pip install --quiet --disable-pip-version-check segno==1.6.6 zxing-cpp==3.1.1 numpy==2.0.2
cat >write.py <<'WRITE'
import json

import numpy
import segno
import zxingcpp

dark = [list(row) for row in segno.make("锡北镇便民服务中心", mode="hanzi", error="m", micro=False).matrix_iter(scale=4)]
json.dump(dark, open("code.json", "w"))
print("zxing-cpp", zxingcpp.read_barcodes((255 * (1 - numpy.array(dark, dtype=numpy.uint8))).astype(numpy.uint8))[0].text)
WRITE
cat >read.cjs <<'READ'
const jsQR = require("jsqr");
const dark = require("./code.json");
const pixels = dark.flat().flatMap((one) => [...Array(3).fill(one ? 0 : 255), 255]);
console.log("jsqr", jsQR(Uint8ClampedArray.from(pixels), dark[0].length, dark.length).data);
READ
seen=$(python/bin/python write.py && node read.cjs)
expected='zxing-cpp 锡北镇便民服务中心
jsqr 9420670359050983580269836731398950960'
printf 'jsqr 1.4.0 of npm; segno 1.6.6 and zxing-cpp 3.1.1 of PyPI\n%s\n' "$seen"
if [[ "$seen" != "$expected" ]]; then
  echo "This has changed." >&2
  exit 1
fi
