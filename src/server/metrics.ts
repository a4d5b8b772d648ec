/** What those who run Rung can measure: `/metrics`, in Prometheus' format. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { RequestSeen } from "../github/client/client.ts";
import type { QueueStats } from "../queue/queue.ts";
import { hasUse } from "./webhook/to-job.ts";

export interface Metrics {
  readonly contentType: string;
  text(): Promise<string>;
  /** `event` as its header says; `result`: stored, duplicate, ignored, malformed, unsigned, too-large, broken-off, failed. */
  delivered(event: string, result: string): void;
  /** A pull request was judged. */
  judged(state: string): void;
  ran(run: { readonly kind: string; readonly seconds: number; readonly ended: string }): void;
  requested(request: RequestSeen): void;
}

/** `stats` is asked when somebody looks; while it fails the queue's figures are left out. */
export function createMetrics(stats: () => Promise<QueueStats | null>): Metrics {
  const register = new Registry();
  collectDefaultMetrics({ register });
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
  const asked = gitHubCounts(register);
  queueGauges(register, stats);
  return {
    contentType: register.contentType,
    text: () => register.metrics(),
    // Names come from outside: those that nobody knows share one label.
    delivered: (event, result) => deliveries.inc({ event: hasUse(event) ? event : "other", result }),
    judged: (state) => verdicts.inc({ state }),
    ran: ({ kind, seconds, ended }) => {
      runs.observe({ kind, ended }, seconds);
      if (ended === "again") retries.inc({ kind });
    },
    requested: (request) => {
      const { method, status, milliseconds } = request;
      requests.observe({ method, status: String(status) }, milliseconds / 1_000);
      asked(request);
    },
  };
}

/** Whose budget was spent on what, and what GitHub says is left of it. */
function gitHubCounts(register: Registry): (request: RequestSeen) => void {
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
  return ({ installationId, route, method, status, limit }) => {
    const installation = String(installationId ?? "app");
    counts.inc({ installation, kind: kindOf(route, method), status: String(status) });
    if (limit !== null) left.set({ installation, resource: limit.resource }, limit.remaining);
  };
}

function kindOf(route: string, method: string): "graphql" | "read" | "write" {
  if (route.startsWith("graphql ")) return "graphql";
  return method === "GET" ? "read" : "write";
}

function queueGauges(register: Registry, stats: () => Promise<QueueStats | null>): void {
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers: [register] });
  const running = gauge("rung_queue_running", "Subjects that this process handles now");
  const oldest = gauge("rung_queue_oldest_seconds", "Age of the oldest delivery that waits");
  const lag = gauge("rung_queue_lag_seconds", "How long the longest waiting delivery has been due");
  const parked = gauge("rung_queue_parked", "Deliveries that failed too often and wait for somebody");
  new Gauge({
    name: "rung_queue_waiting",
    help: "Deliveries that wait or are being handled",
    registers: [register],
    // The registry collects all gauges before it prints any, so one question serves them all.
    async collect() {
      const now = await stats().catch(() => null);
      if (now === null) return;
      this.set(now.waiting);
      running.set(now.running);
      oldest.set(now.oldestSeconds);
      lag.set(now.lagSeconds);
      parked.set(now.parked);
    },
  });
}
