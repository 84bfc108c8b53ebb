#!/usr/bin/env bash
# Names in GB 18030, marked as something else in a QR code: segno 1.6.6 marks them with ECI 29, which is GB 2312, so that zxing-cpp 3.1.1
# shows 朱� for 朱镕. @zxing/library 0.21.3 takes ECI 29 for GB 18030, and refuses ECI 32. Expected (AIM ITS/04-023, ECI part 3): 29 is
# GB 2312, 31 is GBK, 32 is GB 18030. The third code is segno's with that number corrected. Needs Python 3.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --save-exact @zxing/library@0.21.3 >/dev/null
python3 -m venv python >/dev/null
python/bin/pip install --quiet --disable-pip-version-check segno==1.6.6 zxing-cpp==3.1.1 numpy==2.0.2
cat >write.py <<'WRITE'
import json

import numpy
import segno
import zxingcpp
from segno import consts

codes = []
for name, eci in [("郭君", 29), ("朱镕", 29), ("朱镕", 32)]:
    consts.ECI_ASSIGNMENT_NUM["gb18030"] = eci
    dark = [list(row) for row in segno.make(name, encoding="gb18030", eci=True, micro=False).matrix_iter(scale=4)]
    read = zxingcpp.read_barcodes((255 * (1 - numpy.array(dark, dtype=numpy.uint8))).astype(numpy.uint8))
    codes.append({"name": name, "eci": eci, "dark": dark, "read": read[0].text})
json.dump(codes, open("codes.json", "w"))
WRITE
cat >read.cjs <<'READ'
const { BinaryBitmap, HybridBinarizer, QRCodeReader, RGBLuminanceSource } = require("@zxing/library");

for (const { name, eci, dark, read } of require("./codes.json")) {
  const pixels = Uint8ClampedArray.from(dark.flat(), (one) => (one ? 0 : 255));
  let library;
  try {
    library = new QRCodeReader().decode(new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(pixels, dark[0].length, dark.length)))).getText();
  } catch (refusal) {
    library = refusal.constructor.kind;
  }
  console.log(`${name}, ECI ${eci}: zxing-cpp ${read}, @zxing/library ${library}`);
}
READ
seen=$(python/bin/python write.py && node read.cjs)
expected='郭君, ECI 29: zxing-cpp 郭君, @zxing/library 郭君
朱镕, ECI 29: zxing-cpp 朱�, @zxing/library 朱镕
朱镕, ECI 32: zxing-cpp 朱镕, @zxing/library FormatException'
printf 'segno 1.6.6 and zxing-cpp 3.1.1 of PyPI; @zxing/library 0.21.3 of npm\n%s\n' "$seen"
if [[ "$seen" != "$expected" ]]; then
  echo "This has changed." >&2
  exit 1
fi
