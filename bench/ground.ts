import type { Issuer } from "./callers/issuer.ts";
import { hubCommandOf, OWN_CHECKOUT, type RunningServer, runToEnd, startServer } from "./child.ts";
import { ASKED_DEPARTMENTS } from "./asked-departments.ts";
import type { Settings } from "./contestants/settings.ts";
import { addressSettings, readSupergraph } from "./contestants/supergraph.ts";
import type { Home } from "./home.ts";

/** Whom a department that runs alone believes. */
export type Trust = "signed" | "token";

/** What the hub's contestants run on; each part is started when the first contestant asks for it. */
export interface Ground {
  readonly home: Home;
  /** The folder of the hub that it is. */
  readonly checkout: string;
  readonly hub: RunningServer;
  /** Whose tokens the callers carry. */
  readonly issuer: Settings["issuer"];
  departments(trust: Trust): Promise<readonly RunningServer[]>;
}

/** Fills the database and starts the hub in one process, on which all contestants lean. */
export async function openGround(
  home: Home,
  issuer: Issuer | null,
  residents: number,
  checkout = OWN_CHECKOUT,
): Promise<Ground> {
  const command = (...words: string[]) => hubCommandOf(checkout, ...words);
  const words = command("seed", "--residents", String(residents), "--seed", "1");
  await runToEnd(home, { name: "hub seed", words });
  const hub = await startServer(home, { name: "hub start", words: command("start") });
  const started = new Map<string, Promise<readonly RunningServer[]>>();
  return {
    home,
    checkout,
    hub,
    issuer:
      issuer === null
        ? { name: "onedoor", jwksUrl: new URL("/.well-known/jwks.json", hub.url).href }
        : { name: issuer.name, jwksUrl: issuer.jwksUrl },
    departments(trust) {
      const known = started.get(trust) ?? startDepartments(home, checkout, trust);
      started.set(trust, known);
      return known;
    },
  };
}

function startDepartments(home: Home, checkout: string, trust: Trust): Promise<readonly RunningServer[]> {
  // Nobody moves meanwhile, so nobody is told.
  const environment = addressSettings(readSupergraph(checkout), {});
  return Promise.all(
    ASKED_DEPARTMENTS.map((name) =>
      startServer(home, {
        name: `hub serve ${name} --trust ${trust}`,
        words: hubCommandOf(checkout, "serve", name, "--port", "0", "--trust", trust),
        environment,
      }),
    ),
  );
}
