import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openHub, type Reply, type TestHub } from "../support/hub.ts";
import { readPages } from "../support/pages.ts";
import { registeredResident } from "../support/rows/population.ts";

const officer = { roles: ["department_officer"], department: "population", areas: ["3201"] };
const clerk = { roles: ["window_clerk"], areas: ["320105006"] };
const LIST = `query ($first: Int, $after: String, $filter: ResidentFilter) {
  residents(first: $first, after: $after, filter: $filter) {
    edges { cursor node { id name } }
    pageInfo { hasNextPage endCursor }
  }
}`;

// In the order of the list, one county first and one person of another city last.
const PEOPLE = [
  { id: "4", areaCode: "320104001001", name: "万仁义", nameInitials: "wry" },
  { id: "9", areaCode: "320105006001", name: "万仁兴", nameInitials: "wrx" },
  { id: "12", areaCode: "320105006001", name: "万仁", nameInitials: "wr" },
  { id: "5", areaCode: "320105006002", name: "万人雄", nameInitials: "wrx" },
  { id: "7", areaCode: "320105006002", name: "欧阳小琴", nameInitials: "oyxq" },
  { id: "8", areaCode: "320105006002", name: "王伟", nameInitials: "" },
  { id: "2", areaCode: "320105007001", name: "万仁兴", nameInitials: "wrx" },
  { id: "3", areaCode: "320205105001", name: "万仁兴", nameInitials: "wrx" },
];

let hub: TestHub;
beforeAll(async () => {
  hub = await openHub();
  for (const row of [...PEOPLE].reverse()) await registeredResident(hub.sql, row);
});
afterAll(() => hub.close());

const find = async (filter: object, viewer: object = clerk, first = 2) => {
  const rows = await readPages<{ id: string }>(hub, { query: LIST, variables: { filter }, ...viewer }, first, [
    "residents",
  ]);
  return rows.map(({ id }) => id);
};
const ask = (filter: object, viewer: object = clerk): Promise<Reply> =>
  hub.ask({ query: LIST, variables: { first: 5, filter }, ...viewer });
const codesOf = (reply: Reply) => reply.errors.map(({ extensions }) => extensions.code);

describe("ResidentFilter.namePrefix", () => {
  test.each([1, 2, 100])("finds who is called so from the first character on, %i a page", async (first) => {
    expect(await find({ namePrefix: "万仁" }, clerk, first)).toEqual(["9", "12"]);
    expect(await find({ namePrefix: "万仁兴" }, clerk, first)).toEqual(["9"]);
    expect(await find({ namePrefix: "仁兴" }, clerk, first)).toEqual([]);
  });

  test.each(["%%", "__", "万%", "'; --", "\\\\", "万仁\u0000"])("takes %j for characters", async (namePrefix) => {
    expect(await find({ namePrefix })).toEqual([]);
  });

  test("takes one character, and none is refused", async () => {
    expect(await find({ namePrefix: "𠮷" })).toEqual([]);
    expect(await find({ namePrefix: "万" })).toEqual(expect.arrayContaining(["9", "12"]));
    expect(codesOf(await ask({ namePrefix: "" }))).toEqual(["BAD_USER_INPUT"]);
  });
});

describe("the separator and the characters of a name", () => {
  const dotted = [
    { id: "21", areaCode: "320105006003", name: "阿依古丽·买买提", nameInitials: "ayglmmt" },
    { id: "22", areaCode: "320105006003", name: "张礼文", nameInitials: "zlw" },
    { id: "23", areaCode: "320105006003", name: "单晓红", nameInitials: "sxh", otherNameInitials: "dxh" },
  ];
  beforeAll(async () => {
    for (const row of dotted) await registeredResident(hub.sql, row);
  });
  afterAll(() => hub.sql`delete from population.residents where resident_id in (21, 22, 23)`);

  test.each(["\u00b7", "\u2022", "\u2027", "\u2219", "\u22c5", "\u30fb", "\uff65", "\uff0e", ".", " · ", "\u0387"])(
    "of a searched name may be %j",
    async (separator) => {
      expect(await find({ name: `阿依古丽${separator}买买提` })).toEqual(["21"]);
      expect(await find({ namePrefix: `阿依古丽${separator}买` })).toEqual(["21"]);
    },
  );

  test.each(["张\ufa18文", "张礼文", " 张 礼文", "张　礼文"])("of %j are those of the register", async (name) => {
    expect(await find({ name })).toEqual(["22"]);
  });

  test("are stored in one form only", async () => {
    const stored = registeredResident(hub.sql, { id: "24", areaCode: "320105006003", name: "张\ufa18文" });
    await expect(stored).rejects.toThrow("residents_name_normalized");
  });

  test("find a surname of two readings under either, once, in the order of the list", async () => {
    expect(await find({ nameInitials: "sx" })).toEqual(["23"]);
    for (const first of [1, 2, 50]) expect(await find({ nameInitials: "dxh" }, clerk, first)).toEqual(["23"]);
    expect(await find({ nameInitials: "dxh", name: "单晓红" })).toEqual(["23"]);
    expect(await find({ nameInitials: "dxh", namePrefix: "张礼" })).toEqual([]);
    const elsewhere = { roles: ["window_clerk"], areas: ["320205105"] };
    expect(await find({ nameInitials: "dxh" }, elsewhere)).toEqual([]);
  });
});

describe("ResidentFilter.areaCode", () => {
  test("is read with zeros behind it, too", async () => {
    const province = { ...officer, areas: ["32"] };
    for (const areaCode of ["3202", "320200", "320200000000"])
      expect(await find({ areaCode }, province)).toEqual(["3"]);
    expect(await find({ areaCode: "320105006000" })).toEqual(["9", "12", "5", "7", "8"]);
  });
});

