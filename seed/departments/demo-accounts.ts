import { demoResidents } from "../people/demo-residents.ts";
import { villageNamed } from "../places/places.ts";

export interface DemoAccount {
  accountId: string;
  username: string;
  displayName: string;
  role: string;
  areas: readonly [string, ...string[]];
  /** Of a department officer; null for the other roles. */
  department: string | null;
  /** Of a resident, whose own record it is; null for staff. */
  residentId: string | null;
  /** The course its role needs a certificate of; null for roles that need none. */
  course: string | null;
}

const FIRST_ACCOUNT_ID = 5_000_000_001;

const chunfengVillage = villageNamed("320205105", "春风村");

// One account for each kind of viewer there is, so that every rule can be tried out.
const ACCOUNTS: readonly (readonly [
  username: string,
  displayName: string,
  role: string,
  area: string,
  department?: string,
])[] = [
  ["wangjia", "王佳", "window_clerk", "320105006"],
  ["ruili", "芮莉", "centre_head", "320411122"],
  ["chunfeng", "春风村便民服务站", "village_worker", chunfengVillage.code],
  ["wangge", "锡北镇网格员", "grid_worker", "320205105"],
  ["xibei", "锡北镇窗口", "window_clerk", "320205105"],
  ["liyang", "溧阳天目湖镇窗口", "window_clerk", "320481106"],
  ["minzheng", "无锡民政经办", "department_officer", "3202", "civil-affairs"],
  ["renshe", "无锡人社经办", "department_officer", "3202", "social-security"],
  ["yibao", "无锡医保经办", "department_officer", "3202", "medical-insurance"],
  ["shending", "省级审定", "standards_reviewer", "32"],
  ["bianzhi", "建邺区编制", "standards_drafter", "320105"],
  ["fenxi", "省级分析", "analyst", "32"],
  ["shenji", "省级审计", "auditor", "32"],
  ["jianshen", "省级监审", "auditor", "32"],
  ["guanli", "账号管理", "account_admin", "32"],
  ["guojun", demoResidents.guoJun.name, "resident", demoResidents.guoJun.areaCode],
  // After the others, whose ids stay what they were.
  ["fuhe", "账号复核", "account_admin", "32"],
  ["hukou", "省级人口经办", "department_officer", "32", "population"],
  ["weijian", "省级卫健经办", "department_officer", "32", "health"],
  ["shuiwu", "省级税务经办", "department_officer", "32", "taxation"],
  ["gongjijin", "省级公积金经办", "department_officer", "32", "housing-fund"],
  ["shuidian", "省级水电气经办", "department_officer", "32", "utilities"],
  // Confirms what `wangjia` asks for in an emergency; `hukou` is the third person.
  ["xinglong", "兴隆街道中心负责人", "centre_head", "320105006"],
];

const RESIDENT_IDS: Readonly<Record<string, string>> = { guojun: demoResidents.guoJun.residentId };
/** What a role needs a certificate of (schema/roles.yaml): who judges the looks of others takes the course on personal data. */
export const COURSES: Readonly<Record<string, string>> = { centre_head: "personal-data-protection" };

export const demoAccounts: readonly DemoAccount[] = ACCOUNTS.map(
  ([username, displayName, role, area, department], place) => ({
    accountId: String(FIRST_ACCOUNT_ID + place),
    username,
    displayName,
    role,
    areas: [area],
    department: department ?? null,
    residentId: RESIDENT_IDS[username] ?? null,
    course: COURSES[role] ?? null,
  }),
);
