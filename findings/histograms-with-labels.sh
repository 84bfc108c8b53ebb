#!/usr/bin/env bash
# parse-prometheus-text-format 1.1.1 makes one histogram of all that differ in their labels: the buckets of the last stay, without labels,
# sum and count. A comment without a blank after # becomes a metric, and a blank after a comma an error. Expected
# (Prometheus, exposition formats, text-based format): each combination of labels has its buckets, _sum and _count; a line whose first
# character is # is a comment; tokens may be separated by blanks. prometheus_client 0.26.0 of PyPI reads it so. Needs Python 3.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --save-exact parse-prometheus-text-format@1.1.1 >/dev/null
python3 -m venv python >/dev/null
python/bin/pip install --quiet --disable-pip-version-check prometheus_client==0.26.0
cat >histogram.txt <<'TEXT'
# TYPE seconds histogram
seconds_bucket{department="health",le="1"} 1
seconds_bucket{department="health",le="+Inf"} 2
seconds_sum{department="health"} 3
seconds_count{department="health"} 2
seconds_bucket{department="grid",le="1"} 5
seconds_bucket{department="grid",le="+Inf"} 6
seconds_sum{department="grid"} 7
seconds_count{department="grid"} 6
TEXT
printf '#written by hand\nlooks 2\n' >comment.txt
printf 'looks{department="health", place="3202"} 5\n' >blanks.txt
cat >read.cjs <<'READ'
const { readFileSync } = require("fs");
const read = require("parse-prometheus-text-format");

for (const name of ["histogram", "comment", "blanks"]) {
  try {
    for (const family of read(readFileSync(`${name}.txt`, "utf8"))) console.log(name, family.name, JSON.stringify(family.metrics));
  } catch {
    console.log(name, "refused");
  }
}
READ
cat >read.py <<'READ'
from prometheus_client.parser import text_string_to_metric_families

for name in ["histogram", "comment", "blanks"]:
    for family in text_string_to_metric_families(open(f"{name}.txt").read()):
        print("PyPI", name, family.name, len(family.samples), "samples")
READ
seen=$(node read.cjs && python/bin/python read.py)
expected='histogram seconds [{"buckets":{"1":"5","+Inf":"6"}}]
comment #written [{"value":"by","timestamp_ms":"hand"}]
comment looks [{"value":"2"}]
blanks refused
PyPI histogram seconds 8 samples
PyPI comment looks 1 samples
PyPI blanks looks 1 samples'
printf 'parse-prometheus-text-format 1.1.1; prometheus_client 0.26.0 of PyPI\n%s\n' "$seen"
if [[ "$seen" != "$expected" ]]; then
  echo "This has changed." >&2
  exit 1
fi
