/** What each kind of event costs in requests to GitHub, one event at a time, counted by the sandbox. */

import type { Act } from "../../src/sandbox/control-model.ts";
import type { Bot } from "./bot.ts";
import { until } from "./processes.ts";
import { PLACE, type Pull, type Sandbox } from "./sandbox.ts";
import type { Cell, Table } from "./table.ts";

interface Cost {
  readonly reads: number;
  readonly writes: number;
  readonly free: number;
  readonly tokens: number;
}

interface Case {
  readonly what: string;
  readonly asked?: string;
  /** Not counted: what must be so before. */
  readonly before?: () => Promise<unknown>;
  readonly run: () => Promise<unknown>;
}

/** The bot has just started with an empty database: the first event is the cold one. */
export async function requestsPerEvent(sandbox: Sandbox, bot: Bot): Promise<Table> {
  const rows: Cell[][] = [];
  const add = (what: string, cost: Cost, asked = "") =>
    rows.push([what, cost.reads, cost.writes, cost.free, cost.tokens, asked]);
  const opened: Pull[] = [];
  const open = async (name: string) => opened.push(await sandbox.openPull(name));
  await bot.quiet();
  add("cold: the first pull request opened", await costOf(sandbox, bot, () => open("cold")));
  add("a pull request opened", await costOf(sandbox, bot, () => open("warm")));
  const [one, other] = opened;
  if (one === undefined || other === undefined) throw new Error("no pull request was opened");
  for (const { what, asked, before, run } of cases(sandbox, one, other)) {
    if (before) {
      await before();
      await bot.quiet();
    }
    add(what, await costOf(sandbox, bot, run), asked);
  }
  add("the bot's own echoes of one run", await costOfEchoes(sandbox, bot, other), "0");
  const columns = ["Requests per event", "reads", "writes", "free (304)", "tokens", "asked"];
  return { title: "Requests to GitHub", columns, rows };
}

function cases({ act }: Sandbox, one: Pull, other: Pull): readonly Case[] {
  const on = ({ number }: Pull) => ({ ...PLACE, number });
  const comment = (as: string, pull: Pull, body: string) => () => act({ action: "comment", as, ...on(pull), body });
  const approve = () => act({ action: "review", as: "hoangndst", ...on(other), event: "APPROVE" } satisfies Act);
  const push = {
    action: "push",
    as: "octo-fan",
    ...on(other),
    files: { "pkg/cmd/warm/more.go": "package warm\n" },
  } as const;
  const rename = { from: "pkg/cmd/warm/warm.go", to: "pkg/engine/warm.go" };
  return [
    { what: "an approving review", asked: "1 read, 1 write", run: approve },
    { what: "nothing changed: the same review again", asked: "0 writes", run: approve },
    { what: "/approve by an approver", run: comment("hoangndst", one, "/approve") },
    { what: "/approve by an outsider, answered", run: comment("riven-blade", one, "/approve") },
    { what: "/hold by the author", run: comment("octo-fan", one, "/hold until the release") },
    { what: "a push that changes the diff", asked: "1 or 2 reads more", run: () => act(push) },
    {
      what: "the same diff rebased",
      asked: "1 or 2 reads more",
      before: approve,
      run: () => act({ action: "rebase", as: "octo-fan", ...on(other) }),
    },
    {
      what: "a rename across areas",
      asked: "1 or 2 reads more",
      run: () => act({ action: "rename", as: "octo-fan", ...on(other), ...rename }),
    },
    { what: "an ordinary comment", asked: "0", run: comment("jemshad", one, "Nice, this helps us as well.") },
    {
      what: "a label that decides nothing",
      run: () => act({ action: "label", as: "SparkYuan", ...on(one), label: "kind/bug" }),
    },
    {
      what: "a push to main without the registry",
      run: () =>
        act({ action: "commit", as: "SparkYuan", ...PLACE, branch: "main", files: { "docs/bench.md": "# Bench\n" } }),
    },
  ];
}

async function costOf(sandbox: Sandbox, bot: Bot, run: () => Promise<unknown>): Promise<Cost> {
  const { next } = await sandbox.journal(Number.MAX_SAFE_INTEGER);
  await run();
  await bot.quiet();
  return await costSince(sandbox, next);
}

async function costSince(sandbox: Sandbox, since: number): Promise<Cost> {
  const { entries } = await sandbox.journal(since);
  const count = (effect: string) => entries.filter((entry) => entry.effect === effect).length;
  return { reads: count("read"), writes: count("write"), free: count("unchanged"), tokens: count("auth") };
}

/** A refused command makes the bot write a check and an answer; their webhooks are held back, then counted alone. */
async function costOfEchoes(sandbox: Sandbox, bot: Bot, pull: Pull): Promise<Cost> {
  const login = await sandbox.botLogin();
  const start = (await sandbox.deliveries(0)).next;
  const since = async () => (await sandbox.deliveries(start)).entries;
  // Slow enough to stop the deliveries between the person's and the first echo.
  await sandbox.set("latency", { ms: 300 });
  await sandbox.act({ action: "comment", as: "jemshad", ...PLACE, number: pull.number, body: "/approve" });
  const isTaken = async () => (await since()).some(({ status }) => status !== null);
  await until("the comment's delivery", isTaken, { within: 10_000, every: 5 });
  await sandbox.set("deliveries/settings", { paused: true });
  const isEchoed = async () => (await since()).some(({ sender, status }) => sender === login && status === null);
  await until("an echo", isEchoed, { within: 20_000, every: 20 });
  // The queue's last words: settling is asked of the bot alone, since the deliveries wait on purpose.
  await until("the run's last write", wrote(sandbox), { within: 20_000, every: 700 });
  await sandbox.set("latency", { ms: 0 });
  return await costOf(sandbox, bot, () => sandbox.set("deliveries/settings", { paused: false }));
}

/** So once no request came between two looks. */
function wrote(sandbox: Sandbox): () => Promise<boolean> {
  let before = -1;
  return async () => {
    const { next } = await sandbox.journal(Number.MAX_SAFE_INTEGER);
    const same = next === before;
    before = next;
    return same;
  };
}
