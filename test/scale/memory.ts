/** What each process holds over the day, and whether it goes on growing. */

import { memoryOf } from "../bench/processes.ts";
import type { Bot } from "./bots.ts";

export interface Held {
  /** Deliveries sent by then. */
  readonly sent: number;
  /** MiB, by process. */
  readonly resident: readonly number[];
  readonly heap: readonly number[];
}

export async function heldBy(bots: readonly Bot[], sent: number): Promise<Held> {
  const texts = await Promise.all(bots.map((bot) => bot.metrics()));
  const heap = texts.map(
    (text) => Number(/^nodejs_heap_size_used_bytes (\S+)/m.exec(text)?.[1] ?? Number.NaN) / 1_048_576,
  );
  return { sent, resident: bots.map(({ pid }) => memoryOf(pid)?.now ?? Number.NaN), heap };
}

/** How much what is drawn over `at` rises for each 1: the straight line that fits best. */
export function slope(points: readonly { readonly at: number; readonly value: number }[]): number {
  const mean = (of: (point: (typeof points)[number]) => number) =>
    points.reduce((sum, point) => sum + of(point), 0) / Math.max(1, points.length);
  const [at, value] = [mean((point) => point.at), mean((point) => point.value)];
  const spread = points.reduce((sum, point) => sum + (point.at - at) ** 2, 0);
  const together = points.reduce((sum, point) => sum + (point.at - at) * (point.value - value), 0);
  return spread === 0 ? 0 : together / spread;
}
