const DEPARTMENT = "^subgraphs/(?!shared/)([^/]+)/";
const SHARED = "^subgraphs/shared/";
const ROWS = "^subgraphs/(?!shared/)([^/]+)/rows\\.ts$";
const ROW_DESCRIPTIONS = "^subgraphs/shared/rows/";
const DEPARTMENT_LIST = "^subgraphs/index\\.ts$";
const OUR_CODE = "^(router|subgraphs|schema|hub|seed|migrations|test|cli|web|bench|\\.ci)/";
const SERVER = "^(router|subgraphs|schema|hub|seed|cli)/";
// Also matches a name that did not resolve, so that a missing install cannot open the gate.
const SQL = "(^|/node_modules/|^node_modules/)(drizzle-orm|postgres)(/|$)";

/** The steps of a request, and those each of them may reach (docs/architecture.md has the same table). */
const STEPS = {
  http: ["answer", "viewer", "operation", "telemetry"],
  answer: ["supergraph", "permissions", "plan", "departments", "operation", "telemetry"],
  supergraph: ["plan", "permissions", "departments"],
  viewer: ["departments"],
  permissions: ["departments"],
  plan: ["departments", "operation"],
  departments: ["telemetry"],
  operation: [],
  telemetry: [],
};

/** Closed unless opened: of our own code, `from` reaches what is listed and nothing else. */
function only(name, comment, from, allowed) {
  return { name, comment, severity: "error", from: { path: from }, to: { path: OUR_CODE, pathNot: allowed } };
}

/** Types may be named, since they are gone when the code runs; values may not be reached. */
function never(name, comment, from, to) {
  return { name, comment, severity: "error", from: { path: from }, to: { dependencyTypesNot: ["type-only"], ...to } };
}

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    only("router-sees-no-department", "The router knows departments by their list only.", "^router/", [
      "^router/",
      "^schema/",
      SHARED,
      DEPARTMENT_LIST,
    ]),
    ...Object.entries(STEPS).map(([step, below]) => ({
      name: `router-${step}-looks-down`,
      comment: "A request goes down the steps and never back up.",
      severity: "error",
      from: { path: `^router/${step}/` },
      to: { path: "^router/", pathNot: [step, ...below].map((name) => `^router/${name}/`) },
    })),
    only("department-sees-no-other", "Reach another department's data through the graph.", DEPARTMENT, [
      "^subgraphs/$1/",
      SHARED,
      "^schema/scopes\\.ts$",
    ]),
    only("department-list-joins-only", "The list names each department's index.ts.", DEPARTMENT_LIST, [
      "^subgraphs/[^/]+/index\\.ts$",
      SHARED,
    ]),
    only("rows-know-their-tables", "A description of rows stands beside the tables it describes.", ROWS, [
      "^subgraphs/$1/tables[a-z-]*\\.ts$",
      SHARED,
    ]),
    {
      name: "rows-are-not-served",
      comment: "Descriptions of rows are for the seed and for tests: no process that serves loads them.",
      severity: "error",
      from: { path: "^(router|subgraphs|schema|hub|cli)/", pathNot: [ROWS, ROW_DESCRIPTIONS] },
      to: { path: [ROWS, ROW_DESCRIPTIONS] },
    },
    only("shared-knows-nobody", "What any department may use cannot know one of them.", SHARED, [SHARED]),
    only("schema-sees-no-server", "The contract stands below what runs.", "^schema/", ["^schema/", SHARED]),
    only(
      "hub-sees-no-department",
      "A running hub is put together from the router and the departments' list.",
      "^hub/",
      ["^hub/", "^router/", "^schema/", SHARED, DEPARTMENT_LIST],
    ),
    only("seed-sees-no-router", "Made-up people are written where a hub keeps them.", "^seed/", [
      "^seed/",
      "^hub/",
      SHARED,
      DEPARTMENT_LIST,
      ROWS,
    ]),
    only("cli-sees-no-department", "Commands start what the hub is put together from.", "^cli/", [
      "^cli/",
      "^hub/",
      "^seed/",
      "^router/",
      "^schema/",
      SHARED,
      DEPARTMENT_LIST,
    ]),
    only(
      "web-knows-the-contract-only",
      "The web app knows the API schema, HTTP, and how accounts are filed.",
      "^web/",
      [
        "^web/",
        "^schema/api\\.graphql$",
        // Read by the command and the page: one file must not be two.
        "^schema/account-(file|words)\\.ts$",
      ],
    ),
    only("bench-knows-the-contract-only", "The benchmark measures from outside.", "^bench/(?!inside/)", [
      "^bench/",
      "^schema/api\\.graphql$",
    ]),
    only(
      "bench-inside-starts-the-hub",
      "What no command may start is put together as commands do it.",
      "^bench/inside/",
      ["^hub/", "^router/"],
    ),
    {
      name: "resolvers-run-no-sql",
      comment: "Resolvers use the loaders of the context.",
      severity: "error",
      from: { path: `${DEPARTMENT}[a-z-]*resolvers[a-z-]*\\.ts$` },
      to: { path: SQL },
    },
    never(
      "resolvers-take-loaders-from-context",
      "A loader made by a resolver would miss the request's batch and cache.",
      `${DEPARTMENT}[a-z-]*resolvers[a-z-]*\\.ts$`,
      { path: `${DEPARTMENT}[a-z-]*(loaders|tables)[a-z-]*\\.ts$` },
    ),
    never(
      "policies-run-no-query",
      "A policy is a condition; loaders run it.",
      `${DEPARTMENT}[a-z-]*policies[a-z-]*\\.ts$`,
      {
        path: "(^|/node_modules/|^node_modules/)postgres(/|$)|^subgraphs/shared/database\\.ts$",
      },
    ),
    never(
      "one-way-to-the-database",
      "Connections are opened in one place, which proves whose each answer is (docs/adr/0050).",
      "^(router|subgraphs|schema|hub|seed|cli)/(?!shared/postgres/connection\\.ts$)",
      { path: "(^|/node_modules/|^node_modules/)(postgres|pg|drizzle-orm/(postgres-js|node-postgres))(/|$)" },
    ),
    never("no-circle", "Two modules that need each other are one module.", OUR_CODE, { circular: true }),
    {
      name: "no-unresolved",
      comment: "An import that leads nowhere.",
      severity: "error",
      from: { path: OUR_CODE, pathNot: "^bench/" },
      // The build makes what begins so (web/build/).
      to: { couldNotResolve: true, pathNot: "^virtual:" },
    },
    {
      name: "no-unlisted-package",
      comment: "Name every imported package in package.json.",
      severity: "error",
      from: { path: OUR_CODE, pathNot: "^bench/" },
      to: { dependencyTypes: ["npm-no-pkg", "npm-unknown"] },
    },
    never("no-dev-package-in-server", "Development packages are absent where the hub runs.", SERVER, {
      dependencyTypes: ["npm-dev"],
    }),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)(dist|coverage|\\.data|web/generated)/" },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["types", "import", "node", "default"] },
  },
};
