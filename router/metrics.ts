import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import type { Outcome } from "./answer.ts";

/** What the operator sees at /metrics. No label holds a person, an account, a scope or a document. */
export interface Metrics {
  observeRequest(outcome: Outcome["kind"] | "failed" | "shed", seconds: number): void;
  observeCall(department: string, outcome: "answered" | "failed", seconds: number): void;
  watchDepartment(department: string, isOpen: () => boolean): void;
  watchRequests(underWay: () => number): void;
  countReload(outcome: "loaded" | "refused"): void;
  readonly contentType: string;
  text(): Promise<string>;
}

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const requests = new Histogram({
    name: "onedoor_request_seconds",
    help: "GraphQL requests, by how they ended",
    labelNames: ["outcome"],
    buckets: SECONDS,
    registers,
  });
  const calls = new Histogram({
    name: "onedoor_department_call_seconds",
    help: "Calls to departments, by how they ended",
    labelNames: ["department", "outcome"],
    buckets: SECONDS,
    registers,
  });
  const reloads = new Counter({
    name: "onedoor_supergraph_reloads_total",
    help: "Supergraphs loaded while running, or refused with the last good one kept",
    labelNames: ["outcome"],
    registers,
  });
  const departments = new Map<string, () => boolean>();
  new Gauge({
    name: "onedoor_department_circuit_open",
    help: "1 while a department is left alone after failures in a row",
    labelNames: ["department"],
    registers,
    collect() {
      for (const [department, isOpen] of departments) this.set({ department }, isOpen() ? 1 : 0);
    },
  });
  return {
    observeRequest: (outcome, seconds) => requests.observe({ outcome }, seconds),
    observeCall: (department, outcome, seconds) => calls.observe({ department, outcome }, seconds),
    watchDepartment(department, isOpen) {
      departments.set(department, isOpen);
    },
    watchRequests(underWay) {
      new Gauge({
        name: "onedoor_requests_under_way",
        help: "GraphQL requests being answered now",
        registers,
        collect() {
          this.set(underWay());
        },
      });
    },
    countReload: (outcome) => reloads.inc({ outcome }),
    contentType: registry.contentType,
    text: () => registry.metrics(),
  };
}
