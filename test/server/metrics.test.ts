import perfHooks from "node:perf_hooks";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { createMetrics } from "../../src/server/metrics.ts";

const counted = { waiting: 3, running: 1, oldestSeconds: 40, lagSeconds: 30, parked: 2 };
const sampleOf = (text: string, series: string) => {
  const line = text.split("\n").find((one) => one.startsWith(`${series} `));
  return line === undefined ? null : Number(line.slice(series.length + 1));
};

describe("metrics while the database is down", () => {
  it("say so by a gauge of its name; counts are left out and ages count on", async () => {
    let asked = async () => counted;
    const metrics = createMetrics(() => asked());
    const well = await metrics.text();
    expect(sampleOf(well, "rung_database_up")).toBe(1);
    expect(sampleOf(well, "rung_queue_lag_seconds")).toBe(30);
    asked = () => Promise.reject(new Error("no connection"));
    const ill = await metrics.text();
    expect(sampleOf(ill, "rung_database_up")).toBe(0);
    for (const count of ["waiting", "running", "parked"]) expect(sampleOf(ill, `rung_queue_${count}`)).toBeNull();
    expect(sampleOf(ill, "rung_queue_lag_seconds")).toBeGreaterThan(30);
    expect(sampleOf(await metrics.text(), "rung_queue_oldest_seconds")).toBeGreaterThan(40);
    asked = async () => counted;
    expect(sampleOf(await metrics.text(), "rung_queue_waiting")).toBe(3);
  });

  it("before it was ever open nothing is told but that; one that never answers keeps nobody waiting", async () => {
    for (const stats of [async () => null, () => new Promise<never>(() => {})]) {
      const text = await createMetrics(stats).text();
      expect(sampleOf(text, "rung_database_up")).toBe(0);
      expect(sampleOf(text, "rung_queue_lag_seconds")).toBeNull();
    }
  });
});

it("counters stand at 0 from the start for what they can be of", async () => {
  const text = await createMetrics(async () => null).text();
  for (const series of [
    'rung_deliveries_total{event="pull_request",result="failed"}',
    'rung_deliveries_total{event="other",result="unsigned"}',
    'rung_verdicts_total{state="approved"}',
    'rung_retries_total{kind="pull"}',
    'rung_github_requests_total{installation="app",kind="read",status="0"}',
  ])
    expect(sampleOf(text, series), series).toBe(0);
});

it("what was counted of an installation that left is forgotten, of one that is there kept", async () => {
  const metrics = createMetrics(async () => null);
  const limit = { resource: "core", remaining: 4_000 };
  for (const installationId of [7, 8, null])
    metrics.requested({ method: "GET", route: "/x", status: 200, milliseconds: 5, installationId, limit, at: null });
  metrics.installed([8]);
  const text = await metrics.text();
  expect(text).not.toContain('installation="7"');
  for (const who of ["8", "app"])
    expect(sampleOf(text, `rung_github_remaining{installation="${who}",resource="core"}`)).toBe(4_000);
});

it("Node's own are told once, and measured once however often they are told: nothing ends what measures them", async () => {
  const started = vi.spyOn(perfHooks, "monitorEventLoopDelay");
  onTestFinished(() => started.mockRestore());
  const before = started.mock.calls.length;
  const texts = await Promise.all([1, 2].map(() => createMetrics(async () => null).text()));
  expect(started.mock.calls.length - before).toBeLessThan(2);
  for (const text of texts) expect(text.match(/^# TYPE nodejs_eventloop_lag_seconds /gm)).toHaveLength(1);
});
