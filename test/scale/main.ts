/** `npm run scale`: how Rung and one PostgreSQL carry a large organisation, by simulation. See docs/scale.md. */

import { parseArgs } from "node:util";
import { shownTable, type Table } from "../bench/table.ts";
import { report, sweepTable } from "./report.ts";
import { type ScaleOptions, simulate } from "./simulate.ts";

const HELP = `A large organisation, by simulation: 2,000 installations, 20,000 repositories, 200,000 remembered pull requests, 400 days of audit in a
real PostgreSQL; a working day of 100,000 signed deliveries, replayed at speed on three processes; then one round of the sweep.

  npm run scale [-- options]

  --scale SHARE      of all that is there before (1); 0.01 takes seconds
  --deliveries N     of the day (100000 times the scale)
  --processes N      bots (3)
  --latency MS       that GitHub takes for an answer (20)
  --backlog N        so many may wait before people rest (200)
  --seed N           the same seed, the same day (1)
  --no-sweep         without the sweep
  --json             one JSON document instead of tables
`;

async function main(): Promise<void> {
  const text = (preset: string) => ({ type: "string", default: preset }) as const;
  const flag = { type: "boolean", default: false } as const;
  const { values } = parseArgs({
    options: {
      scale: text("1"),
      deliveries: { type: "string" },
      processes: text("3"),
      latency: text("20"),
      backlog: text("200"),
      seed: text("1"),
      "no-sweep": flag,
      json: flag,
      help: flag,
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const scale = numberOf("scale", values.scale);
  const options: ScaleOptions = {
    scale,
    deliveries:
      values.deliveries === undefined ? Math.round(100_000 * scale) : numberOf("deliveries", values.deliveries),
    processes: numberOf("processes", values.processes),
    latency: numberOf("latency", values.latency),
    backlog: numberOf("backlog", values.backlog),
    seed: numberOf("seed", values.seed),
    sweep: !values["no-sweep"],
    databaseUrl: null,
    told: (line) => process.stderr.write(`${line}\n`),
  };
  const shown = (tables: readonly Table[]) => {
    if (!values.json) for (const table of tables) process.stdout.write(`${shownTable(table)}\n`);
  };
  const outcome = await simulate({ ...options, onDay: (day) => shown(report(day)) });
  if (outcome.sweep !== null) shown([sweepTable(outcome.sweep)]);
  if (values.json) process.stdout.write(`${JSON.stringify(outcome, null, 2)}\n`);
}

function numberOf(name: string, value: string): number {
  const number = Number(value);
  if (value.trim() === "" || !Number.isFinite(number) || number < 0)
    throw new Error(`--${name} is ${JSON.stringify(value)}; give a number that is not negative`);
  return number;
}

await main().catch((error: unknown) => {
  process.stderr.write(
    `The simulation failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exit(1);
});
