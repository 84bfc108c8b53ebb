// JavaScript, so that whatever is missing can be said before TypeScript can be read.
const { register } = await import("tsx/esm/api").catch((error) => {
  if (error.code !== "ERR_MODULE_NOT_FOUND") throw error;
  process.stderr.write("Onedoor's packages are not installed: run `npm ci` in its folder first.\n");
  process.exit(2);
});

register({ tsconfig: false });
const { bench } = await import("./bench.ts");
process.exitCode = await bench(process.argv.slice(2));
