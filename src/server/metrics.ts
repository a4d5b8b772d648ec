/** What operators of Rung can measure: `/metrics`, in Prometheus' format. */

import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { VerdictState } from "../gate/verdict-types.ts";
import type { RequestSeen } from "../github/client/client.ts";
import type { Job } from "../model/job.ts";
import type { QueueStats } from "../queue/queue.ts";
import { hasUse, usedEvents } from "./webhook/to-job.ts";

const STATES: readonly VerdictState["kind"][] = [
  ...(["approved", "waiting", "changes-requested", "held", "draft", "notice"] as const),
  ...(["proposal-faulty", "drifted", "registry-broken", "unknown"] as const),
];

/** Every value that a counter can have starts at 0: then the first occurrence is a rise like any other. */
const RESULTS = ["stored", "duplicate", "ignored", "malformed", "unsigned", "too-large", "broken-off", "failed"];
const KINDS: readonly Job["subject"]["kind"][] = [
  "pull",
  "issue",
  "registry",
  "base",
  "merge-group",
  "commit",
  "access",
  "access-news",
  "inactivity",
  "growth",
  "decisions",
  "sweep",
];

export interface Metrics {
  readonly contentType: string;
  text(): Promise<string>;
  /** `event` as in its header; `result`: stored, duplicate, ignored, malformed, unsigned, too-large, broken-off, failed. */
  delivered(event: string, result: string): void;
  /** A pull request was judged. */
  judged(state: string): void;
  ran(run: { readonly kind: string; readonly seconds: number; readonly ended: string }): void;
  requested(request: RequestSeen): void;
  /** These are all the installations: counts of any other are dropped. */
  installed(ids: readonly number[]): void;
}

/**
 * Node's own, of the process whatever runs in it: each collection would start a timer of ten milliseconds and an observer of the garbage
 * collector, which nothing ends.
 */
let ofProcess: Registry | null = null;

function processMetrics(): Registry {
  if (ofProcess === null) {
    ofProcess = new Registry();
    collectDefaultMetrics({ register: ofProcess });
  }
  return ofProcess;
}

/** `stats` is asked when somebody looks; while it fails the queue's counts are left out, and its ages count on. */
export function createMetrics(stats: () => Promise<QueueStats | null>): Metrics {
  const own = processMetrics();
  const register = new Registry();
  const { deliveries, runs, retries, verdicts, requests } = eventCounts(register);
  const asked = gitHubCounts(register);
  const askQueue = queueGauges(register, stats);
  return {
    contentType: register.contentType,
    text: async () => {
      await askQueue();
      return `${await own.metrics()}\n${await register.metrics()}`;
    },
    // Names come from outside: those that nobody knows share one label.
    delivered: (event, result) => deliveries.inc({ event: hasUse(event) ? event : "other", result }),
    judged: (state) => verdicts.inc({ state }),
    installed: asked.installed,
    ran: ({ kind, seconds, ended }) => {
      runs.observe({ kind, ended }, seconds);
      if (ended === "again") retries.inc({ kind });
    },
    requested: (request) => {
      const { method, status, milliseconds } = request;
      requests.observe({ method, status: String(status) }, milliseconds / 1_000);
      asked.requested(request);
    },
  };
}

/** Events of one kind, starting at 0 where the possible values are known. */
function eventCounts(register: Registry) {
  const deliveries = new Counter({
    name: "rung_deliveries_total",
    help: "Webhooks received, by event and result",
    labelNames: ["event", "result"],
    registers: [register],
  });
  const runs = new Histogram({
    name: "rung_run_seconds",
    help: "How long subjects took, by kind and end",
    labelNames: ["kind", "ended"],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 15, 60],
    registers: [register],
  });
  const retries = new Counter({
    name: "rung_retries_total",
    help: "Runs that failed and are tried again, by kind of subject",
    labelNames: ["kind"],
    registers: [register],
  });
  const verdicts = new Counter({
    name: "rung_verdicts_total",
    help: "Pull requests judged, by the verdict's state",
    labelNames: ["state"],
    registers: [register],
  });
  const requests = new Histogram({
    name: "rung_github_request_seconds",
    help: "Requests to GitHub, by method and status",
    labelNames: ["method", "status"],
    buckets: [0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10],
    registers: [register],
  });
  for (const event of usedEvents) for (const result of RESULTS) deliveries.inc({ event, result }, 0);
  for (const result of RESULTS) deliveries.inc({ event: "other", result }, 0);
  for (const kind of KINDS) retries.inc({ kind }, 0);
  for (const state of STATES) verdicts.inc({ state }, 0);
  return { deliveries, runs, retries, verdicts, requests };
}

