import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import woff2 from "wawoff2";

const FILE = "fonts.conf";

/**
 * Fonts a counter's machine has and a bare one lacks: the app ships none. They are put where the browser looks for the
 * system's, so that no policy of a page has to let a test's font in. `place` is where the folder will be.
 */
export async function installFonts(folder: string, place: string): Promise<void> {
  await mkdir(join(folder, "fonts/noto"), { recursive: true });
  const files = join(
    dirname(fileURLToPath(import.meta.resolve("@fontsource-variable/noto-sans-sc/package.json"))),
    "files",
  );
  for (const name of await readdir(files)) {
    // The browser reads no WOFF 2 as a font of the system.
    const font = await woff2.decompress(await readFile(join(files, name)));
    await writeFile(join(folder, "fonts/noto", name.replace(/woff2$/, "ttf")), font);
  }
  await writeFile(join(folder, FILE), configuration(place));
}

/** What a browser's environment needs for them. */
export function fontSettings(folder: string): Record<string, string> {
  return { FONTCONFIG_FILE: join(folder, FILE) };
}

/** The package's files call themselves after the thinnest weight, though each holds all of them. */
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
