import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

export const root = resolve(import.meta.dirname, "../..");

/** A file of the repository, by its path from the top with `/`. */
export function readText(path: string): string {
  return readFileSync(join(root, path), "utf8");
}

export function hasFile(path: string): boolean {
  return existsSync(join(root, path));
}

/** Every file that git would take, without git: a downloaded archive has none. */
export function listFiles(): string[] {
  const isIgnored = ignoredBy(readText(".gitignore"));
  const below = (folder: string): string[] =>
    readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (entry.name === ".git" || isIgnored(path, entry.isDirectory())) return [];
      if (entry.isDirectory()) return below(path);
      return entry.isFile() ? [path] : [];
    });
  return below("").sort();
}

const TEXT =
  /\.(ts|tsx|js|mjs|cjs|graphql|sql|md|json|ya?ml|css|html|sh|csv|xml|example)$|(^|\/)[^./]+$|(^|\/)\.[^/]+$/;

/** The text files among them, with what is in them. */
export function listTexts(): { path: string; text: string }[] {
  return listFiles()
    .filter((path) => TEXT.test(path))
    .map((path) => ({ path, text: readText(path) }));
}

/** The folder of each department. */
export function listDepartments(): string[] {
  return readdirSync(join(root, "subgraphs"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== "shared")
    .map((entry) => entry.name)
    .sort();
}

/** Understands the plain lines this project's .gitignore is made of, and refuses others. */
export function ignoredBy(gitignore: string): (path: string, isFolder: boolean) => boolean {
  const lines = gitignore.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  const rules = lines.map((line) => {
    if (/[!?[\]\\]|\*\*/.test(line)) throw new Error(`.gitignore: only plain names and * are understood, not ${line}`);
    const name = line.replace(/^\/|\/$/g, "");
    const anchored = name.includes("/") || line.startsWith("/");
    const pattern = name.replace(/[.+^$(){}|]/g, "\\$&").replaceAll("*", "[^/]*");
    return { pattern: new RegExp(`${anchored ? "^" : "(^|/)"}${pattern}$`), foldersOnly: line.endsWith("/") };
  });
  return (path, isFolder) => rules.some((rule) => (isFolder || !rule.foldersOnly) && rule.pattern.test(path));
}
