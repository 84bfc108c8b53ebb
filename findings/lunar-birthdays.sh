#!/usr/bin/env bash
# Four calendars of npm put days people now living were born on, and were to celebrate, into the wrong lunar month. Expected: a month
# begins on the day of its new moon in Beijing time (GB/T 33661): 23 July 1933, 3 September 1978, 16 July 1996 (each new moon came
# minutes after midnight) and 17 April 2007; the leap month of 2033 is the eleventh. lunar-javascript and tyme4ts have it so.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --save-exact chinese-days@1.5.7 chinese-lunar@0.1.4 lunar-calendar@0.1.4 solarlunar@3.1.0 lunar-javascript@1.7.7 tyme4ts@1.5.2 >/dev/null
cat >days.cjs <<'DAYS'
const { getLunarDate } = require("chinese-days");
const chineseLunar = require("chinese-lunar");
const lunarCalendar = require("lunar-calendar");
const solarLunar = require("solarlunar").default ?? require("solarlunar");
const { Solar } = require("lunar-javascript");
const { SolarDay } = require("tyme4ts");

const said = (month, day, isLeap) => `${isLeap ? "leap " : ""}${month}/${day}`;
const calendars = {
  "chinese-days": (y, m, d) => {
    const one = getLunarDate([y, m, d].map((part) => String(part).padStart(2, "0")).join("-"));
    return said(one.lunarMon, one.lunarDay, one.isLeap);
  },
  "chinese-lunar": (y, m, d) => {
    const { month, day, leap } = chineseLunar.solarToLunar(new Date(y, m - 1, d));
    return said(month, day, leap);
  },
  "lunar-calendar": (y, m, d) => {
    const { lunarMonthName, lunarDayName } = lunarCalendar.solarToLunar(y, m, d);
    return lunarMonthName + lunarDayName;
  },
  solarlunar: (y, m, d) => {
    const { lMonth, lDay, isLeap } = solarLunar.solar2lunar(y, m, d);
    return said(lMonth, lDay, isLeap);
  },
  "lunar-javascript": (y, m, d) => {
    const one = Solar.fromYmd(y, m, d).getLunar();
    return said(Math.abs(one.getMonth()), one.getDay(), one.getMonth() < 0);
  },
  tyme4ts: (y, m, d) => {
    const one = SolarDay.fromYmd(y, m, d).getLunarDay();
    const month = one.getLunarMonth().getMonthWithLeap();
    return said(Math.abs(month), one.getDay(), month < 0);
  },
};
for (const day of [[1933, 7, 22], [1978, 9, 2], [1996, 7, 15], [2007, 4, 17], [2033, 8, 25]]) {
  console.log(day.join("-"), Object.entries(calendars).map(([name, read]) => `${name} ${read(...day)}`).join(", "));
}
DAYS
seen=$(TZ=Asia/Shanghai node days.cjs)
expected='1933-7-22 chinese-days 6/1, chinese-lunar 6/1, lunar-calendar 闰五月三十, solarlunar 6/1, lunar-javascript leap 5/30, tyme4ts leap 5/30
1978-9-2 chinese-days 7/30, chinese-lunar 8/1, lunar-calendar 七月三十, solarlunar 7/30, lunar-javascript 7/30, tyme4ts 7/30
1996-7-15 chinese-days 6/1, chinese-lunar 6/1, lunar-calendar 五月三十, solarlunar 5/30, lunar-javascript 5/30, tyme4ts 5/30
2007-4-17 chinese-days 3/1, chinese-lunar 3/1, lunar-calendar 二月三十, solarlunar 3/1, lunar-javascript 3/1, tyme4ts 3/1
2033-8-25 chinese-days 8/1, chinese-lunar leap 7/1, lunar-calendar 八月初一, solarlunar 8/1, lunar-javascript 8/1, tyme4ts 8/1'
printf 'chinese-days 1.5.7, chinese-lunar 0.1.4, lunar-calendar 0.1.4, solarlunar 3.1.0; lunar-javascript 1.7.7, tyme4ts 1.5.2\n%s\n' "$seen"
if [[ "$seen" != "$expected" ]]; then
  echo "This has changed." >&2
  exit 1
fi
