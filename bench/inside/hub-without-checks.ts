// The hub of `npm start` with everything permitted, nothing masked and nobody recorded: what those three cost. It lives
// here so that no command of the hub can ever start it; it reads the benchmark's own synthetic database and no other.
import { loadConfig } from "../../hub/config/load-config.ts";
import { openInstallation } from "../../hub/installation.ts";
import { openObservers } from "../../hub/observers.ts";
import { openPublishedOperations } from "../../hub/published-operations.ts";
import { readRootFile } from "../../hub/installed-files.ts";
import { loadOwnSubgraphs, openTransports } from "../../hub/open-departments.ts";
import { openIssuerKeys } from "../../hub/keys/issuer-keys.ts";
import { tokenReaderOf } from "../../hub/sign-in/token-trust.ts";
import { startRouter } from "../../router/main.ts";
import { allPermittedReader } from "../../router/viewer/without-permissions.ts";

const config = loadConfig();
const installation = await openInstallation(config);
const observers = await openObservers(config, "onedoor-bench");
const { transports } = openTransports(config, installation, await loadOwnSubgraphs(config), observers);
const { grants, fieldKey } = await allPermittedReader.read(undefined, undefined);
const issuerKeys = openIssuerKeys(config.dataFolder);
const tokens = tokenReaderOf(config, issuerKeys, null);

type Viewer = Awaited<ReturnType<typeof tokens.read>>;
const opened = new WeakMap<Viewer, Viewer>();

function open(viewer: Viewer): Viewer {
  const everything = { ...viewer, grants, fieldKey };
  opened.set(viewer, everything);
  return everything;
}

const router = await startRouter({
  supergraph: readRootFile("schema/supergraph.graphql"),
  transports,
  recorder: { enter: async () => undefined },
  tokens: {
    async read(...asked) {
      const viewer = await tokens.read(...asked);
      return opened.get(viewer) ?? open(viewer);
    },
  },
  jwks: issuerKeys.jwks,
  documents: openPublishedOperations(config),
  limits: config.limits,
  ...observers,
  host: config.host,
  port: config.port,
});
process.stderr.write(`hub without checks answers at ${router.url}/graphql\n`);
