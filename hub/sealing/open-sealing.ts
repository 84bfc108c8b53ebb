import { join } from "node:path";
import { keepSession } from "../../subgraphs/shared/postgres/session.ts";
import type { Config } from "../config/config.ts";
import type { Installation } from "../installation.ts";
import type { Observers } from "../observers.ts";
import { requireKept, sealKeyIn } from "./lost-keys.ts";
import { loadSealKey, type SealKey } from "./seal-keys.ts";
import { openSealer, sealerLogin } from "./sealer.ts";

/** The sealer's login reads every record and adds seals. */
const urlOfSealer = ({ urlOf }: Installation) => urlOf("audit", "audit-sealer");

/** Seals the access record from now on, and once more when it is closed. */
export async function startSealer(
  config: Config,
  installation: Installation,
  { metrics, logger }: Observers,
): Promise<{ close(): Promise<void> }> {
  const sealer = openSealer({
    url: urlOfSealer(installation),
    key: await sealKeyOf(config, installation),
    anchorFile: anchorFileOf(config),
    everyMs: config.sealEverySeconds * 1000,
    onFault: (error, step) => logger.error({ step, error }, "access record not sealed"),
  });
  metrics.watchSealer(sealer.status);
  sealer.start();
  return sealer;
}

/** Reads and seals for one command. */
export async function openSealingTools(config: Config, installation: Installation) {
  const url = urlOfSealer(installation);
  const key = await sealKeyOf(config, installation);
  const sealer = openSealer({ url, key, anchorFile: anchorFileOf(config), everyMs: config.sealEverySeconds * 1000 });
  return { login: keepSession(sealerLogin(url)), key, sealer };
}

async function sealKeyOf(config: Config, installation: Installation): Promise<SealKey> {
  if (config.sealKey === null) await requireKept(sealKeyIn(config.dataFolder), urlOfSealer(installation));
  return loadSealKey(config.dataFolder, config.sealKey);
}

function anchorFileOf(config: Config): string {
  return config.anchorFile ?? join(config.dataFolder, "anchor.jsonl");
}
