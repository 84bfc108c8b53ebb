import { type Random, weighted } from "../draw/random.ts";
import type { Sex } from "./person.ts";

// Bearers per thousand, rounded, after the surname reports of the Ministry of Public Security, and as common
// as in Jiangsu where the province differs.
const SURNAMES =
  "王74 李68 张66 陈52 刘45 徐32 周30 朱25 吴30 孙24 杨24 顾14 沈13 陆13 钱12 黄17 赵17 胡13 高12 林10 马10 " +
  "郭10 何9 罗8 梁6 宋8 郑7 谢7 韩7 唐9 冯7 于5 董6 萧4 程6 曹9 袁7 邓4 许10 傅3 曾3 彭5 吕6 苏5 卢4 蒋14 蔡7 贾4 丁9 " +
  "魏5 薛6 叶6 余5 潘7 杜5 戴8 夏7 钟4 汪6 田4 任5 姜6 范6 方5 石5 姚7 谭3 廖2 邹4 熊2 金7 郝2 孔3 白3 崔3 康2 毛3 " +
  "邱4 秦5 江5 史4 侯4 邵5 孟4 龙2 万4 段3 章4 汤5 尹3 黎1 易1 武2 贺2 赖1 龚4 文2 缪4 卞2 恽2 眭1 殷4 虞3 芮3 " +
  "单3 仇2 查2 解2 种1 秘1";
const COMPOUND_SURNAMES = "欧阳9 上官3 司马2 诸葛3 皇甫2 夏侯1 令狐1 司徒1 慕容1 东方1 尉迟1 闻人1 呼延1 淳于1";
const COMPOUND_SHARE = 0.004;

interface GivenNames {
  bornBefore: number;
  oneCharacter: number;
  male: readonly [first: string, second: string, alone: string];
  female: readonly [first: string, second: string, alone: string];
}

// Names follow fashions. Two characters are drawn apart, from a first and a second list; the commonest come twice.
const FASHIONS: readonly GivenNames[] = [
  {
    bornBefore: 1960,
    oneCharacter: 0.08,
    male: ["国国建德志永福长正兴仁文明世宝金根荣洪学", "华生明林荣根贵祥发才兴良清忠义山海福宝康", "林根福祥荣明"],
    female: ["桂桂秀秀玉玉淑凤兰素月惠翠金美彩巧爱菊珍", "兰兰英英珍珍芳华云凤梅琴香娥宝妹娣芬女花", "英兰珍芳梅琴"],
  },
  {
    bornBefore: 1985,
    oneCharacter: 0.22,
    male: [
      "建建国国志卫永晓文海小伟新红学春立正宏俊",
      "军军平明华强东斌忠林峰辉荣勇民伟良国刚生",
      "军伟勇强斌涛刚平峰辉杰波",
    ],
    female: [
      "丽丽晓晓红海玉秀小爱春雪桂文建亚美惠卫燕",
      "芳华萍萍霞琴红英燕珍娟敏梅玲丽云平兰艳群",
      "芳敏静丽燕娟艳霞萍红英琴",
    ],
  },
  {
    bornBefore: 2005,
    oneCharacter: 0.3,
    male: [
      "晨志俊俊文天子嘉宇浩明家鹏旭梓思晓泽凯圣",
      "杰杰宇豪伟鹏飞阳文辉龙轩涛峰成超凡翔昊宁",
      "浩磊鑫超杰俊凯宇鹏帅晨旻",
    ],
    female: [
      "雨雨思佳佳欣晓梦文静雅嘉婷诗怡倩子慧雪菲",
      "婷婷怡怡颖琪洁雯倩佳慧莹悦萱蓉雅妍君琳宁",
      "静婷倩颖洁雪莉慧佳敏君玥",
    ],
  },
  {
    bornBefore: 9999,
    oneCharacter: 0.12,
    male: ["子子梓梓浩浩宇俊奕沐一嘉皓辰铭泽瑞宸予景", "轩轩宇泽辰辰睿涵博皓铭晨阳霖然诚航远恒安", "睿煜宸航睿霖安屿"],
    female: [
      "子梓梓欣若雨诗语一可依沐芮奕苡思佳悦心安",
      "涵涵萱萱怡彤妍琪诺汐瑶玥悦桐然晴宁雅妤淇",
      "玥汐诺瑶妍桐宁琪",
    ],
  },
];

// Characters that parents choose and old systems cannot hold: the first ones lie outside the basic plane of Unicode.
const RARE_CHARACTERS = ["𬱟", "𬍛", "𫖯", "𬸚", "𠅤", "䶮", "㛃"];
const RARE_SHARE = 0.002;

/** Some names of three parts, the longest there are: forms and pages must hold them. */
const GRANDFATHER_SHARE = 0.2;
const DOTTED_MALE = "买买提 阿卜杜拉 艾合买提 吐尔逊 多吉 扎西 依明 玉素甫".split(" ");
const DOTTED_FEMALE = "古丽娜尔 阿依古丽 热依汗古丽 帕提古丽 卓玛 央金 阿孜古丽 米热古丽".split(" ");

const pickSingle = weighted(readWeights(SURNAMES));
const pickCompound = weighted(readWeights(COMPOUND_SURNAMES));

export function surname(random: Random): string {
  return random.isTrue(COMPOUND_SHARE) ? pickCompound(random) : pickSingle(random);
}

export function givenName(random: Random, sex: Sex, birthYear: number): string {
  const fashion = FASHIONS.find(({ bornBefore }) => birthYear < bornBefore);
  if (fashion === undefined) throw new Error(`No names for the birth year ${birthYear}.`);
  const [first, second, alone] = sex === 1 ? fashion.male : fashion.female;
  const name = random.isTrue(fashion.oneCharacter)
    ? character(random, alone)
    : character(random, first) + character(random, second);
  return random.isTrue(RARE_SHARE) ? name.slice(0, -1) + random.pick(RARE_CHARACTERS) : name;
}

/** A name with a `·`, as peoples have who put the father's name after their own. */
export function dottedName(random: Random, sex: Sex): string {
  const name = `${random.pick(sex === 1 ? DOTTED_MALE : DOTTED_FEMALE)}·${random.pick(DOTTED_MALE)}`;
  return random.isTrue(GRANDFATHER_SHARE) ? `${name}·${random.pick(DOTTED_MALE)}` : name;
}

// Every character above is one UTF-16 unit.
function character(random: Random, list: string): string {
  return list.charAt(random.between(0, list.length - 1));
}

function readWeights(list: string): [string, number][] {
  return list.split(" ").map((entry) => {
    const [name = ""] = /^\D*/.exec(entry) ?? [];
    return [name, Number(entry.slice(name.length))];
  });
}
