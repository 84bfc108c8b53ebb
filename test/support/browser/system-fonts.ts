import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { woffToSfnt } from "./woff.ts";

const WEIGHTS = ["400", "700"];
const FILE = "fonts.conf";

/**
 * Fonts a counter's machine has and a bare one lacks: the app ships none. They are put where the browser looks for the
 * system's, so that no policy of a page has to let a test's font in. `place` is where the folder will be.
 */
export async function installFonts(folder: string, place: string): Promise<void> {
  await mkdir(join(folder, "fonts/noto"), { recursive: true });
  for (const weight of WEIGHTS) {
    const name = `@fontsource/noto-sans-sc/files/noto-sans-sc-chinese-simplified-${weight}-normal.woff`;
    const woff = await readFile(fileURLToPath(import.meta.resolve(name)));
    await writeFile(join(folder, `fonts/noto/noto-sans-sc-${weight}.ttf`), woffToSfnt(woff));
  }
  await writeFile(join(folder, FILE), configuration(place));
}

/** What a browser's environment needs for them. */
export function fontSettings(folder: string): Record<string, string> {
  return { FONTCONFIG_FILE: join(folder, FILE) };
}

/** The package's files call themselves after the thinnest weight, whichever they hold. */
function configuration(place: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(place, "fonts")}</dir>
  <dir>/usr/share/fonts</dir>
  <match target="scan">
    <test name="family"><string>Noto Sans SC Thin</string></test>
    <edit name="family" mode="assign"><string>Noto Sans SC</string></edit>
  </match>
  <cachedir>${join(place, "fonts-cache")}</cachedir>
</fontconfig>
`;
}
