import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { watchedEvents } from "../../../hub/events/watched-events.ts";
import { createMetrics } from "../../../router/telemetry/metrics.ts";
import { readText } from "../../repository/tree.ts";
import { openHub, type TestHub } from "../../support/hub.ts";
import { withSealer } from "../../support/sealer.ts";

interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly targets?: { readonly expr: string }[];
}

interface Dashboard {
  readonly panels: Panel[];
  readonly templating: { readonly list: { readonly query: string | { readonly query: string } }[] };
}

interface Rules {
  readonly groups: {
    readonly rules: {
      readonly alert: string;
      readonly expr: string;
      readonly labels: { readonly severity: string };
      readonly annotations: { readonly summary: string; readonly runbook: string };
    }[];
  }[];
}

const dashboard = JSON.parse(readText("deploy/grafana/onedoor.json")) as Dashboard;
const alerts = (parse(readText("deploy/prometheus/alerts.yaml")) as Rules).groups.flatMap(({ rules }) => rules);
const runbook = readText("docs/how-to/alerts.md");

const panels = dashboard.panels.filter(({ type }) => type !== "row");
const asked = [
  ...panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => ({ where: title, expr }))),
  ...dashboard.templating.list.flatMap(({ query }) =>
    typeof query === "string" ? [] : [{ where: "variable", expr: query.query }],
  ),
  ...alerts.map(({ alert, expr }) => ({ where: alert, expr })),
];

/** Metrics an expression names; `up` is Prometheus's own. */
function metricsIn(expr: string): string[] {
  return [...new Set(expr.match(/\b(?:onedoor|nodejs|process)_\w+/g))];
}

/** The samples of a hub that nobody has asked anything yet: what only appears later would leave an alert blind. */
let samples: string[];
let hub: TestHub;

beforeAll(async () => {
  hub = await openHub();
  const text = await (await fetch(`${hub.url}/metrics`)).text();
  const metrics = createMetrics();
  // They run beside a hub, and not in one of the tests'.
  await withSealer(hub.urlFor, async (sealer) => metrics.watchSealer(sealer.status));
  metrics.watchEvents(watchedEvents(["grid"]));
  const all = [text, await metrics.text()].flatMap((one) => one.split("\n"));
  samples = all.filter((line) => line !== "" && !line.startsWith("#"));
});

afterAll(() => hub.close());

test("there are panels and alerts to look at", () => {
  expect([panels.length > 20, alerts.length > 10, asked.length > 40]).toEqual([true, true, true]);
});

describe("a metric that the dashboard or an alert asks for", () => {
  test.each(asked)("$where: $expr", ({ expr }) => {
    const names = metricsIn(expr);
    if (names.length === 0) expect(expr).toMatch(/^up\b/);
    const exported = new Set(samples.map((line) => /^\w+/.exec(line)?.[0]));
    expect(names.filter((name) => !exported.has(name))).toEqual([]);
  });

  test.each(asked)("has the labels it is chosen by: $where: $expr", ({ expr }) => {
    // Prometheus adds these two when it scrapes.
    const added = new Set(["instance", "job"]);
    const choices = [...expr.matchAll(/\b(\w+)\{([^}]*)\}/g)].flatMap(([, name = "", inner = ""]) =>
      [...inner.matchAll(/(\w+)="([^"]*)"/g)]
        .filter(([, label = ""]) => !added.has(label))
        .map(([choice]) => ({ name, choice })),
    );
    const missing = choices.filter(({ name, choice }) => {
      return !samples.some((line) => line.startsWith(`${name}{`) && line.includes(choice));
    });
    expect(missing).toEqual([]);
  });

  test("is each of ours: what nobody looks at need not be counted", () => {
    const bases = new Set(samples.flatMap((line) => /^onedoor_\w+?(?=(?:_bucket|_sum|_count)?[{ ])/.exec(line) ?? []));
    const used = asked.flatMap(({ expr }) => metricsIn(expr));
    const unused = [...bases].filter(
      (base) => !used.some((name) => name.replace(/_(?:bucket|sum|count)$/, "") === base),
    );
    expect(bases.size).toBeGreaterThan(15);
    expect(unused).toEqual([]);
  });
});

describe("a panel", () => {
  test.each(panels)("$title says what it shows", ({ description = "", targets = [] }) => {
    expect(description.length).toBeGreaterThan(3);
    expect(targets.length).toBeGreaterThan(0);
  });

  test("has a number of its own", () => {
    expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
  });
});

describe("an alert", () => {
  test("has its page in docs/how-to/alerts.md, and every page there its alert", () => {
    const headings = [...runbook.matchAll(/^## (\w+)$/gm)].map(([, name]) => name);
    expect(headings.sort()).toEqual(alerts.map(({ alert }) => alert).sort());
  });

  test.each(alerts)("$alert says how grave it is, what is the matter and where to read on", (alert) => {
    expect(["critical", "warning"]).toContain(alert.labels.severity);
    expect(alert.annotations.summary).toMatch(/\S{3}/);
    expect(alert.annotations.runbook).toBe(`docs/how-to/alerts.md#${alert.alert.toLowerCase()}`);
  });

  test("page leads to pages that are there", () => {
    const targets = [...runbook.matchAll(/\]\(#(\w+)\)/g)].map(([, target]) => target);
    const pages = new Set(alerts.map(({ alert }) => alert.toLowerCase()));
    expect(targets.filter((target) => !pages.has(target ?? ""))).toEqual([]);
  });
});
