import type { Issuer } from "./callers/issuer.ts";
import { hubCommand, hubCommandOf, type RunningServer, runToEnd, startServer } from "./child.ts";
import type { Ground } from "./contestants.ts";
import { ASKED_DEPARTMENTS } from "./asked-departments.ts";
import type { Home } from "./home.ts";

/** Fills the database and starts the hub in one process, on which all contestants lean. */
export async function openGround(
  home: Home,
  issuer: Issuer | null,
  residents: number,
  checkout: string | null = null,
): Promise<Ground> {
  const command = (...words: string[]) => (checkout === null ? hubCommand(...words) : hubCommandOf(checkout, ...words));
  const words = command("seed", "--residents", String(residents), "--seed", "1");
  await runToEnd(home, { name: "hub seed", words });
  const hub = await startServer(home, { name: "hub start", words: command("start") });
  const started = new Map<string, Promise<readonly RunningServer[]>>();
  return {
    home,
    hub,
    issuer:
      issuer === null
        ? { name: "onedoor", jwksUrl: new URL("/.well-known/jwks.json", hub.url).href }
        : { name: issuer.name, jwksUrl: issuer.jwksUrl },
    departments(trust) {
      const known = started.get(trust) ?? startDepartments(home, trust);
      started.set(trust, known);
      return known;
    },
  };
}

function startDepartments(home: Home, trust: string): Promise<readonly RunningServer[]> {
  return Promise.all(
    ASKED_DEPARTMENTS.map((name) =>
      startServer(home, {
        name: `hub serve ${name} --trust ${trust}`,
        words: hubCommand("serve", name, "--port", "0", "--trust", trust),
      }),
    ),
  );
}
