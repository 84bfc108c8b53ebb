import { type Day, dayText, getDay } from "../draw/calendar.ts";
import { type Village, villageNamed } from "../places/places.ts";
import { demoIdNumber } from "./id-numbers.ts";
import { type Need, type Person, residentIdOf, type Sex, type Story } from "./person.ts";

export interface DemoMember {
  index: number;
  name: string;
  sex: Sex;
  birth: Day;
  /** What is written here about this person instead of drawn. */
  facts: Partial<Pick<Person, "livelihood" | "firstPaidOn" | "pensionStartsOn" | "isPaused" | "phone" | "story">>;
}

export interface DemoHousehold {
  village: Village;
  address: string;
  need: Need;
  members: readonly [DemoMember, ...DemoMember[]];
}

const chunfeng = villageNamed("320205105", "春风村");
const chating = villageNamed("320481106", "茶亭村");
const yingbin = villageNamed("320105006", "迎宾社区");

const retiredFarmer = (firstPaidOn: string, pensionStartsOn: string, story: Story) => ({
  livelihood: "RETIRED_RURAL_URBAN" as const,
  firstPaidOn: getDay(firstPaidOn),
  pensionStartsOn: getDay(pensionStartsOn),
  isPaused: false,
  story,
});

/** The people of the report, and who lives with them. Fixed: the same for every seed. */
export const demoHouseholds: readonly DemoHousehold[] = [
  {
    village: chunfeng,
    address: `${chunfeng.addressPrefix}春风村6组18号`,
    need: "MINIMUM_LIVING",
    members: [
      {
        index: 0,
        name: "万仁兴",
        sex: 1,
        birth: getDay("1952-03-15"),
        facts: retiredFarmer("1972-03-15", "2012-04-01", {
          // A candidate: asked for, nothing granted, so that granting it can be shown.
          assistance: { status: "APPLIED", category: "MINIMUM_LIVING", monthlyFen: null },
          awards: [],
          support: null,
          visits: [
            {
              daysAgo: 12,
              visitor: "GRID_WORKER",
              kind: "CARE",
              outcome: "FINDINGS",
              note: "老人独居，精神尚可，近期住院花费较大。",
              findings: [
                { kind: "LIVELIHOOD", severity: "SERIOUS", note: "住院后积蓄所剩不多，水电费有拖欠。" },
                { kind: "ENTITLEMENT", severity: "NOTED", note: "符合低保申请条件，此前不知道如何办理。" },
              ],
              followUps: [
                { kind: "HELP_TO_APPLY", dueAfter: 30, doneAfter: null, note: "协助备齐低保申请材料。", result: null },
                {
                  kind: "VISIT_AGAIN",
                  dueAfter: 7,
                  doneAfter: 6,
                  note: "查看用药和取暖情况。",
                  result: "用药正常，已送去取暖器。",
                },
              ],
            },
            {
              daysAgo: 96,
              visitor: "GRID_WORKER",
              kind: "ROUTINE",
              outcome: "NOTHING_FOUND",
              note: null,
              findings: [],
              followUps: [],
            },
            {
              daysAgo: 163,
              visitor: "VILLAGE_WORKER",
              kind: "CARE",
              outcome: "FINDINGS",
              note: null,
              findings: [{ kind: "HOUSING", severity: "NOTED", note: "厨房电线老化。" }],
              followUps: [{ kind: "REPAIR", dueAfter: 14, doneAfter: 9, note: "联系村电工。", result: "电线已更换。" }],
            },
          ],
          claims: [
            { daysAgo: 31, diagnosis: "原发性高血压", totalFen: 18_640, reimbursedFen: 9_320 },
            { daysAgo: 122, diagnosis: "慢性阻塞性肺疾病", totalFen: 684_250, reimbursedFen: 465_290 },
            { daysAgo: 216, diagnosis: "原发性高血压", totalFen: 15_280, reimbursedFen: 7_640 },
            { daysAgo: 402, diagnosis: "2型糖尿病", totalFen: 23_110, reimbursedFen: 11_555 },
          ],
        }),
      },
    ],
  },
  {
    village: chating,
    address: `${chating.addressPrefix}茶亭村3组27号`,
    need: "NONE",
    members: [
      {
        index: 1,
        name: "张珪梅",
        sex: 2,
        birth: getDay("1964-09-02"),
        facts: retiredFarmer("1984-09-02", "2024-10-01", {
          assistance: { status: "GRANTED", category: null, monthlyFen: null },
          awards: [
            { daysAgo: 45, reason: "ILLNESS", amountFen: 600_000 },
            { daysAgo: 260, reason: "RIGID_SPENDING", amountFen: 350_000 },
          ],
          claims: [
            { daysAgo: 58, diagnosis: "乳腺恶性肿瘤", totalFen: 4_862_300, reimbursedFen: 3_160_495 },
            { daysAgo: 149, diagnosis: "乳腺恶性肿瘤", totalFen: 2_215_680, reimbursedFen: 1_440_192 },
          ],
        }),
      },
      {
        index: 4,
        name: "吕国荣",
        sex: 1,
        birth: getDay("1961-05-21"),
        facts: retiredFarmer("1981-05-21", "2021-06-01", { awards: [] }),
      },
    ],
  },
  {
    village: yingbin,
    address: `${yingbin.addressPrefix}迎宾社区云锦路58号12幢2单元603室`,
    need: "NONE",
    members: [
      {
        index: 2,
        name: "郭君",
        sex: 2,
        birth: getDay("1990-06-18"),
        facts: {
          livelihood: "EMPLOYEE",
          firstPaidOn: getDay("2012-08-01"),
          pensionStartsOn: null,
          isPaused: false,
          phone: "15400000003",
          story: {
            awards: [],
            claims: [
              { daysAgo: 20, diagnosis: "急性上呼吸道感染", totalFen: 26_480, reimbursedFen: 17_212 },
              { daysAgo: 97, diagnosis: "缺铁性贫血", totalFen: 41_350, reimbursedFen: 26_877 },
              { daysAgo: 388, diagnosis: "慢性胃炎", totalFen: 58_900, reimbursedFen: 38_285 },
            ],
            cases: [{ item: "medical-reimbursement", daysAgo: 6 }],
          },
        },
      },
      {
        index: 5,
        name: "陆文涛",
        sex: 1,
        birth: getDay("1988-11-30"),
        facts: { livelihood: "EMPLOYEE", firstPaidOn: getDay("2011-07-01") },
      },
      { index: 6, name: "陆梓萱", sex: 2, birth: getDay("2018-04-09"), facts: {} },
    ],
  },
  {
    village: yingbin,
    address: `${yingbin.addressPrefix}迎宾社区庐山路112号5幢1单元201室`,
    need: "NONE",
    members: [
      {
        index: 3,
        name: "高桂兰",
        sex: 2,
        birth: getDay("1941-10-08"),
        facts: {
          livelihood: "RETIRED_EMPLOYEE",
          firstPaidOn: getDay("1961-03-01"),
          pensionStartsOn: getDay("1991-11-01"),
          isPaused: false,
          phone: "15400000004",
          story: { awards: [] },
        },
      },
    ],
  },
];

const demoIndexes = new Set(demoHouseholds.flatMap(({ members }) => members.map(({ index }) => index)));

export function isDemoIndex(index: number): boolean {
  return demoIndexes.has(index);
}

export interface DemoResident {
  residentId: string;
  name: string;
  idNumber: string;
  birthOn: string;
  areaCode: string;
}

/** The named residents by the ids they always have. */
export const demoResidents = {
  wanRenxing: demoResident("万仁兴"),
  zhangGuimei: demoResident("张珪梅"),
  guoJun: demoResident("郭君"),
  gaoGuilan: demoResident("高桂兰"),
};

function demoResident(name: string): DemoResident {
  for (const { village, members } of demoHouseholds) {
    const member = members.find((candidate) => candidate.name === name);
    if (member === undefined) continue;
    return {
      residentId: String(residentIdOf(member.index)),
      name,
      idNumber: demoIdNumber(member.birth, member.sex, member.index),
      birthOn: dayText(member.birth),
      areaCode: village.code,
    };
  }
  throw new Error(`No demo resident is called ${name}.`);
}

/** A load with fewer residents than this would lack some of them. */
export const DEMO_PERSONS = demoIndexes.size;
