#!/usr/bin/env node
// JavaScript, so that a Node too old to run the hub can still read this file and say so.
const NEEDED = [20, 19];
const found = process.versions.node.split(".").map(Number);

if (found[0] < NEEDED[0] || (found[0] === NEEDED[0] && found[1] < NEEDED[1])) {
  stop(`Onedoor needs Node ${NEEDED.join(".")} or later, and this is Node ${process.versions.node}.`);
}

const { fileURLToPath, pathToFileURL } = await import("node:url");
const { findProgram } = await import("./launch/find-program.mjs");
const { program, refusal } = findProgram(fileURLToPath(new URL("../", import.meta.url)));
if (refusal !== undefined) stop(refusal);
if (["start", "serve"].includes(process.argv[2])) {
  const { markInUse } = await import("./launch/in-use.mjs");
  markInUse(program);
}

// Frames of errors name our sources, not what was built of them.
process.setSourceMapsEnabled(true);
await import(pathToFileURL(program).href);

function stop(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(2);
}
