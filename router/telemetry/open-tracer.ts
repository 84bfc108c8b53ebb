import { type Tracer, tracingOff, type TracingOptions } from "./tracer.ts";

/** Chooses the tracer once, at the start. Without an address, OpenTelemetry is not even loaded. */
export async function openTracer(options: TracingOptions | null): Promise<Tracer> {
  if (options === null) return tracingOff;
  const { createOtlpTracer } = await import("./otlp-tracer.ts");
  return createOtlpTracer(options);
}
