import type { Random } from "../draw/random.ts";
import type { Village } from "../places/places.ts";

const TRADES =
  "机械制造 电子科技 纺织 新能源 物流 餐饮管理 建筑工程 商贸 软件 汽车零部件 食品 医疗器械 物业服务 教育科技".split(
    " ",
  );
// 示例 (sample) keeps the names apart from those of real companies.
const NAMES = "示例一 示例二 示例三 示例四 示例五 示例六".split(" ");

export function employerOf(random: Random, village: Village): string {
  return `${village.cityName.slice(0, -1)}${random.pick(NAMES)}${random.pick(TRADES)}有限公司`;
}
