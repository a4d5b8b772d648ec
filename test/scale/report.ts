/** What a simulation came to, as tables. */

import type { Cell, Table } from "../bench/table.ts";
import { slope } from "./memory.ts";
import type { Outcome } from "./simulate.ts";
import type { Sweep } from "./sweep.ts";

export function report(outcome: Outcome): readonly Table[] {
  return [
    size(outcome),
    speed(outcome),
    memory(outcome),
    requests(outcome),
    tables(outcome),
    scans(outcome),
    statements(outcome),
  ];
}

function size({ sizes, seconds, databaseMiB }: Outcome): Table {
  return {
    title: "What is there",
    columns: [
      "installations",
      "repositories",
      "pull requests",
      "open",
      "days of audit",
      "world made s",
      "filled s",
      "database MiB",
      "after",
    ],
    rows: [
      [
        sizes.installations,
        sizes.repositories,
        sizes.pulls,
        sizes.open,
        sizes.auditDays,
        seconds.world,
        seconds.seed,
        ...databaseMiB,
      ],
    ],
  };
}

function speed({ deliveries, refused, seconds, processor, waits }: Outcome): Table {
  return {
    title: "The day: deliveries, processor milliseconds for each, and seconds from its coming to its being handled",
    columns: [
      "deliveries",
      "refused",
      "s",
      "a second",
      "bots ms",
      "PostgreSQL ms",
      "GitHub's part ms",
      "became jobs",
      "tried again",
      "p50 s",
      "p95 s",
      "longest s",
    ],
    rows: [
      [
        ...[deliveries, refused, seconds.day, deliveries / seconds.day],
        ...[
          processor.bots,
          processor.postgres,
          processor.github,
          waits.handled,
          waits.again,
          waits.p50,
          waits.p95,
          waits.longest,
        ],
      ],
    ],
  };
}

function memory({ held }: Outcome): Table {
  const most = held[0]?.resident.length ?? 0;
  const half = held.slice(Math.floor(held.length / 2));
  const rises = Array.from({ length: most }, (_, bot) =>
    slope(half.map((one) => ({ at: one.sent / 10_000, value: one.heap[bot] ?? Number.NaN }))),
  );
  return {
    title:
      "Memory of each process over the day, MiB: resident (heap in use); last, what the heap rises for each 10,000 deliveries of the second half",
    columns: ["deliveries", ...Array.from({ length: most }, (_, bot) => `process ${bot + 1}`)],
    rows: [
      ...held.map((one): Cell[] => [
        one.sent,
        ...one.resident.map((value, bot) => `${value.toFixed(0)} (${(one.heap[bot] ?? Number.NaN).toFixed(0)})`),
      ]),
      ["rises", ...rises.map((value) => value.toFixed(2))],
    ],
  };
}

function requests({ requests: day, deliveries }: Outcome): Table {
  return {
    title: "Requests to GitHub in the day",
    columns: ["all", "GraphQL", "writes", "as the app", "installations", "most of one", "a delivery"],
    rows: [[day.all, day.graphql, day.writes, day.app, day.installations, day.most, day.all / deliveries]],
  };
}

export function sweepTable({ seconds, round, requests: asked, budget, latency }: Sweep): Table {
  return {
    title: `A round of the sweep over everything, API latency ${latency} ms: seconds until all was sent, and until all was looked at`,
    columns: ["sent s", "looked at s", "requests", "GraphQL", "writes", "as the app", "most of one", "budget"],
    rows: [[round, seconds, asked.all, asked.graphql, asked.writes, asked.app, asked.most, budget]],
  };
}

/** Smaller ones are told by what is read of them alone. */
const SHOWN_MIB = 1;

function tables({ before, after }: Outcome): Table {
  const known = new Map(before.map((one) => [one.name, one]));
  return {
    title: "Tables, MiB: before and after the day",
    columns: ["table", "rows", "after", "table MiB", "after", "indexes MiB", "after", "dead rows", "after"],
    rows: after
      .filter(({ tableMiB, indexMiB }) => tableMiB + indexMiB >= SHOWN_MIB)
      .map((one): Cell[] => {
        const was = known.get(one.name);
        return [
          ...[one.name, was?.rows ?? null, one.rows, was?.tableMiB ?? null, one.tableMiB],
          ...[was?.indexMiB ?? null, one.indexMiB, was?.dead ?? null, one.dead],
        ];
      }),
  };
}

function scans({ after }: Outcome): Table {
  return {
    title: "Read without an index during the day",
    columns: ["table", "rows", "scans", "rows read"],
    rows: after
      .filter(({ sequentialRows }) => sequentialRows > 0)
      .toSorted((one, other) => other.sequentialRows - one.sequentialRows)
      .map(({ name, rows, sequentialScans, sequentialRows }) => [name, rows, sequentialScans, sequentialRows]),
  };
}

function statements({ statements: all }: Outcome): Table {
  return {
    title: "Statements that cost PostgreSQL most",
    columns: ["calls", "all ms", "each ms", "blocks each", "statement"],
    rows: all.map(({ calls, totalMs, meanMs, blocksEach, text }) => [
      calls,
      totalMs,
      meanMs,
      blocksEach,
      text.slice(0, 150),
    ]),
  };
}
