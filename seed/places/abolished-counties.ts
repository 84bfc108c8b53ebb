import type { Division } from "./divisions.ts";

/** A county whose code is no longer in force. Old files hold such codes; nothing is kept under them. */
export interface AbolishedCounty extends Division {
  /** The first day the code was no longer in force, `YYYY-MM-DD`. */
  validToOn: string;
  /** The code in force today for the whole of it; null where several took its place. */
  successorCode: string | null;
}

// Counties since 1984, when identity numbers were first given, by the city they lay in; 32 for those that stood
// right under the province. Code, name, last list without it (year), and what took its place, `-` for several.
// Source: the codes of divisions from the county up as the Ministry of Civil Affairs published them each year,
// collected in the public data set yescallop/areacodes (CC0).
const ABOLISHED = {
  "3201":
    "03白下区 2013 320104; 07下关区 2013 320106; 12大厂区 2002 320116; 21江宁县 2000 320115; 22江浦县 2002 320111; " +
    "23六合县 2002 320116; 24溧水县 2013 320117; 25高淳县 2013 320118",
  "3202":
    "02崇安区 2015 320213; 03南长区 2015 320213; 04北塘区 2015 320213; 12马山区 2000 320211; 21江阴县 1987 320281; " +
    "22无锡县 1995 -; 23宜兴县 1988 320282; 83锡山市 2000 -",
  "3203": "04九里区 2010 -; 23铜山县 2010 320312; 25邳县 1992 320382; 26新沂县 1990 320381",
  "3204":
    "03广化区 1986 -; 05戚墅堰区 2015 320412; 21武进县 1995 -; 22金坛县 1993 320413; 23溧阳县 1990 320481; " +
    "82金坛市 2015 320413; 83武进市 2002 -",
  "3205":
    "02沧浪区 2012 320508; 03平江区 2012 320508; 04金阊区 2012 320508; 11郊区 2000 320505; 20常熟市 1986 320581; " +
    "21沙洲县 1986 320582; 22太仓县 1993 320585; 23昆山县 1989 320583; 24吴县 1995 -; 25吴江县 1992 320509; " +
    "84吴江市 2012 320509; 86吴县市 2000 -",
  "3206":
    "02崇川区 2020 320613; 11港闸区 2020 320613; 21海安县 2018 320685; 22如皋县 1991 320682; 24南通县 1993 320612; " +
    "25海门县 1994 320614; 26启东县 1989 320681; 83通州市 2009 320612; 84海门市 2020 320614",
  "3207": "02新海区 1986 320706; 04云台区 2001 -; 05新浦区 2014 320706; 21赣榆县 2014 320707",
  "3208":
    "02清河区 2016 320812; 11清浦区 2016 320812; 21淮阴县 2000 320804; 22灌南县 1996 320724; 23沭阳县 1996 321322; " +
    "24宿迁县 1987 -; 25泗阳县 1996 321323; 27泗洪县 1996 321324; 28淮安县 1987 320803; 29洪泽县 2016 320813; " +
    "81宿迁市 1996 -; 82淮安市 2000 320803",
  "3209": "11郊区 1996 -; 26大丰县 1996 320904; 27东台县 1987 320981; 28盐都县 2003 -; 82大丰市 2015 320904",
  "3210":
    "11维扬区 2011 321003; 20泰州市 1986 321202; 21兴化县 1987 321281; 22高邮县 1991 321084; 24靖江县 1993 321282; " +
    "25泰兴县 1992 321283; 26江都县 1994 321012; 27邗江县 2000 321003; 28泰县 1994 321204; 29仪征县 1986 321081; " +
    "82泰州市 1996 321202; 83兴化市 1996 321281; 85泰兴市 1996 321283; 86靖江市 1996 321282; 87姜堰市 1996 321204; " +
    "88江都市 2011 321012",
  "3211": "21丹徒县 2002 321112; 22丹阳县 1987 321181; 23句容县 1995 321183; 24扬中县 1994 321182",
  "3212": "84姜堰市 2012 321204",
  "3213": "21宿豫县 2004 -",
  "32":
    "9001泰州市 1990 321202; 9002仪征市 1990 321081; 9003常熟市 1990 320581; 9004张家港市 1990 320582; " +
    "9005江阴市 1990 320281; 9006宿迁市 1990 -; 9007丹阳市 1990 321181; 9008东台市 1990 320981; 9009兴化市 1990 321281; " +
    "9010淮安市 1990 320803; 9011宜兴市 1990 320282; 9012昆山市 1990 320583; 9013启东市 1990 320681",
};

// The day the State Council approved the change, where it was looked up. For the others only the year is known: the
// code is missing in the list as of its last day.
const APPROVED_ON: Readonly<Record<string, string>> = {
  "3201 2013": "2013-02-08",
  "3202 2015": "2015-10-13",
  "3205 2012": "2012-09-01",
  "3208 2016": "2016-06-08",
  "3209 2015": "2015-07-23",
};

const ENTRY = /^(\d+)(\D+) (\d{4}) (\d{6}|-)$/;

export const abolishedCounties: readonly AbolishedCounty[] = Object.entries(ABOLISHED).flatMap(([parentCode, list]) =>
  list.split("; ").map((entry) => {
    const [, digits = "", name = "", year = "", successor = ""] = ENTRY.exec(entry) ?? [];
    if (name === "") throw new Error(`An abolished county has to be code, name, year and successor: ${entry}`);
    return {
      code: parentCode + digits,
      name,
      parentCode,
      validToOn: APPROVED_ON[`${parentCode} ${year}`] ?? `${year}-12-31`,
      successorCode: successor === "-" ? null : successor,
    };
  }),
);
