#!/usr/bin/env bash
# id-validator 1.3.0 of npm calls identity numbers valid whose birthday is no day of any calendar, or has not come yet: it checks the
# shape of the date alone. Expected (GB 11643): the eight digits are a date of birth. The package of the same name on PyPI, 1.0.20,
# refuses them. The numbers are made up, under 3299, which is given to no county. Needs Python 3.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --save-exact id-validator@1.3.0 >/dev/null
python3 -m venv python >/dev/null
python/bin/pip install --quiet --disable-pip-version-check id-validator==1.0.20
cat >numbers.json <<'NUMBERS'
{
  "1 January 1990": "329901199001010112",
  "29 February 2000": "329901200002290115",
  "29 February 1900": "329901190002290119",
  "29 February 2001": "329901200102290112",
  "30 February 2000": "329901200002300117",
  "31 April 2001": "329901200104310113",
  "1 January 2099": "329901209901010114",
  "1 January 1990, another check digit": "329901199001010113"
}
NUMBERS
cat >numbers.cjs <<'NUMBERS'
const IdValidator = require("id-validator");
const validator = new IdValidator();
for (const [day, number] of Object.entries(require("./numbers.json"))) console.log(day, validator.isValid(number));
NUMBERS
cat >numbers.py <<'NUMBERS'
import json
from id_validator import validator

print("PyPI", *[str(validator.is_valid(number)).lower() for number in json.load(open("numbers.json")).values()])
NUMBERS
seen=$(node numbers.cjs && python/bin/python numbers.py)
expected='1 January 1990 true
29 February 2000 true
29 February 1900 true
29 February 2001 true
30 February 2000 true
31 April 2001 true
1 January 2099 true
1 January 1990, another check digit false
PyPI true true false false false false false false'
printf 'id-validator 1.3.0 of npm, 1.0.20 of PyPI\n%s\n' "$seen"
if [[ "$seen" != "$expected" ]]; then
  echo "This has changed." >&2
  exit 1
fi
