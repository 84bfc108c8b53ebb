import { at, type Random, weighted } from "../draw/random.ts";
import type { Sex } from "../people/person.ts";

export interface Diagnosis {
  name: string;
  ages: readonly [from: number, to: number];
  sex?: Sex;
  weight: number;
  /** What a visit or stay is charged, in yuan. */
  yuan: readonly [from: number, to: number];
  isStay?: true;
}

// Common reasons to see a doctor in a Jiangsu town, by age. Frequencies are plausible, not measured.
const DIAGNOSES: readonly Diagnosis[] = [
  { name: "急性上呼吸道感染", ages: [0, 120], weight: 20, yuan: [60, 380] },
  { name: "急性支气管炎", ages: [0, 120], weight: 9, yuan: [90, 520] },
  { name: "急性扁桃体炎", ages: [2, 40], weight: 8, yuan: [80, 360] },
  { name: "手足口病", ages: [0, 6], weight: 8, yuan: [90, 420] },
  { name: "小儿肺炎", ages: [0, 10], weight: 4, yuan: [1_800, 6_500], isStay: true },
  { name: "变应性鼻炎", ages: [4, 60], weight: 7, yuan: [90, 460] },
  { name: "屈光不正", ages: [6, 25], weight: 6, yuan: [60, 300] },
  { name: "龋病", ages: [4, 70], weight: 8, yuan: [120, 900] },
  { name: "皮炎", ages: [0, 90], weight: 6, yuan: [50, 260] },
  { name: "急性胃肠炎", ages: [1, 90], weight: 8, yuan: [80, 420] },
  { name: "慢性胃炎", ages: [20, 90], weight: 11, yuan: [150, 900] },
  { name: "急性阑尾炎", ages: [8, 70], weight: 1.2, yuan: [6_000, 15_000], isStay: true },
  { name: "胆囊结石", ages: [25, 85], weight: 1.8, yuan: [8_000, 18_000], isStay: true },
  { name: "骨折", ages: [5, 95], weight: 1.4, yuan: [5_000, 38_000], isStay: true },
  { name: "腰椎间盘突出", ages: [25, 85], weight: 8, yuan: [150, 1_600] },
  { name: "颈椎病", ages: [22, 80], weight: 7, yuan: [120, 1_200] },
  { name: "妊娠监督", ages: [22, 42], sex: 2, weight: 7, yuan: [120, 900] },
  { name: "单胎自然分娩", ages: [22, 40], sex: 2, weight: 1.2, yuan: [4_000, 8_500], isStay: true },
  { name: "子宫平滑肌瘤", ages: [30, 55], sex: 2, weight: 2, yuan: [300, 2_400] },
  { name: "乳腺增生", ages: [22, 58], sex: 2, weight: 4, yuan: [120, 700] },
  { name: "缺铁性贫血", ages: [12, 60], sex: 2, weight: 3, yuan: [120, 600] },
  { name: "良性前列腺增生", ages: [52, 100], sex: 1, weight: 10, yuan: [150, 1_200] },
  { name: "痛风", ages: [28, 85], sex: 1, weight: 4, yuan: [120, 800] },
  { name: "原发性高血压", ages: [38, 105], weight: 36, yuan: [80, 420] },
  { name: "2型糖尿病", ages: [38, 105], weight: 19, yuan: [110, 620] },
  { name: "高脂血症", ages: [32, 90], weight: 10, yuan: [90, 480] },
  { name: "冠状动脉粥样硬化性心脏病", ages: [52, 105], weight: 12, yuan: [180, 1_500] },
  { name: "脑梗死", ages: [55, 105], weight: 3.2, yuan: [7_000, 28_000], isStay: true },
  { name: "慢性阻塞性肺疾病", ages: [55, 105], weight: 5, yuan: [300, 7_500], isStay: true },
  { name: "肺炎", ages: [11, 105], weight: 1.6, yuan: [3_500, 14_000], isStay: true },
  { name: "膝骨关节病", ages: [52, 100], weight: 10, yuan: [150, 1_500] },
  { name: "老年性白内障", ages: [60, 100], weight: 4, yuan: [3_200, 9_000], isStay: true },
  { name: "骨质疏松", ages: [55, 105], sex: 2, weight: 6, yuan: [150, 900] },
  { name: "睡眠障碍", ages: [25, 95], weight: 5, yuan: [90, 480] },
  { name: "焦虑障碍", ages: [16, 75], weight: 2, yuan: [150, 800] },
  { name: "甲状腺结节", ages: [25, 75], weight: 5, yuan: [150, 600] },
  { name: "胃恶性肿瘤", ages: [45, 90], weight: 0.6, yuan: [15_000, 70_000], isStay: true },
  { name: "肺恶性肿瘤", ages: [45, 90], weight: 0.8, yuan: [15_000, 90_000], isStay: true },
  { name: "乳腺恶性肿瘤", ages: [35, 80], sex: 2, weight: 0.9, yuan: [12_000, 60_000], isStay: true },
];

const OLDEST = 105;

// Made once for every age and sex: choosing then costs one draw.
const pickers = ([1, 2] as const).map((sex) =>
  Array.from({ length: OLDEST + 1 }, (_, age) => {
    const fitting = DIAGNOSES.filter(
      (candidate) => candidate.ages[0] <= age && age <= candidate.ages[1] && (candidate.sex ?? sex) === sex,
    );
    return weighted(fitting.map((diagnosis) => [diagnosis, diagnosis.weight] as const));
  }),
);

export function pickDiagnosis(random: Random, age: number, sex: Sex): Diagnosis {
  return at(at(pickers, sex - 1), Math.min(age, OLDEST))(random);
}
