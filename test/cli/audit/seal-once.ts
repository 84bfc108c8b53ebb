import { loadSealKey } from "../../../cli/audit/seal-keys.ts";
import { openSealer } from "../../../cli/audit/sealer.ts";

// A process of its own, so that a test can kill it.
const { SEALER_URL: url = "", SEAL_KEY: key = "", ANCHOR: anchorFile = "" } = process.env;
const sealer = openSealer({ url, key: await loadSealKey("", key), anchorFile, everyMs: 60_000 });
await sealer.sealAll();
await sealer.close();
