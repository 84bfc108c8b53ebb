#!/usr/bin/env bash
# Amounts as vouchers have them. nzh 1.0.14 leaves 整 away when a whole amount comes with its two decimals, as databases give it, so that
# 角 and 分 can be written behind it. cn-amount 0.0.5 writes 零伍分 for five fen, and 434 yuan for 4.35 × 100, rounding the fen and cutting
# the yuan. Expected (支付结算办法, annex 1, articles 2 and 4): 整 after an amount that ends with 元; 零 stands between figures, none before
# the first. cn2an 0.5.24 has these; it and nzh cut the last one to 99 fen, and say that rounding comes before. Needs Python 3.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --save-exact nzh@1.0.14 >/dev/null
python3 -m venv python >/dev/null
python/bin/pip install --quiet --disable-pip-version-check cn-amount==0.0.5 cn2an==0.5.24
cat >amounts.cjs <<'AMOUNTS'
const { cn } = require("nzh");
for (const amount of ["1000000", "1000000.00", "0.05", "50.40"]) console.log("nzh", amount, cn.toMoney(amount, { outSymbol: false }));
AMOUNTS
cat >amounts.py <<'AMOUNTS'
import cn2an
from cn_amount import CNAmount

for amount in ["1000000.00", "0.05", "50.40"]:
    print("cn2an", amount, cn2an.an2cn(amount, "rmb"))
for amount in [1000000.00, 0.05, 50.40, 4.35 * 100]:
    print("cn-amount", amount, CNAmount().amount_to_chinese(amount))
AMOUNTS
seen=$(node amounts.cjs && python/bin/python amounts.py)
expected='nzh 1000000 壹佰万元整
nzh 1000000.00 壹佰万元
nzh 0.05 伍分
nzh 50.40 伍拾元肆角
cn2an 1000000.00 壹佰万元整
cn2an 0.05 伍分
cn2an 50.40 伍拾元肆角
cn-amount 1000000.0 壹佰万元整
cn-amount 0.05 零伍分
cn-amount 50.4 伍拾元肆角
cn-amount 434.99999999999994 肆佰叁拾肆元整'
printf 'nzh 1.0.14; cn-amount 0.0.5 and cn2an 0.5.24 of PyPI\n%s\n' "$seen"
if [[ "$seen" != "$expected" ]]; then
  echo "This has changed." >&2
  exit 1
fi
