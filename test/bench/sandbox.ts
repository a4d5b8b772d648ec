/** The sandbox in a process of its own, driven through its control API and watched through its event stream. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Act } from "../../src/sandbox/control-model.ts";
import { built } from "../support/built.ts";
import { startNode } from "./processes.ts";

const journalEntry = z.object({
  seq: z.number(),
  operation: z.string(),
  ms: z.number(),
  effect: z.enum(["read", "unchanged", "write", "auth"]),
  summary: z.string().nullable(),
});
const deliveryEntry = z.object({
  seq: z.number(),
  event: z.string(),
  sender: z.string().nullable(),
  status: z.number().nullable(),
  ms: z.number().nullable(),
});
export type JournalEntry = z.infer<typeof journalEntry>;
export type DeliveryEntry = z.infer<typeof deliveryEntry>;

const actResult = z.object({ ok: z.literal(true), number: z.number().nullable(), sha: z.string().nullable() });
const journalPage = z.object({ entries: z.array(journalEntry), next: z.number() });
const deliveriesPage = z.object({ entries: z.array(deliveryEntry), next: z.number() });
const change = z.object({ kind: z.string(), entry: z.unknown() });
const stateView = z.object({
  botLogin: z.string(),
  pulls: z.array(
    z.object({
      repo: z.string(),
      number: z.number(),
      checks: z.array(z.object({ name: z.string(), conclusion: z.string().nullable() })),
    }),
  ),
});
const credentials = z.record(z.string(), z.string());

/** Where everything happens. */
export const PLACE = { owner: "KusionStack", repo: "kusion" } as const;

/** A pull request of the benchmark's own. */
export interface Pull {
  readonly number: number;
  readonly sha: string;
}

export type Sandbox = Awaited<ReturnType<typeof startSandbox>>;

/** Starts it; `folder` takes the file of credentials. */
export async function startSandbox(folder: string) {
  const file = join(folder, "credentials.json");
  const { sandbox, cache } = await built();
  const args = [sandbox, "--port", "0", "--credentials", file];
  const child = await startNode(args, cache, /^(http:\S+)/m);
  const listeners = new Set<(entry: JournalEntry) => void>();
  const call = caller(child.said);
  const closing = new AbortController();
  await watch(child.said, closing.signal, (entry) => {
    for (const listener of listeners) listener(entry);
  });
  async function act(asked: Act) {
    return actResult.parse(await call("POST", "act", asked));
  }
  return {
    pid: child.pid,
    url: child.said,
    credentials: credentials.parse(JSON.parse(readFileSync(file, "utf8"))),
    act,
    openPull: async (name: string): Promise<Pull> => {
      const files = { [`pkg/cmd/${name}/${name}.go`]: `package ${name}\n\nconst Name = "${name}"\n` };
      const title = `feat: add ${name}`;
      const { number, sha } = await act({ action: "open-pull", as: "octo-fan", ...PLACE, title, branch: name, files });
      if (number === null || sha === null) throw new Error("the sandbox opened a pull request without number or head");
      return { number, sha };
    },
    set: (what: "latency" | "webhook" | "deliveries/settings", body: unknown) => call("POST", what, body),
    settled: () => call("GET", "settled"),
    journal: async (since: number) => journalPage.parse(await call("GET", `journal?since=${since}`)),
    deliveries: async (since: number) => deliveriesPage.parse(await call("GET", `deliveries?since=${since}`)),
    /** Conclusion of the check `rung` by number of the pull request; `null`: pending or none. */
    conclusions: async (): Promise<ReadonlyMap<number, string | null>> => {
      const { pulls } = stateView.parse(await call("GET", "state"));
      const here = pulls.filter(({ repo }) => repo === PLACE.repo);
      return new Map(
        here.map((one) => [one.number, one.checks.find(({ name }) => name === "rung")?.conclusion ?? null]),
      );
    },
    botLogin: async () => stateView.parse(await call("GET", "state")).botLogin,
    /** Resolves when each head has had its check written with this outcome, as of the answer to the write. */
    checked: (heads: readonly string[], outcome: string, within: number) =>
      new Promise<void>((resolve, reject) => {
        const open = new Set(heads.map((sha) => sha.slice(0, 7)));
        const stop = () => {
          clearTimeout(late);
          listeners.delete(listener);
        };
        const late = setTimeout(() => {
          stop();
          reject(new Error(`${open.size} of ${heads.length} checks were not ${outcome} within ${within / 1_000} s`));
        }, within);
        const listener = ({ summary }: JournalEntry) => {
          const [, sha, written] = /^check rung on (\w+): (\w+)/.exec(summary ?? "") ?? [];
          if (sha === undefined || written !== outcome || !open.delete(sha) || open.size > 0) return;
          stop();
          resolve();
        };
        listeners.add(listener);
      }),
    stop: async () => {
      closing.abort();
      await child.stop();
    },
  };
}

export async function openPulls(sandbox: Sandbox, count: number): Promise<readonly Pull[]> {
  const pulls: Pull[] = [];
  for (let n = 0; n < count; n += 1) pulls.push(await sandbox.openPull(`p${n}`));
  return pulls;
}

function caller(url: string) {
  return async (method: "GET" | "POST", path: string, body?: unknown): Promise<unknown> => {
    const given = body === undefined ? {} : { body: JSON.stringify(body) };
    const headers = { "content-type": "application/json" };
    const signal = AbortSignal.timeout(120_000);
    const response = await fetch(`${url}/_sandbox/${path}`, { method, headers, signal, ...given });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return await response.json();
  };
}

/** Resolves once the stream flows; it then goes on until `signal`. */
async function watch(url: string, signal: AbortSignal, seen: (entry: JournalEntry) => void): Promise<void> {
  const response = await fetch(`${url}/_sandbox/events`, { signal });
  if (response.body === null) throw new Error("the sandbox's event stream has no body");
  const texts = response.body.pipeThrough(new TextDecoderStream());
  void (async () => {
    let rest = "";
    for await (const text of texts) {
      const events = `${rest}${text}`.split("\n\n");
      rest = events.pop() ?? "";
      for (const event of events) if (event.startsWith('data: {"kind":"journal"')) seen(entryIn(event));
    }
  })().catch((error: unknown) => {
    if (!signal.aborted) process.stderr.write(`the sandbox's event stream ended: ${String(error)}\n`);
  });
}

function entryIn(event: string): JournalEntry {
  return journalEntry.parse(change.parse(JSON.parse(event.slice("data: ".length))).entry);
}
