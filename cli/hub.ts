import { runCommandLine } from "./command-line.ts";

// A reader that has seen enough (`hub lint | head`) ends the command, and is no failure to tell of.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});

process.exitCode = await runCommandLine(process.argv.slice(2));
