import { loadSealKey } from "../../../hub/sealing/seal-keys.ts";
import { openSealer } from "../../../hub/sealing/sealer.ts";

// A process of its own, so that a test can kill it.
const { SEALER_URL: url = "", SEAL_KEY: key = "", ANCHOR: anchorFile = "" } = process.env;
const sealer = openSealer({ url, key: await loadSealKey("", key), anchorFile, everyMs: 60_000 });
await sealer.sealAll();
await sealer.close();