describe("ResidentFilter.nameInitials", () => {
  test.each(["wrx", "WRX"])("finds %j", async (nameInitials) => {
    expect(await find({ nameInitials })).toEqual(["9", "5"]);
  });

  test("finds from the first letters on, and nobody whose letters were not worked out", async () => {
    expect(await find({ nameInitials: "wr" })).toEqual(["9", "12", "5"]);
    expect(await find({ nameInitials: "oy" })).toEqual(["7"]);
    expect(await find({ nameInitials: "ww" })).toEqual([]);
  });

  test.each(["w", "", "万仁", "w%", "w1", "wr "])("refuses %j, and does not repeat it", async (nameInitials) => {
    const reply = await ask({ nameInitials });
    expect(codesOf(reply)).toEqual(["BAD_USER_INPUT"]);
    expect(reply.data).toBeNull();
  });

  test("narrows together with the other parts", async () => {
    expect(await find({ nameInitials: "wr", namePrefix: "万人" })).toEqual(["5"]);
    expect(await find({ nameInitials: "wrx", name: "万仁兴" })).toEqual(["9"]);
    expect(await find({ name: "万仁兴", namePrefix: "万仁" })).toEqual(["9"]);
    expect(await find({ name: "万仁兴", namePrefix: "王仁" })).toEqual([]);
    expect(await find({ nameInitials: "wrx", areaCode: "320105006002" })).toEqual(["5"]);
  });
});

describe("a search by parts of a name", () => {
  test("looks at one county or less", async () => {
    expect(await find({ namePrefix: "万仁", areaCode: "320105" }, officer)).toEqual(["9", "12", "2"]);
    for (const viewer of [officer, { ...officer, areas: ["320104", "320105"] }, { ...officer, areas: ["32"] }]) {
      for (const filter of [{ namePrefix: "万仁" }, { nameInitials: "wrx" }, { nameInitials: "wrx", areaCode: "32" }]) {
        expect(codesOf(await ask(filter, viewer))).toEqual(["BAD_USER_INPUT"]);
      }
    }
    const twice = { ...officer, areas: ["320105", "320105006"] };
    expect(await find({ nameInitials: "wrx" }, twice)).toEqual(["9", "5", "2"]);
  });

  test("of a division elsewhere finds nobody, without looking", async () => {
    for (const areaCode of ["320205105", "320205105001", "320105007", "3202"]) {
      const found: string[][] = [];
      const statements = await hub.countStatements(async () => {
        found.push(await find({ nameInitials: "wrx", areaCode }), await find({ name: "万仁兴", areaCode }));
      });
      expect([found, statements]).toEqual([[[], []], {}]);
    }
  });

  test("of a larger division stays in the viewer's own part of it", async () => {
    expect(await find({ namePrefix: "万仁", areaCode: "32" })).toEqual(["9", "12"]);
    expect(await find({ name: "万仁兴", areaCode: "3201" })).toEqual(["9"]);
  });

  test.each([{ namePrefix: "万仁" }, { nameInitials: "wrx" }])(
    "needs the right to whole names for %j",
    async (filter) => {
      for (const viewer of [
        { roles: ["analyst"], areas: ["320105"] },
        { ...clerk, scope: "population:read" },
      ]) {
        const reply = await ask(filter, viewer);
        expect(new Set(codesOf(reply))).toEqual(new Set(["UNAUTHORIZED_FIELD_OR_TYPE"]));
        expect(reply.text).not.toContain('"edges":[');
      }
      const reply = await hub.ask({ query: LIST, variables: { first: 5, filter }, ...clerk, purpose: null });
      expect(new Set(codesOf(reply))).toEqual(new Set(["PURPOSE_REQUIRED"]));
    },
  );

  test("names nobody in a cursor", async () => {
    const reply = await ask({ namePrefix: "万仁" });
    const cursors = [...reply.text.matchAll(/"cursor":"([^"]+)"/g)].map((match) =>
      Buffer.from(match[1] ?? "", "base64url").toString(),
    );
    expect(cursors).toHaveLength(2);
    for (const cursor of cursors) expect(cursor).not.toMatch(/residents|320105|万仁/);
  });

  test("compares names inside the index, under row security", async () => {
    await hub.sql`insert into population.residents
      (resident_id, area_code, name, name_initials, id_number, sex_code, birth_on, address)
      select 10000 + n, '3201130010' || lpad((n % 50)::text, 2, '0'), '王' || n, 'w', n, 1, '2000-01-01', '某地'
      from generate_series(1, 20000) as n`;
    await hub.sql`analyze population.residents`;
    const plan = await hub.sql.begin(async (transaction) => {
      await transaction`set local role onedoor_population`;
      await transaction`set local plan_cache_mode = force_generic_plan`;
      await transaction`select onedoor.set_viewer('{320113}', null)`;
      await transaction.unsafe(`prepare search(text, text, text, text) as select address from population.residents
        where area_code ^@ any ('{320113}') and (area_code, resident_id) > ($1, 0) and area_code < $2
          and name >= $3 and name <= $4 and name_initials >= '' and name_initials <= '~'
        order by area_code, resident_id limit 20`);
      return transaction.unsafe("explain execute search('320113', '320113:', '李', '李~')");
    });
    await hub.sql`delete from population.residents where resident_id > 10000`;
    const text = plan.map((row) => String(row["QUERY PLAN"])).join("\n");
    expect(text).toMatch(/Index Cond:.*name >= \$3/);
  });
});
