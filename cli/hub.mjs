#!/usr/bin/env node
// JavaScript, so that a Node too old to run the hub can still read this file and say so.
const NEEDED = [20, 19];
const found = process.versions.node.split(".").map(Number);

if (found[0] < NEEDED[0] || (found[0] === NEEDED[0] && found[1] < NEEDED[1])) {
  stop(`Onedoor needs Node ${NEEDED.join(".")} or later, and this is Node ${process.versions.node}.`);
}

const { register } = await import("tsx/esm/api").catch((error) => {
  if (error.code !== "ERR_MODULE_NOT_FOUND") throw error;
  stop("Onedoor's packages are not installed: run `npm ci` in its folder first.");
});

// Without this, tsx would obey a tsconfig.json in whatever folder the command is run from.
register({ tsconfig: false });
await import("./hub.ts");

function stop(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(2);
}
