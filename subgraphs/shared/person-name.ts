/**
 * The separators between the parts of a name that people and systems type for `·` (U+00B7), which is the one that stands
 * in registers: Chinese, Japanese and Latin keyboards and old character sets each have another (W3C, Requirements for
 * Chinese Text Layout, 3.1.2).
 */
export const NAME_SEPARATORS = "·•‧∙⋅・･．.․﹒᛫●◦∘";

const SEPARATOR = new RegExp(` ?[${NAME_SEPARATORS}] ?`, "gu");
const BETWEEN_HAN = /(?<=\p{Script=Han}) (?=\p{Script=Han})/gu;

// What is copied from web pages and PDF files brings along: characters nobody sees, and radicals that look like characters.
const UNSEEN = /[\u00AD\u200B-\u200F\u2060\uFEFF]/gu;
const RADICAL = /[\u2F00-\u2FD5\u2E9F\u2EF3]/gu;

/**
 * A name in the one form it is stored, compared and searched in: NFC, so that a compatibility character (U+FA18) is the
 * same as the character it stands for; one separator between the parts of a name, and no blanks around it or between
 * Chinese characters, where forms are filled up with them.
 */
export function normalizeName(name: string): string {
  // Runs of blanks first: a pattern that passes over them to find a separator takes time by their square.
  const seen = name.replace(UNSEEN, "").replace(RADICAL, (radical) => radical.normalize("NFKC"));
  const single = seen.normalize("NFC").trim().replace(/\s+/gu, " ");
  return single.replace(SEPARATOR, "·").replace(BETWEEN_HAN, "");
}

// Surnames of two and more characters: the compound ones of the Hundred Family Surnames (百家姓), and others that
// dictionaries of surnames give as borne today, Manchu and other peoples' among them.
const COMPOUND_SURNAMES = new Set(
  (
    "万俟 司马 上官 欧阳 夏侯 诸葛 闻人 东方 赫连 皇甫 尉迟 公羊 澹台 公冶 宗政 濮阳 淳于 单于 太叔 申屠 公孙 仲孙 轩辕 令狐 钟离 " +
    "宇文 长孙 慕容 鲜于 闾丘 司徒 司空 亓官 司寇 子车 颛孙 端木 巫马 公西 漆雕 乐正 壤驷 公良 拓跋 夹谷 宰父 谷梁 段干 百里 东郭 " +
    "南门 呼延 归海 羊舌 微生 梁丘 左丘 东门 西门 伯赏 南宫 第五 独孤 完颜 贺兰 贺若 贺拔 纳兰 哥舒 耶律 斛律 达奚 尔朱 屈突 叶赫 " +
    "那拉 富察 费莫 章佳 佟佳 董鄂 马佳 乌雅 爱新觉罗 叶赫那拉 钮祜禄 瓜尔佳 赫舍里 舒穆禄 侯莫陈 即墨 南郭 北宫 青阳 高堂 公输 公祖 " +
    "叔孙 季孙 孟孙 王孙 士孙 毌丘 毋丘 綦毋 綦连 库狄 厍狄 豆卢 沮渠 秃发 乞伏 仆固 阿史那 契苾 黑齿 夙沙 主父 少正 太史 信都 欧冶"
  ).split(" "),
);
const LONGEST = 4;

/** The characters of a name's surname where it has more than one; null where it has one, or where nothing would follow. */
export function compoundSurname(name: string): string[] | null {
  const characters = [...name];
  for (let length = Math.min(LONGEST, characters.length - 1); length > 1; length -= 1) {
    const beginning = characters.slice(0, length);
    if (COMPOUND_SURNAMES.has(beginning.join(""))) return beginning;
  }
  return null;
}
