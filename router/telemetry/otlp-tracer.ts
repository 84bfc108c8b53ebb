import {
  type Attributes,
  type Context,
  diag,
  DiagLogLevel,
  isSpanContextValid,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { defaultResource, resourceFromAttributes } from "@opentelemetry/resources";
import { BatchSpanProcessor, NodeTracerProvider } from "@opentelemetry/sdk-trace-node";
import { within } from "../../subgraphs/shared/within.ts";
import type { CallTrace, PartTrace, RequestTrace, Tracer, TracingOptions } from "./tracer.ts";

const EXPORT_TIMEOUT_MS = 3_000;

/**
 * Sends spans to an OTLP receiver. Parents are handed on by hand: a context that follows every asynchronous step by
 * itself costs more than the spans do.
 */
export function createOtlpTracer({ endpoint, serviceName, onFault }: TracingOptions): Tracer {
  // Its own words repeat what the receiver answered, so they are replaced.
  const silent = () => undefined;
  const faults = { error: onFault, warn: onFault, info: silent, debug: silent, verbose: silent };
  diag.setLogger(faults, { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true });
  const exporter = new OTLPTraceExporter({
    url: `${endpoint.replace(/(?<!\/)\/+$/, "")}/v1/traces`,
    timeoutMillis: EXPORT_TIMEOUT_MS,
  });
  const provider = new NodeTracerProvider({
    resource: defaultResource().merge(resourceFromAttributes({ "service.name": serviceName })),
    spanProcessors: [new BatchSpanProcessor(exporter)],
  });
  const tracer = provider.getTracer("onedoor");
  const start = (name: string, kind: SpanKind, parent: Context, attributes: Attributes): Span =>
    tracer.startSpan(name, { kind, attributes }, parent);

  return {
    startRequest(request, requestId): RequestTrace {
      const method = METHODS.has(request.method ?? "") ? request.method : "_OTHER";
      const span = start("graphql", SpanKind.SERVER, callersContext(request.headers["traceparent"]), {
        "http.request.method": method,
        "onedoor.request_id": requestId,
      });
      const context = trace.setSpan(ROOT_CONTEXT, span);
      return {
        startPart: (part) => partOf(start(part, SpanKind.INTERNAL, context, {})),
        startCall: (department, entities) => {
          const attributes = { "onedoor.department": department, "onedoor.entities": entities() };
          return callOf(start("department call", SpanKind.CLIENT, context, attributes));
        },
        setOperation({ kind, name, hash }) {
          span.updateName(`graphql ${kind}`);
          span.setAttributes({
            "graphql.operation.type": kind,
            "onedoor.operation.hash": hash,
            ...(name === null ? {} : { "graphql.operation.name": name }),
          });
        },
        end(outcome, status) {
          span.setAttribute("http.response.status_code", status);
          endWith(span, outcome);
        },
      };
    },
    async close() {
      // A receiver that is gone must not keep the hub from stopping.
      await within(EXPORT_TIMEOUT_MS, provider.shutdown().catch(onFault), () => undefined);
    },
  };
}

const METHODS = new Set(["GET", "POST", "OPTIONS", "HEAD", "PUT", "PATCH", "DELETE"]);
const FAILED = new Set(["failed", "unrecorded"]);

function endWith(span: Span, outcome: string): void {
  span.setAttribute("onedoor.outcome", outcome);
  // Without a message: an error's own words may hold values.
  if (FAILED.has(outcome)) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end();
}

function partOf(span: Span): PartTrace {
  return { end: (outcome) => endWith(span, outcome) };
}

function callOf(span: Span): CallTrace {
  const { traceId, spanId, traceFlags } = span.spanContext();
  const traceparent = `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, "0")}`;
  return { traceparent, end: (outcome) => endWith(span, outcome) };
}

const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:-|$)/;

/** Continues the caller's trace (W3C Trace Context). Its `tracestate` is left behind: anything may stand in it. */
function callersContext(traceparent: string | string[] | undefined): Context {
  const found = typeof traceparent === "string" ? TRACEPARENT.exec(traceparent) : null;
  const [, traceId = "", spanId = "", flags = "00"] = found ?? [];
  const traceFlags = Number.parseInt(flags, 16) & 1;
  const caller = { traceId, spanId, traceFlags, isRemote: true };
  return isSpanContextValid(caller) ? trace.setSpanContext(ROOT_CONTEXT, caller) : ROOT_CONTEXT;
}
