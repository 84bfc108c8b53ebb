/** One item as the demo knows it: what Services publishes, and how long it usually takes. */
export interface CatalogueItem {
  code: string;
  name: string;
  department: string;
  /** Promised working days from acceptance to decision; 0 is done at once. */
  workingDays: number;
  /** What can be done under it: the end of its code, and its name. */
  businesses: readonly (readonly [code: string, name: string])[];
}

type Entry = readonly [code: string, name: string, workingDays: number, businesses: string];

// Thirty items with 45 businesses, as the report counts them. It names few of them: the others are usual ones of
// township counters, and the days are usual promises. Codes are ours, since each province numbers its own way.
const ITEMS: Readonly<Record<string, readonly Entry[]>> = {
  "social-security": [
    ["social-security-card", "社会保障卡服务", 10, "apply社会保障卡申领 replace社会保障卡补领换领"],
    ["resident-pension-enrolment", "城乡居民基本养老保险参保登记", 5, "apply城乡居民基本养老保险参保登记"],
    ["resident-pension-payment", "城乡居民基本养老保险待遇申领", 10, "apply城乡居民基本养老保险待遇申领"],
    ["flexible-employment-insurance", "灵活就业人员社会保险参保登记", 5, "apply灵活就业人员社会保险参保登记"],
    ["pension-eligibility-check", "社会保险待遇资格认证", 0, "apply社会保险待遇资格认证"],
    ["unemployment-registration", "失业登记", 5, "apply失业登记"],
    ["unemployment-benefit", "失业保险金申领", 10, "apply失业保险金申领"],
    ["hardship-employment", "就业困难人员认定", 15, "recognise就业困难人员认定 subsidy就业困难人员社会保险补贴申领"],
    ["social-insurance-record", "社会保险参保缴费记录查询", 0, "enquire社会保险参保缴费记录查询"],
  ],
  "medical-insurance": [
    [
      "resident-medical-enrolment",
      "城乡居民基本医疗保险参保登记",
      5,
      "apply城乡居民基本医疗保险参保登记 end城乡居民基本医疗保险停保登记",
    ],
    ["medical-claim-enquiry", "医疗费用报销查询", 0, "enquire医疗费用报销查询"],
    ["medical-reimbursement", "基本医疗保险医疗费用手工报销", 20, "visit门诊费用手工报销 stay住院费用手工报销"],
    ["remote-medical-registration", "异地就医备案", 2, "resident异地长期居住人员备案 temporary临时外出就医人员备案"],
    ["chronic-disease-recognition", "门诊慢特病病种待遇认定", 15, "apply门诊慢特病病种待遇认定"],
    ["medical-family-account", "职工医保个人账户家庭共济", 1, "bind家庭共济关系绑定 release家庭共济关系解除"],
    ["maternity-allowance", "生育津贴支付", 10, "apply生育津贴支付"],
    ["medical-assistance", "医疗救助", 20, "apply医疗救助对象待遇核准"],
  ],
  "civil-affairs": [
    ["minimum-living-guarantee", "最低生活保障", 20, "apply最低生活保障金给付 change最低生活保障待遇变更"],
    ["extreme-poverty-support", "特困人员救助供养", 20, "apply特困人员救助供养"],
    ["minimum-living-margin", "低保边缘家庭认定", 20, "apply低保边缘家庭认定"],
    ["temporary-assistance", "临时救助", 20, "urgent急难型临时救助 spending支出型临时救助"],
    ["old-age-allowance", "尊老金", 10, "apply尊老金申领 stop尊老金停发"],
    ["disability-allowance", "残疾人两项补贴", 20, "living困难残疾人生活补贴 care重度残疾人护理补贴"],
    ["child-living-allowance", "孤儿和困境儿童基本生活保障", 20, "apply孤儿和困境儿童基本生活费给付"],
  ],
  health: [
    ["birth-registration", "生育登记", 0, "apply生育登记"],
    ["family-planning-support", "计划生育家庭扶助", 30, "reward奖励扶助对象确认 special特别扶助对象确认"],
  ],
  "housing-fund": [
    ["housing-fund-enquiry", "住房公积金账户查询", 0, "enquire住房公积金账户查询"],
    ["housing-fund-withdrawal", "住房公积金提取", 3, "rent租房提取住房公积金 retire退休提取住房公积金"],
  ],
  "market-regulation": [
    [
      "food-business-licence",
      "食品经营许可",
      10,
      "apply食品经营许可证新办 change食品经营许可证变更 extend食品经营许可证延续",
    ],
    ["sole-trader-registration", "个体工商户登记", 3, "apply个体工商户设立登记 end个体工商户注销登记"],
  ],
};

/** The catalogue in its order. */
export const catalogue: readonly CatalogueItem[] = Object.entries(ITEMS).flatMap(([department, entries]) =>
  entries.map(([code, name, workingDays, businesses]) => ({
    code,
    name,
    department,
    workingDays,
    businesses: businesses.split(" ").map(businessOf),
  })),
);

export function itemNamed(code: string): CatalogueItem {
  const found = catalogue.find((item) => item.code === code);
  if (found === undefined) throw new Error(`The catalogue has no item ${code}.`);
  return found;
}

export function businessCodeOf(item: CatalogueItem, end: string): string {
  return `${item.code}.${end}`;
}

/** The code is what comes before the first Chinese character. */
function businessOf(text: string): readonly [string, string] {
  const [, code = "", name = ""] = /^([a-z]+)([^a-z].*)$/.exec(text) ?? [];
  return [code, name];
}
