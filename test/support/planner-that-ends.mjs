// The hub's planner, but for operations by two names: one ends the process as a native fault would, one never comes back.
import process from "node:process";

const listeners = [];
const on = process.on.bind(process);
process.on = (event, listener) => (event === "message" ? (listeners.push(listener), process) : on(event, listener));
await import("../../router/plan/planner-process.mjs");
process.on = on;

process.on("message", (message) => {
  const text = (message.operations ?? []).join("\n");
  if (text.includes("EndsThePlanner")) process.kill(process.pid, "SIGKILL");
  else if (!text.includes("NeverComesBack")) for (const listener of listeners) listener(message);
});
