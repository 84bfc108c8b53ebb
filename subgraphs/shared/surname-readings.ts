/** First letters of a surname's pinyin: as it is read as a surname, and otherwise where that occurs too. */
export interface SurnameReading {
  readonly surname: string;
  readonly asSurname: string;
  readonly otherwise: string;
}

// Surnames whose first letters differ from the common reading of their characters, or that have two readings: the
// reading as a surname, then the other, which other bearers use or who only sees the name written (现代汉语词典).
const READINGS =
  "单于 cy sy,万俟 mq ws,尉迟 yc wc,长孙 zs cs,澹台 tt dt,子车 zj zc,单 s d,种 c z,秘 b m,佴 n e,祭 z j,查 z c,解 x j,仇 q c," +
  "盖 g h,尉 w y,区 o q,乐 y l,折 s z,繁 p f,覃 q t,曾 z c,翟 z d,隗 w k,召 s z,洗 x s,宓 m f,车 c j,莘 s x,谌 c s,俞 y s," +
  "郗 x c,贾 j g,句 g j,钭 t d,盛 s c,晟 c s,重 c z,朝 c z,炅 g j,强 q j,藏 z c,乘 s c,泌 b m,颉 x j,郄 q x,於 y w,么 y m," +
  "费 f b,弹 t d,降 x j,巷 x h,校 x j,渑 m s,阚 k h,扎 z c,行 x h,相 x s,适 k s,铅 y q,便 p b";

const readings = new Map<string, SurnameReading>(
  READINGS.split(",").map((entry) => {
    const [surname = "", asSurname = "", otherwise = ""] = entry.split(" ");
    return [surname, { surname, asSurname, otherwise }];
  }),
);

/** The readings of the surname a name begins with; null where there is only one, or where the name is all of it. */
export function surnameReading(name: string): SurnameReading | null {
  const characters = [...name];
  for (const length of [2, 1]) {
    const found = readings.get(characters.slice(0, length).join(""));
    if (found !== undefined && characters.length > length) return found;
  }
  return null;
}
