#!/usr/bin/env bash
# Two writers of iCalendar put a name with quotation marks behind backslashes, which are nothing there: from files of ics 3.12.0 and
# ical-generator 10.2.0 the organizer is lost. ics also leaves the comma in a category as it is, so that one is read as two, and does not
# fold a line of 89 octets. Expected (RFC 5545): no DQUOTE in a parameter's value (3.2; RFC 6868 has ^' for it), \, for a comma in a text
# (3.3.11), lines folded at 75 octets (3.1). icalendar 7.3.2 of PyPI reads the files. Needs Python 3.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --save-exact ics@3.12.0 ical-generator@10.2.0 >/dev/null
python3 -m venv python >/dev/null
python/bin/pip install --quiet --disable-pip-version-check icalendar==7.3.2
cat >write.mjs <<'WRITE'
import { writeFileSync } from "node:fs";
import ical from "ical-generator";
import { createEvent } from "ics";

const title = "锡北镇便民服务中心低收入人口动态监测和精准帮扶例会通知";
const email = "office@hub.example";
for (const [kind, name] of Object.entries({ plain: "王佳", quoted: '王佳 "窗口"' })) {
  const organizer = { name, email };
  const { value } = createEvent({ title, start: [2026, 12, 1, 8, 30], duration: { hours: 1 }, categories: ["低保,特困", "巡访"], organizer });
  writeFileSync(`ics ${kind}`, value);
  const calendar = ical();
  calendar.createEvent({ start: new Date("2026-12-01T00:30:00Z"), summary: title, categories: [{ name: "低保,特困" }, { name: "巡访" }], organizer });
  writeFileSync(`ical-generator ${kind}`, calendar.toString());
}
WRITE
cat >read.py <<'READ'
import icalendar

for name in ["ics plain", "ics quoted", "ical-generator plain", "ical-generator quoted"]:
    written = open(name, "rb").read()
    event = icalendar.Calendar.from_ical(written).walk("VEVENT")[0]
    organizer = event.get("organizer")
    longest = max(len(line) for line in written.split(b"\r\n"))
    print(f"{name}: organizer {organizer.params['CN'] if organizer else 'lost'}; {len(event['categories'].cats)} categories; {longest} octets")
READ
seen=$(node write.mjs && python/bin/python read.py)
expected='ics plain: organizer 王佳; 3 categories; 89 octets
ics quoted: organizer lost; 3 categories; 89 octets
ical-generator plain: organizer 王佳; 2 categories; 74 octets
ical-generator quoted: organizer lost; 2 categories; 74 octets'
printf 'ics 3.12.0, ical-generator 10.2.0; icalendar 7.3.2 of PyPI\n%s\n' "$seen"
if [[ "$seen" != "$expected" ]]; then
  echo "This has changed." >&2
  exit 1
fi
