#!/usr/bin/env bash
# Days off and days made up for are announced a year at a time. Asked for a year they do not hold, two calendars answer as if they
# knew: chinese-days 1.5.7 calls 1 October 2027, a holiday by law, a workday; workalendar 17.0.0, whose data end in 2023, calls
# Saturday 14 February 2026, a workday, a day off, and throws for weekdays of 2026 alone. Expected: the refusal that chinese-calendar
# 1.11.0 gives. Needs Python 3.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --save-exact chinese-days@1.5.7 >/dev/null
python3 -m venv python >/dev/null
python/bin/pip install --quiet --disable-pip-version-check workalendar==17.0.0 chinese-calendar==1.11.0
cat >days.cjs <<'DAYS'
const { isHoliday, isWorkday } = require("chinese-days");
for (const day of ["2026-10-01", "2027-10-01", "2027-01-01"]) console.log(`chinese-days ${day} holiday ${isHoliday(day)} workday ${isWorkday(day)}`);
DAYS
cat >days.py <<'DAYS'
import datetime
import warnings

warnings.simplefilter("ignore")
import chinese_calendar
from workalendar.asia import China


def said(ask, day):
    try:
        return ask(day)
    except Exception as refusal:
        return type(refusal).__name__


for day in [datetime.date(2026, 2, 14), datetime.date(2026, 2, 13)]:
    print("workalendar", day, "workday", said(China().is_working_day, day))
print("chinese-calendar 2027-10-01 workday", said(chinese_calendar.is_workday, datetime.date(2027, 10, 1)))
DAYS
seen=$(node days.cjs && python/bin/python days.py)
expected='chinese-days 2026-10-01 holiday true workday false
chinese-days 2027-10-01 holiday false workday true
chinese-days 2027-01-01 holiday false workday true
workalendar 2026-02-14 workday False
workalendar 2026-02-13 workday CalendarError
chinese-calendar 2027-10-01 workday NotImplementedError'
printf 'chinese-days 1.5.7, workalendar 17.0.0, chinese-calendar 1.11.0\n%s\n' "$seen"
if [[ "$seen" != "$expected" ]]; then
  echo "This has changed." >&2
  exit 1
fi
