import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const PACKABLE = /\.(?:js|css|svg|json|ttf|txt)$/;
/** Below it a file fits into one packet with its headers. */
const LEAST_BYTES = 1024;
/** Of 100 bytes saved, one must be left for the trouble of unpacking. */
const MOST_PART = 0.95;

// The best quality, 11, takes ten times as long for a twentieth less, and somebody waits for the first start.
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };

const brotliAside = promisify(brotliCompress);
const gzipAside = promisify<Buffer, { level: number }, Buffer>(gzip);

/** Puts a packed form beside each file that becomes smaller, once, so that no request waits for it. */
export async function packFiles(folder: string): Promise<void> {
  const names = await readdir(folder, { recursive: true });
  await Promise.all(names.filter((name) => PACKABLE.test(name)).map((name) => packFile(join(folder, name))));
}

async function packFile(path: string): Promise<void> {
  const bytes = await readFile(path);
  if (bytes.length < LEAST_BYTES) return;
  const packed = { br: await brotliAside(bytes, BROTLI), gz: await gzipAside(bytes, { level: 9 }) };
  for (const [ending, content] of Object.entries(packed)) {
    if (content.length < bytes.length * MOST_PART) await writeFile(`${path}.${ending}`, content);
  }
}
