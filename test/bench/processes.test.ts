import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, test } from "vitest";
import { cpuTimeOf, cpuTimeOfEnded, familiesOf, memoryOf, nameOf, residentOf } from "../../bench/processes.ts";

const onLinux = test.runIf(process.platform === "linux");

describe("what the benchmark reads of processes", () => {
  onLinux("holds their children, and not those that count elsewhere", async () => {
    const child = spawn(process.execPath, ["-e", "process.stdout.write('up'); setTimeout(() => {}, 60000)"]);
    await once(child.stdout, "data");
    const pid = child.pid ?? 0;
    try {
      expect(familiesOf([process.pid])).toContain(pid);
      expect(familiesOf([process.pid], [pid])).not.toContain(pid);
      expect(cpuTimeOf([pid])).toBeGreaterThan(0);
      const [one, both] = [memoryOf([pid]) ?? 0, memoryOf([pid, process.pid]) ?? 0];
      expect(one).toBeGreaterThan(10_000_000);
      expect(both).toBeGreaterThan(one);
      expect(nameOf(pid)).toBe("node");
      expect(residentOf([pid, process.pid]) ?? 0).toBeGreaterThan(both);
      // Both map Node's program, and it is in memory once.
      expect(both).toBeLessThan(one + (memoryOf([process.pid]) ?? 0));
    } finally {
      child.kill("SIGKILL");
    }
  });

  onLinux("counts a process that has ended once, with the one that had started it", async () => {
    const [before, ended] = [cpuTimeOf([process.pid]) ?? 0, cpuTimeOfEnded() ?? 0];
    const child = spawn(process.execPath, ["-e", "for (const from = Date.now(); Date.now() - from < 200;);"]);
    await once(child, "exit");
    const spent = (cpuTimeOfEnded() ?? 0) - ended;
    expect(spent).toBeGreaterThan(50_000);
    expect((cpuTimeOf([process.pid]) ?? 0) - before).toBeGreaterThanOrEqual(spent);
  });

  test("is null of a process that is not there", () => {
    expect(cpuTimeOf([2 ** 30])).toBeNull();
    expect(memoryOf([2 ** 30])).toBeNull();
    expect(residentOf([2 ** 30])).toBeNull();
    expect(nameOf(2 ** 30)).toBe("");
  });
});
