// JavaScript, so that whatever is missing can be said before TypeScript can be read.
const { register } = await import("tsx/esm/api").catch((error) => {
  if (error.code !== "ERR_MODULE_NOT_FOUND") throw error;
  process.stderr.write("Onedoor's packages are not installed: run `npm ci` in its folder first.\n");
  process.exit(2);
});

register({ tsconfig: false });
const words = process.argv.slice(2);
if (words[0] === "--starts") {
  const { starts } = await import("./starts.ts");
  process.exitCode = await starts();
} else {
  const { bench } = await import("./bench.ts");
  process.exitCode = await bench(words);
}
