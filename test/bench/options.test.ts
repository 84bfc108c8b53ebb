import { describe, expect, test } from "vitest";
import { readOptions, UsageError } from "../../bench/options.ts";

const titles = (...argv: string[]) => readOptions(argv).workloads.map(({ title }) => title);

describe("npm run bench", () => {
  test("measures one workload, and the flagship of many clerks unless told otherwise", () => {
    expect(titles()).toEqual(["One resident, a clerk of every county"]);
    expect(titles("--one-clerk")).toEqual(["One resident, one clerk"]);
    expect(titles("--question", "list")).toEqual(["A list of 20 residents, a clerk of every county"]);
    expect(titles("--workload", "router-alone")).toEqual(["The router alone"]);
    expect(titles("--workload", "gateways")).toEqual(["A deep list"]);
  });

  test("measures all of them in turn, each under a title of its own", () => {
    const all = titles("--all");
    expect(all).toEqual(expect.arrayContaining([...titles(), ...titles("--one-clerk"), "The router alone"]));
    expect(new Set(all).size).toBe(all.length);
  });

  test.each([
    [["--workload", "nothing"], /no workload nothing: --workload takes counter, router-alone, gateways/],
    [["--all", "--workload", "gateways"], /--all runs every workload/],
    [["--all", "--one-clerk"], /--one-clerk can be said of the workload counter alone/],
    [["--workload", "router-alone", "--question", "list"], /--question can be said of the workload counter alone/],
    [["--workload", "gateways", "--only", "hand_written"], /no contestant hand_written: --only takes hub_router/],
    [["--rounds", "none"], /--rounds takes a number above 0/],
    [["--nonsense"], /nonsense/],
  ])("refuses %j with one sentence", (argv, sentence) => {
    expect(() => readOptions(argv)).toThrow(UsageError);
    expect(() => readOptions(argv)).toThrow(sentence);
  });
});
