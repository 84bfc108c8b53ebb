import { Argument, type Command, Option } from "commander";
import type { EventFlags } from "./operate-events.ts";

const DONE = 0;
const NOTHING_DONE = 2;

/** Adds `hub events list`, `show`, `dead`, `replay` and `drop`. */
export function addEventCommands(program: Command, setCode: (code: number) => void): void {
  const events = program.command("events").description("see what departments have not heard yet, and help it on");
  const json = () => new Option("--json", "print the result as JSON");
  const hearer = () => new Option("--hearer <department>", "only deliveries to this department");

  events
    .command("list")
    .description("list the events that are not settled: those that wait, and those that are dead")
    .addOption(hearer())
    .addOption(json())
    .action(async (options: EventFlags) => (await import("./operate-events.ts")).listEvents(options));
  events
    .command("dead")
    .description(
      "list the events that a department failed to handle; they hold back the same resident's later ones there",
    )
    .addOption(hearer())
    .addOption(json())
    .action(async (options: EventFlags) => (await import("./operate-events.ts")).listEvents(options, "DEAD"));
  events
    .command("show")
    .description("say what came of one event at each department that hears it; exit code 2: there is no such event")
    .argument("<id>", "as hub events list prints it")
    .addOption(json())
    .action(async (id: string, options: EventFlags) => {
      const { showEvent } = await import("./operate-events.ts");
      setCode((await showEvent(id, options)) ? DONE : NOTHING_DONE);
    });
  for (const [act, what] of [
    ["replay", "try a dead event again, and what waits behind it; exit code 2: it is not dead"],
    ["drop", "give a dead event up, so that its hearer never hears of it; exit code 2: it is not dead"],
  ] as const) {
    events
      .command(act)
      .description(what)
      .addArgument(new Argument("<id>", "as hub events dead prints it"))
      .addOption(hearer())
      .addOption(json())
      .action(async (id: string, options: EventFlags) => {
        const { settleDead } = await import("./operate-events.ts");
        setCode((await settleDead(act, id, options)) ? DONE : NOTHING_DONE);
      });
  }
}
