import { setImmediate as nextTurn } from "node:timers/promises";
import { parse } from "graphql";
import pino from "pino";
import type { AdmissionOptions } from "../../router/http/admission.ts";
import { startRouter } from "../../router/main.ts";
import { allPermittedReader } from "../../router/viewer/without-permissions.ts";
import { compose } from "../../schema/compose.ts";

/** What the process of its own is told over its channel. */
export type Order =
  | { readonly type: "block"; readonly turnMs: number; readonly turns: number }
  /** From now on the department takes calls and keeps them. */
  | { readonly type: "hold" }
  | { readonly type: "release" };

export type Report = { readonly type: "ready"; readonly url: string } | { readonly type: "free" };

/** A router of one small department in this process, whose event loop can be blocked for real. */
async function main(admission: AdmissionOptions | undefined): Promise<void> {
  let held: (() => void)[] | null = null;
  const answer = { data: { isHere: true, isWritten: true } };
  const send = () =>
    held === null ? Promise.resolve(answer) : new Promise<void>((r) => held?.push(r)).then(() => answer);
  const router = await startRouter({
    supergraph: compose([
      { name: "trade", typeDefs: parse("type Query { isHere: Boolean } type Mutation { isWritten: Boolean }") },
    ]).supergraph,
    transports: new Map([["trade", { send }]]),
    recorder: { enter: async () => undefined },
    tokens: allPermittedReader,
    jwks: { keys: [] },
    logger: pino({ level: "silent" }),
    host: "127.0.0.1",
    port: 0,
    ...(admission === undefined ? {} : { admission }),
  });
  process.on("message", (order: Order) => {
    if (order.type === "hold") held = [];
    else if (order.type === "release") {
      for (const release of held ?? []) release();
      held = null;
    } else {
      block(order.turnMs, order.turns).then(
        () => report({ type: "free" }),
        () => process.exit(1),
      );
    }
  });
  // A test that was ended must not leave its hub behind.
  process.once("disconnect", () => process.exit());
  report({ type: "ready", url: router.url });
}

/** Long turns of the loop, one after the other: what came in between is looked at after each of them. */
async function block(turnMs: number, turns: number): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) {
    const until = performance.now() + turnMs;
    while (performance.now() < until);
    await nextTurn();
  }
}

function report(message: Report): void {
  process.send?.(message);
}

await main(process.argv[2] === undefined ? undefined : (JSON.parse(process.argv[2]) as AdmissionOptions));
