import type { CallTrace, RequestTrace, Tracer, TracingOptions } from "./tracer.ts";

const noCall: CallTrace = { carry: (call) => call, end: () => undefined };

/** The trace of a request nobody follows: the same object for all of them, so that following none costs nothing. */
export const untraced: RequestTrace = {
  startPart: () => noCall,
  startCall: () => noCall,
  setOperation: () => undefined,
  end: () => undefined,
};

export const tracingOff: Tracer = { startRequest: () => untraced, close: async () => undefined };

/** Chooses the tracer once, at the start. Without an address, OpenTelemetry is not even loaded. */
export async function openTracer(options: TracingOptions | null): Promise<Tracer> {
  if (options === null) return tracingOff;
  const { createOtlpTracer } = await import("./otlp-tracer.ts");
  return createOtlpTracer(options);
}
