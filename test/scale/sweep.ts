/** A round of the sweep over everything, as after the hour: what it asks, of whom, and how long it takes. */

import { setTimeout as wait } from "node:timers/promises";
import { until } from "../bench/processes.ts";
import type { Bot } from "./bots.ts";
import { between, type Requests, requestsOf } from "./requests.ts";
import { atRest, type Stage } from "./simulate.ts";

export interface Sweep {
  /** Until everything was sent to be looked at. */
  readonly round: number;
  /** Until all of it was. */
  readonly seconds: number;
  readonly requests: Requests;
  /** What a round may cost an installation. */
  readonly budget: number;
  readonly latency: number;
}

/** docs/operations.md: SWEEP_REQUESTS. */
const BUDGET = 1_000;

/** The bots of the day end first, so that each request is the round's; one that starts finds it due. */
export async function sweepOf(stage: Stage, day: readonly Bot[]): Promise<Sweep> {
  const { eye, start, sandbox, options } = stage;
  await Promise.all(day.map((bot) => bot.stop()));
  await eye.run(
    "update key_values set updated_at = now() - interval '2 hours' where key in ('sweep', 'round of sweep')",
  );
  const bots = await Promise.all(Array.from({ length: options.processes }, () => start()));
  sandbox.setWebhookUrl(() => bots[0]?.webhookUrl ?? "");
  const before = await requestsOf(bots);
  const began = performance.now();
  const isSwept = async () =>
    await eye.isTrue("select updated_at > now() - interval '1 hour' from key_values where key = 'round of sweep'");
  await until("the sweep to have gone round", isSwept, { within: 3_600_000, every: 100 });
  const round = (performance.now() - began) / 1_000;
  await wait(100);
  await atRest(stage);
  const seconds = (performance.now() - began) / 1_000;
  return {
    round,
    seconds,
    requests: between(before, await requestsOf(bots)),
    budget: BUDGET,
    latency: options.latency,
  };
}