/** Requests that no installation made: the app's own. */
const APP = "app";

/** Whose budget was spent on what, and what remains of it by GitHub's answers. */
function gitHubCounts(register: Registry): Pick<Metrics, "requested" | "installed"> {
  const counts = new Counter({
    name: "rung_github_requests_total",
    help: "Requests to GitHub, by installation (app: as the app itself), kind (graphql, read, write) and status (0: no answer)",
    labelNames: ["installation", "kind", "status"],
    registers: [register],
  });
  const left = new Gauge({
    name: "rung_github_remaining",
    help: "What GitHub last said is left of a limit, by installation and resource",
    labelNames: ["installation", "resource"],
    registers: [register],
  });
  const forget: { readonly installation: string; readonly remove: () => void }[] = [];
  const known = new Set<string>();
  const note = (metric: Counter | Gauge, labels: Readonly<Record<"installation", string>>) => {
    const key = `${metric === counts} ${Object.values(labels).join(" ")}`;
    if (labels.installation === APP || known.has(key)) return;
    known.add(key);
    const remove = () => {
      metric.remove(labels);
      known.delete(key);
    };
    forget.push({ installation: labels.installation, remove });
  };
  const begun = new Set<string>();
  const beginAt0 = (installation: string) => {
    if (begun.has(installation)) return;
    begun.add(installation);
    for (const kind of ["graphql", "read", "write"]) {
      const labels = { installation, kind, status: "0" };
      counts.inc(labels, 0);
      note(counts, labels);
    }
  };
  beginAt0(APP);
  return {
    requested: ({ installationId, route, method, status, limit }) => {
      const installation = String(installationId ?? APP);
      beginAt0(installation);
      const labels = { installation, kind: kindOf(route, method), status: String(status) };
      counts.inc(labels);
      note(counts, labels);
      if (limit === null) return;
      const of = { installation, resource: limit.resource };
      left.set(of, limit.remaining);
      note(left, of);
    },
    installed: (ids) => {
      const there = new Set(ids.map(String));
      for (const one of forget.splice(0)) {
        if (there.has(one.installation)) forget.push(one);
        else {
          one.remove();
          begun.delete(one.installation);
        }
      }
    },
  };
}

function kindOf(route: string, method: string): "graphql" | "read" | "write" {
  if (route.startsWith("graphql ")) return "graphql";
  return method === "GET" ? "read" : "write";
}

/** The answer comes within this time, whatever the database does. */
const DATABASE_MS = 2_000;

/** `null`: it failed, or took longer. */
async function within<T>(ask: () => Promise<T | null>, milliseconds: number): Promise<T | null> {
  let late: NodeJS.Timeout | undefined;
  const slow = new Promise<null>((resolve) => {
    late = setTimeout(() => resolve(null), milliseconds);
  });
  try {
    return await Promise.race([ask().catch(() => null), slow]);
  } finally {
    clearTimeout(late);
  }
}

/** Asks, and sets them all; before anything is printed, since each is printed as it is then. */
function queueGauges(register: Registry, stats: () => Promise<QueueStats | null>): () => Promise<void> {
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers: [register] });
  const up = gauge("rung_database_up", "Whether the database answered when these figures were asked for: 1, or 0");
  const waiting = gauge("rung_queue_waiting", "Deliveries that wait or are being handled");
  const running = gauge("rung_queue_running", "Subjects that this process handles now");
  const oldest = gauge("rung_queue_oldest_seconds", "Age of the oldest delivery that waits");
  const lag = gauge("rung_queue_lag_seconds", "How long the longest waiting delivery has been due");
  const parked = gauge("rung_queue_parked", "Deliveries that failed too often and wait for somebody");
  let last: (QueueStats & { readonly at: number }) | null = null;
  return async () => {
    const now = await within(stats, DATABASE_MS);
    up.set(now === null ? 0 : 1);
    if (now !== null) {
      last = { ...now, at: performance.now() };
      waiting.set(now.waiting);
      running.set(now.running);
      oldest.set(now.oldestSeconds);
      lag.set(now.lagSeconds);
      parked.set(now.parked);
      return;
    }
    // Counts of before would pass for those of now. What was due goes on waiting, and so does whatever came due meanwhile.
    for (const stale of [waiting, running, parked, oldest, lag]) stale.remove();
    if (last === null) return;
    const since = (performance.now() - last.at) / 1_000;
    oldest.set(last.oldestSeconds + since);
    lag.set(last.lagSeconds + since);
  };
}
