import { createHash } from "node:crypto";
import type { QueryPlan } from "@graphql-hive/router-query-planner";
import { GraphQLError } from "graphql";
import { LRUCache } from "lru-cache";
import { PlannerAway, RequestError } from "../operation/request-error.ts";
import { type PlannerChild, PlannerEnded, type PlannerProgram, startPlannerChild } from "./planner-child.ts";

/** What is to be planned, and the hash of the document it comes from. */
export interface PlanQuestion {
  readonly document: string;
  readonly operations: readonly string[];
}

export type OnPlannerEnd = (end: { readonly how: string; readonly document: string | null }) => void;

export interface LaneOptions extends PlannerProgram {
  /** Left out, the process stays once it has started. */
  readonly idleMs?: number;
  /** Documents wait while the process starts again, and are not turned away. */
  readonly isPatient: boolean;
  readonly onEnd: OnPlannerEnd;
}

/** Documents that are planned one after another in one process, which is started when there is something to plan. */
export interface PlannerLane {
  /** Rejects with PlannerRefused, PlannerAway or, for a document that ended the process, with RequestError. */
  plan(question: PlanQuestion): Promise<readonly QueryPlan[]>;
  /** Starts the process; rejects when it does not take the supergraph. */
  start(): Promise<void>;
  /** Ends the process as soon as nothing waits for it, now and after whatever is still planned. */
  retire(): void;
  close(): void;
}

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 30_000;
/** A process that has run this long without ending starts again at once. */
const CALM_MS = 60_000;
const MOST_WAITING = 256;
const ENDERS_KEPT = 10_000;

interface Waiting extends PlanQuestion {
  readonly resolve: (plans: readonly QueryPlan[]) => void;
  readonly reject: (error: unknown) => void;
}

export function createPlannerLane(supergraph: string, options: LaneOptions): PlannerLane {
  return new Lane(supergraph, options);
}

class Lane implements PlannerLane {
  private readonly supergraph: string;
  private readonly options: LaneOptions;
  private readonly waiting: Waiting[] = [];
  /** Documents, and texts, that ended the process. */
  private readonly enders = new LRUCache<string, true>({ max: ENDERS_KEPT });
  private child: PlannerChild | null = null;
  private starting: Promise<PlannerChild> | null = null;
  private isAsked = false;
  private ends = 0;
  private lastEndAt = 0;
  /** Set from the end of the process until it is there again. */
  private pause: NodeJS.Timeout | null = null;
  private idle: NodeJS.Timeout | null = null;
  private idleMs: number | undefined;
  private isClosed = false;

  constructor(supergraph: string, options: LaneOptions) {
    this.supergraph = supergraph;
    this.options = options;
    this.idleMs = options.idleMs;
  }

  plan(question: PlanQuestion): Promise<readonly QueryPlan[]> {
    if (keysOf(question).some((key) => this.enders.has(key))) return Promise.reject(endedThePlanner());
    const isAway = !this.options.isPatient && this.pause !== null;
    if (this.isClosed || isAway || this.waiting.length >= MOST_WAITING) return Promise.reject(new PlannerAway());
    return new Promise((resolve, reject) => {
      this.waiting.push({ ...question, resolve, reject });
      this.next();
    });
  }

  async start(): Promise<void> {
    await this.childNow();
    this.next();
  }

  retire(): void {
    this.idleMs = 0;
    this.next();
  }

  close(): void {
    this.isClosed = true;
    if (this.pause !== null) clearTimeout(this.pause);
    if (this.idle !== null) clearTimeout(this.idle);
    for (const { reject } of this.waiting.splice(0)) reject(new PlannerAway());
    this.child?.end();
    this.starting?.then((child) => child.end()).catch(() => undefined);
  }

  /** Asks the next question, if there is one and nothing stands in its way. */
  private next(): void {
    if (this.isAsked || this.pause !== null || this.isClosed) return;
    if (this.idle !== null) clearTimeout(this.idle);
    const question = this.waiting.shift();
    if (question === undefined) {
      this.waitIdle();
      return;
    }
    this.isAsked = true;
    const goOn = () => {
      this.isAsked = false;
      this.next();
    };
    this.ask(question).then(goOn, goOn);
  }

  private async ask(question: Waiting): Promise<void> {
    let child: PlannerChild;
    try {
      child = await this.childNow();
    } catch (error) {
      if (!(error instanceof PlannerEnded)) {
        question.reject(error);
        return;
      }
      // Not the document's doing: it was not asked for yet.
      if (this.options.isPatient && !this.isClosed) this.waiting.unshift(question);
      else question.reject(new PlannerAway());
      this.startLater(error, null);
      return;
    }
    try {
      question.resolve(await child.plan(question.operations));
    } catch (error) {
      if (!(error instanceof PlannerEnded)) {
        question.reject(error);
        return;
      }
      for (const key of keysOf(question)) this.enders.set(key, true);
      question.reject(endedThePlanner());
      this.child = null;
      this.startLater(error, question.document);
    }
  }

  private childNow(): Promise<PlannerChild> {
    if (this.child !== null) return Promise.resolve(this.child);
    this.starting ??= this.startChild().finally(() => {
      this.starting = null;
    });
    return this.starting;
  }

  private async startChild(): Promise<PlannerChild> {
    const child = await startPlannerChild(this.supergraph, this.options);
    if (this.isClosed) {
      child.end();
      throw new PlannerAway();
    }
    this.child = child;
    child.onEnd((reason) => {
      // Ended while it had nothing to do, and not by us: the memory was needed elsewhere, or somebody ended it.
      if (this.child !== child || this.isAsked) return;
      this.child = null;
      this.startLater(reason, null);
    });
    return child;
  }

  /** Starts the process again after a pause, which is longer the more often it has ended of late. */
  private startLater(reason: PlannerEnded, document: string | null): void {
    if (this.isClosed) return;
    this.options.onEnd({ how: reason.how, document });
    if (Date.now() - this.lastEndAt > CALM_MS) this.ends = 0;
    this.lastEndAt = Date.now();
    const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** this.ends, LONGEST_PAUSE_MS);
    this.ends += 1;
    if (!this.options.isPatient) for (const { reject } of this.waiting.splice(0)) reject(new PlannerAway());
    this.pause = setTimeout(() => {
      this.startAgain().catch(() => undefined);
    }, pauseMs);
    if (!this.options.isPatient) this.pause.unref();
  }

  private async startAgain(): Promise<void> {
    try {
      await this.childNow();
      this.pause = null;
      this.next();
    } catch (error) {
      this.startLater(error instanceof PlannerEnded ? error : new PlannerEnded("it was refused"), null);
    }
  }

  private waitIdle(): void {
    const { child, idleMs } = this;
    if (child === null || idleMs === undefined) return;
    this.idle = setTimeout(() => {
      this.child = null;
      child.end();
    }, idleMs);
    this.idle.unref();
  }
}

/** The document as it was sent, and what was to be planned of it: neither is planned again. */
function keysOf({ document, operations }: PlanQuestion): string[] {
  return [document, createHash("sha256").update(operations.join("\n")).digest("hex")];
}

function endedThePlanner(): RequestError {
  const message = "This document ended the hub's planner, so it is not planned again: write it in another way.";
  return new RequestError([new GraphQLError(message, { extensions: { code: "INTERNAL" } })]);
}
