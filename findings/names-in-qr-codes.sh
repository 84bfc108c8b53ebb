#!/usr/bin/env bash
# segno 1.6.6 writes one of eight Chinese names of two characters into a QR code as other characters, and one of four with
# encoding="utf-8", with an ECI or without: their bytes in UTF-8 lie where Shift JIS has kanji, and are packed in kanji mode. Every reader
# then shows 譚守磁 for 李玥. Expected (ISO/IEC 18004, kanji mode): it is for characters of JIS X 0208 in Shift JIS. mode="byte" gets round
# it. zxing-cpp 3.1.1 and jsqr 1.4.0 read the codes. Needs Python 3.
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

ways = {"as it comes": {}, "utf-8 with ECI": {"encoding": "utf-8", "eci": True}, "byte mode": {"encoding": "utf-8", "mode": "byte"}}
codes = []
for name in ["郭君", "李玥", "王喆"]:
    for way, options in ways.items():
        dark = [list(row) for row in segno.make(name, micro=False, **options).matrix_iter(scale=4)]
        read = zxingcpp.read_barcodes((255 * (1 - numpy.array(dark, dtype=numpy.uint8))).astype(numpy.uint8))
        codes.append({"name": name, "way": way, "dark": dark, "read": read[0].text})
json.dump(codes, open("codes.json", "w"))
WRITE
cat >read.cjs <<'READ'
const jsQR = require("jsqr");

for (const { name, way, dark, read } of require("./codes.json")) {
  const pixels = dark.flat().flatMap((one) => [...Array(3).fill(one ? 0 : 255), 255]);
  console.log(`${name}, ${way}: zxing-cpp ${read}, jsqr ${jsQR(Uint8ClampedArray.from(pixels), dark[0].length, dark.length).data}`);
}
READ
seen=$(python/bin/python write.py && node read.cjs)
expected='郭君, as it comes: zxing-cpp 郭君, jsqr 郭君
郭君, utf-8 with ECI: zxing-cpp 郭君, jsqr 郭君
郭君, byte mode: zxing-cpp 郭君, jsqr 郭君
李玥, as it comes: zxing-cpp 譚守磁, jsqr 譚守磁
李玥, utf-8 with ECI: zxing-cpp 譚守磁, jsqr 譚守磁
李玥, byte mode: zxing-cpp 李玥, jsqr 李玥
王喆, as it comes: zxing-cpp 邇句昧, jsqr 邇句昧
王喆, utf-8 with ECI: zxing-cpp 邇句昧, jsqr 邇句昧
王喆, byte mode: zxing-cpp 王喆, jsqr 王喆'
printf 'segno 1.6.6 and zxing-cpp 3.1.1 of PyPI; jsqr 1.4.0 of npm\n%s\n' "$seen"
if [[ "$seen" != "$expected" ]]; then
  echo "This has changed." >&2
  exit 1
fi
