/** `npm run chaos`: whether anything is lost, doubled or wrong when everything goes wrong. See CONTRIBUTING.md. */

import { parseArgs } from "node:util";
import { type ChaosOptions, chaos, type Outcome } from "./run.ts";

const HELP = `Several bots on one PostgreSQL against the sandbox's GitHub: busy people, bots killed without warning, webhooks lost, doubled and
out of order, failing API requests, readings that lag, database connections that end. Then peace, and what stands is compared with what should.

  npm run chaos [-- options]

  --deliveries N     webhooks before peace comes (3000)
  --pulls N          pull requests (200)
  --processes N      bots (3)
  --kill-every TIME  on average, as 3s or 500ms (3s)
  --faults SHARE     of all API requests (0.1)
  --lag TIME         how long readings lag behind webhooks at the most (3s; 0s: never)
  --cut-every TIME   the bots' database connections, on average; sometimes it takes no writes for a while (8s; 0s: never)
  --pace N           what people do, acts a second (20)
  --minutes N        for the chaos, and as much again for the peace (10)
  --seed N           the same seed, the same people and troubles; how they fall together differs (the time)
  --logs FOLDER      where the bots' logs go
`;

async function main(): Promise<number> {
  const text = (preset: string) => ({ type: "string", default: preset }) as const;
  const { values } = parseArgs({
    options: {
      ...{ deliveries: text("3000"), pulls: text("200"), processes: text("3"), "kill-every": text("3s") },
      ...{ lag: text("3s"), "cut-every": text("8s") },
      ...{ faults: text("0.1"), pace: text("20"), minutes: text("10"), seed: text(`${Date.now() % 1_000_000}`) },
      ...{ logs: text(""), help: { type: "boolean", default: false } as const },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const options: ChaosOptions = {
    deliveries: numberOf("deliveries", values.deliveries),
    pulls: numberOf("pulls", values.pulls),
    processes: numberOf("processes", values.processes),
    killEveryMs: millisecondsOf("kill-every", values["kill-every"]),
    lagMs: millisecondsOf("lag", values.lag),
    cutEveryMs: millisecondsOf("cut-every", values["cut-every"]),
    faults: numberOf("faults", values.faults),
    pace: numberOf("pace", values.pace),
    minutes: numberOf("minutes", values.minutes),
    seed: numberOf("seed", values.seed),
    logs: values.logs === "" ? null : values.logs,
    told: (line) => process.stdout.write(`${line}\n`),
  };
  process.stdout.write(`seed ${options.seed}\n`);
  const outcome = await chaos(options);
  process.stdout.write(`${shown(outcome)}\nseed ${options.seed}\n`);
  return outcome.wrong.length + outcome.lost.length + outcome.doubled.length === 0 ? 0 : 1;
}

function numberOf(name: string, value: string): number {
  const number = Number(value);
  if (value.trim() === "" || !Number.isFinite(number) || number < 0)
    throw new Error(`--${name} is ${JSON.stringify(value)}; give a number that is not negative`);
  return number;
}

function millisecondsOf(name: string, value: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)(ms|s)$/.exec(value) ?? [];
  if (number === undefined) throw new Error(`--${name} is ${JSON.stringify(value)}; give it as 3s or 500ms`);
  return Number(number) * (unit === "s" ? 1_000 : 1);
}

function shown({ wrong, lost, doubled, ...outcome }: Outcome): string {
  const list = (what: string, all: readonly string[]) => all.map((one) => `${what}: ${one}\n`).join("");
  const found = `${list("wrong", wrong)}${list("lost", lost)}${list("doubled", doubled)}`;
  const sums = `wrong ${wrong.length}, lost ${lost.length}, doubled ${doubled.length}`;
  const { deliveries, failed, kills, cuts, requests, faults, seconds } = outcome;
  const about = `${deliveries} deliveries (${failed} not handed over), ${kills} kills, ${cuts} cuts, ${faults} faults in ${requests} requests`;
  return `${found}${about}, ${seconds} s: ${sums}`;
}

process.exitCode = await main();
