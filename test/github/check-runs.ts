/** GitHub's check runs of one commit behind a client, with requests that get lost on their way there or back. */

import { z } from "zod";
import type { Client, RestAnswer } from "../../src/github/client/client.ts";
import { Gone, Transient } from "../../src/github/client/errors.ts";

/** "on-its-way": its sender is gone, and it comes when `arrive` is called. */
export type Trouble = "answer-lost" | "request-lost" | "on-its-way";

interface Run {
  readonly id: number;
  readonly name: string;
  outcome: string;
  externalId: string;
}

export interface CheckRuns {
  readonly client: Client;
  newest(name: string): Run | undefined;
  /** Methods since the last call. */
  asked(): readonly string[];
  /** Of the first write after `skipped` others; `null`: none. */
  trouble(kind: Trouble | null, skipped: number): void;
  arrive(): void;
  /** Somebody presses "Re-run": all are queued again. */
  reopen(): void;
}

const written = z.object({
  name: z.string(),
  status: z.string(),
  conclusion: z.string().optional(),
  external_id: z.string(),
});

export function checkRuns(): CheckRuns {
  const runs: Run[] = [];
  let asked: string[] = [];
  let late: (() => unknown)[] = [];
  let trouble: { readonly kind: Trouble; left: number } | null = null;

  function answer(method: string, path: string, body: unknown): unknown {
    if (method === "GET") return { check_runs: runs.map(shown) };
    const { name, status, conclusion, external_id: externalId } = written.parse(body);
    const outcome = status === "completed" ? (conclusion ?? "") : "waiting";
    if (method === "POST") {
      const run = { id: runs.length + 1, name, outcome, externalId };
      runs.push(run);
      return { id: run.id };
    }
    const run = runs.find(({ id }) => path.endsWith(`/${id}`));
    if (run === undefined) throw new Gone(`${path}: 404`);
    if (run.outcome !== "waiting" && outcome === "waiting") throw new Error("a completed run cannot be opened again");
    Object.assign(run, { outcome, externalId });
    return { id: run.id };
  }

  return {
    client: {
      installationId: 1,
      async rest(method, path, options = {}): Promise<RestAnswer> {
        asked.push(method);
        const struck = method !== "GET" && trouble !== null && trouble.left-- === 0 ? trouble.kind : null;
        if (struck === "request-lost") throw new Transient(`${method} ${path}: reset`, { mayHaveHappened: true });
        if (struck === "on-its-way") {
          late.push(() => answer(method, path, options.body));
          throw new Transient(`${method} ${path}: reset`, { mayHaveHappened: true });
        }
        const data = answer(method, path, options.body);
        if (struck === "answer-lost") throw new Transient(`${method} ${path}: reset`, { mayHaveHappened: true });
        return { status: 200, data, etag: null, at: null };
      },
      graph: () => Promise.reject(new Error("no query is expected")),
    },
    newest: (name) => runs.findLast((run) => run.name === name),
    asked() {
      const since = asked;
      asked = [];
      return since;
    },
    trouble(kind, skipped) {
      trouble = kind === null ? null : { kind, left: skipped };
    },
    arrive() {
      for (const comes of late) comes();
      late = [];
    },
    reopen() {
      for (const run of runs) run.outcome = "waiting";
    },
  };
}

function shown({ id, name, outcome, externalId }: Run) {
  const state = outcome === "waiting" ? { status: "queued" } : { status: "completed", conclusion: outcome };
  return { id, name, external_id: externalId, app: { id: 7 }, ...state };
}
