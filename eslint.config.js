import graphql from "@graphql-eslint/eslint-plugin";
import { defineConfig, globalIgnores } from "eslint/config";
import reactHooks from "eslint-plugin-react-hooks";
import regexp from "eslint-plugin-regexp";
import tseslint from "typescript-eslint";

const notes = {
  meta: { type: "problem", schema: [] },
  create(context) {
    return {
      Program(program) {
        for (const comment of program.comments ?? []) {
          const text = comment.value;
          if (/\bFIXME\b/.test(text)) context.report({ loc: comment.loc, message: "Mend what FIXME stands for." });
          if (/\bTODO\b(?!\(#\d+\): )/.test(text)) {
            context.report({ loc: comment.loc, message: "Write `TODO(#123): what is left`, with the issue's number." });
          }
        }
      },
    };
  },
};

const DEFAULT_EXPORT = {
  selector: "ExportDefaultDeclaration, ExportSpecifier[exported.name='default']",
  message: "Export by name, so that a thing is called the same everywhere.",
};
const ENVIRONMENT = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: "Settings are read in hub/config/config.ts and passed as arguments.",
};
const ELASTIC_LICENCE = {
  group: ["@apollo/gateway", "@apollo/composition", "@apollo/query-planner"],
  message: "Its licence (Elastic 2.0) forbids offering the hub as a service.",
};
const SQL = { group: ["drizzle-orm", "drizzle-orm/*", "postgres"], message: "Use a loader of the context." };
const SERVER_CODE = {
  group: [
    "**/router/**",
    "**/subgraphs/**",
    "**/hub/**",
    "**/seed/**",
    "**/cli/**",
    "**/schema/*.ts",
    "!**/schema/account-file.ts",
  ],
  message: "Only schema/api.graphql, HTTP and the form of account files are known outside the server.",
};
// A pattern whose time grows faster than its text lets a text stop the hub, and a useless part hides what the pattern says.
const EXPRESSIONS = Object.fromEntries(
  [
    "no-super-linear-backtracking",
    "no-super-linear-move",
    "no-contradiction-with-assertion",
    "no-dupe-characters-character-class",
    "no-dupe-disjunctions",
    "no-misleading-capturing-group",
    "no-trivially-nested-assertion",
    "no-trivially-nested-quantifier",
    "no-useless-assertions",
    "no-useless-backreference",
    "no-useless-character-class",
    "no-useless-escape",
    "no-useless-flag",
    "no-useless-lazy",
    "no-useless-non-capturing-group",
    "no-useless-quantifier",
    "no-useless-range",
    "no-useless-two-nums-quantifier",
    "optimal-quantifier-concatenation",
  ].map((rule) => [`regexp/${rule}`, "error"]),
);
// Query and Mutation are every API's; their fields are what needs words.
const DESCRIBED = {
  types: true,
  DirectiveDefinition: true,
  ignoredSelectors: ["ObjectTypeDefinition[name.value=/^(Query|Mutation)$/]"],
};
const imports = (...patterns) => ["error", { patterns: [ELASTIC_LICENCE, ...patterns] }];

export default defineConfig(
  globalIgnores([
    "**/dist/",
    "web/generated/",
    "coverage/",
    ".data/",
    "schema/supergraph.graphql",
    "subgraphs/shared/federation.graphql",
  ]),
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  {
    files: ["**/*.{ts,tsx,js,mjs,cjs}"],
    plugins: { onedoor: { rules: { notes } }, regexp },
    rules: {
      "onedoor/notes": "error",
      ...EXPRESSIONS,
      "max-lines": ["error", 300],
      // `== null` asks for null and undefined at once, which is what an argument left out and one given as null are.
      eqeqeq: ["error", "always", { null: "ignore" }],
      "no-restricted-imports": imports(),
    },
  },
  {
    // Tests match the repository's own texts.
    files: ["test/**/*.ts"],
    rules: { "regexp/no-super-linear-backtracking": "off", "regexp/no-super-linear-move": "off" },
  },
  {
    files: ["**/*.{ts,tsx}"],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "no-restricted-syntax": ["error", DEFAULT_EXPORT],
      "@typescript-eslint/no-floating-promises": ["error", { ignoreVoid: false }],
      "@typescript-eslint/no-import-type-side-effects": "error",
      // Our interfaces are filled by closures, not classes: their methods have no `this` to lose.
      "@typescript-eslint/unbound-method": "off",
      // `return answer(response)` ends a request handler in one line, and says that nothing follows.
      "@typescript-eslint/no-confusing-void-expression": "off",
      // The compiler already refuses a string that graphql's enums do not have.
      "@typescript-eslint/no-unsafe-enum-comparison": "off",
      // Code points are the unit wanted for Chinese names and for the limits on text.
      "@typescript-eslint/no-misused-spread": ["error", { allow: ["string"] }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // An async function without await is how a thrown error becomes a rejection.
      "@typescript-eslint/require-await": "off",
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
    },
  },
  {
    files: ["{router,subgraphs,schema,hub,seed,cli}/**/*.ts"],
    // Beside the settings themselves, only what a child process inherits from its parent.
    ignores: ["hub/config/config.ts", "hub/postgres/run-program.ts"],
    rules: { "no-restricted-syntax": ["error", DEFAULT_EXPORT, ENVIRONMENT] },
  },
  { files: ["{router,subgraphs,schema}/**/*.ts"], rules: { "no-console": "error" } },
  { files: ["subgraphs/*/*resolvers*.ts"], rules: { "no-restricted-imports": imports(SQL) } },
  {
    files: ["{web,bench}/**/*.{ts,tsx,mjs}"],
    // What the benchmark starts of the hub that no command may start.
    ignores: ["bench/inside/**"],
    rules: { "no-restricted-imports": imports(SERVER_CODE) },
  },
  { files: ["web/**/*.{ts,tsx}"], extends: [reactHooks.configs.flat["recommended-latest"]] },
  // It follows the types of the editor's state round and round, and never ends.
  { files: ["web/explorer/**"], rules: { "@typescript-eslint/no-unsafe-class-instance-assignment": "off" } },
  // Tools that read a configuration file ask for its default export.
  { files: ["*.config.ts", "web/*.config.ts"], rules: { "no-restricted-syntax": "off" } },
  // The peers of a benchmark are installed by bench/package.json only: their types cannot be relied on here.
  { files: ["bench/**/*.ts"], extends: [tseslint.configs.disableTypeChecked] },
  // The one place where they are measured against, and never shipped.
  { files: ["bench/contestants/*.ts"], rules: { "no-restricted-imports": "off" } },
  {
    files: ["subgraphs/**/*.graphql", "schema/api.graphql"],
    languageOptions: { parser: graphql.parser },
    plugins: { "@graphql-eslint": graphql, onedoor: { rules: { notes } } },
    rules: {
      "onedoor/notes": "error",
      "@graphql-eslint/no-hashtag-description": "error",
      "@graphql-eslint/require-deprecation-reason": "error",
      "@graphql-eslint/unique-enum-value-names": "error",
      "@graphql-eslint/input-name": ["error", { checkInputType: true, caseSensitiveInputType: false }],
      "@graphql-eslint/require-description": ["error", DESCRIBED],
      "@graphql-eslint/naming-convention": ["error", namingConvention()],
    },
  },
  // A comment above `extend schema` has no description to be: an extension cannot carry one.
  { files: ["subgraphs/shared/prelude.graphql"], rules: { "@graphql-eslint/no-hashtag-description": "off" } },
);

/** The rules of names that can be read off the SDL alone. */
function namingConvention() {
  const isBoolean = { style: "camelCase", requiredPattern: /^(is|has|can)/ };
  const isDay = { style: "camelCase", requiredPattern: /On$/ };
  // `asOf`: how old the data of systems elsewhere are, under one name everywhere.
  const isInstant = { style: "camelCase", requiredPattern: /At$|^asOf$/ };
  const ofType = (kind, type, rule) => ({
    [`${kind}[gqlType.name.value=${type}]`]: rule,
    [`${kind}[gqlType.gqlType.name.value=${type}]`]: rule,
  });
  return {
    types: "PascalCase",
    EnumValueDefinition: "UPPER_CASE",
    FieldDefinition: { style: "camelCase", forbiddenPrefixes: ["get", "list"] },
    InputValueDefinition: "camelCase",
    Argument: "camelCase",
    DirectiveDefinition: "camelCase",
    ...ofType("FieldDefinition", "Boolean", isBoolean),
    ...ofType("FieldDefinition", "Date", isDay),
    ...ofType("FieldDefinition", "DateTime", isInstant),
    ...ofType("InputValueDefinition", "Date", isDay),
    ...ofType("InputValueDefinition", "DateTime", isInstant),
  };
}
