/** What those who run Rung can measure: `/metrics`, in Prometheus' format. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { RequestSeen } from "./github/client.ts";
import type { QueueStats } from "./queue/queue.ts";

export interface Metrics {
  readonly contentType: string;
  text(): Promise<string>;
  /** `result`: stored, duplicate, ignored, malformed, unsigned, too-large, failed. */
  delivered(result: string): void;
  ran(run: { readonly kind: string; readonly seconds: number; readonly ended: string }): void;
  requested(request: RequestSeen): void;
}

/** `stats` is asked when somebody looks; while it fails the queue's figures are left out. */
export function createMetrics(stats: () => Promise<QueueStats | null>): Metrics {
  const register = new Registry();
  collectDefaultMetrics({ register });
  const deliveries = new Counter({
    name: "rung_deliveries_total",
    help: "Webhooks received, by what became of them",
    labelNames: ["result"],
    registers: [register],
  });
  const runs = new Histogram({
    name: "rung_run_seconds",
    help: "How long subjects took, by kind and end",
    labelNames: ["kind", "ended"],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 15, 60],
    registers: [register],
  });
  const requests = new Histogram({
    name: "rung_github_request_seconds",
    help: "Requests to GitHub, by method and status",
    labelNames: ["method", "status"],
    buckets: [0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10],
    registers: [register],
  });
  queueGauges(register, stats);
  return {
    contentType: register.contentType,
    text: () => register.metrics(),
    delivered: (result) => deliveries.inc({ result }),
    ran: ({ kind, seconds, ended }) => runs.observe({ kind, ended }, seconds),
    requested: ({ method, status, milliseconds }) =>
      requests.observe({ method, status: String(status) }, milliseconds / 1_000),
  };
}

function queueGauges(register: Registry, stats: () => Promise<QueueStats | null>): void {
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers: [register] });
  const running = gauge("rung_queue_running", "Subjects that this process handles now");
  const oldest = gauge("rung_queue_oldest_seconds", "Age of the oldest delivery that waits");
  const parked = gauge("rung_queue_parked", "Deliveries that failed too often and wait for somebody");
  new Gauge({
    name: "rung_queue_waiting",
    help: "Deliveries that wait or are being handled",
    registers: [register],
    // The registry collects all gauges before it prints any, so one question serves the four.
    async collect() {
      const now = await stats().catch(() => null);
      if (now === null) return;
      this.set(now.waiting);
      running.set(now.running);
      oldest.set(now.oldestSeconds);
      parked.set(now.parked);
    },
  });
}
