/** The page's port over the sandbox's documented control API, so that the page may live in any process of this machine. */
import { z } from "zod";
import type { ActResult, DeliveryEntry, IssueDetail, JournalEntry, PullDetail, State } from "../control-model.ts";
import type { PagePort, Place, Refusal } from "./model.ts";

/** The sandbox is ours and its shapes are typed at their source, so only the outermost shape is looked at here. */
const state = shaped<State>();
const pull = shaped<PullDetail>();
const issue = shaped<IssueDetail>();
const journal = shaped<{ readonly entries: readonly JournalEntry[] }>();
const deliveries = shaped<{ readonly entries: readonly DeliveryEntry[] }>();
const files = z.looseObject({ files: z.array(z.string()) });
const file = z.looseObject({ text: z.string() });
const acted = shaped<ActResult>();
const refused = z.looseObject({ message: z.string() });

function shaped<T extends object>() {
  return z.custom<T>((value) => typeof value === "object" && value !== null);
}

/** `url` is the sandbox's own address, without a slash at its end. */
export function controlPort(url: string): PagePort {
  const at = (path: string) => `${url}/_sandbox/${path}`;
  const get = async <T>(path: string, shape: z.ZodType<T>): Promise<T | null> => {
    const answer = await fetch(at(path));
    if (answer.status === 404) return null;
    if (!answer.ok) throw new Error(`the sandbox answered ${answer.status} to ${path}`);
    return shape.parse(await answer.json());
  };
  return {
    state: async () => present(await get("state", state)),
    pull: (place) => get(`pulls/${placed(place)}`, pull),
    issue: (place) => get(`issues/${placed(place)}`, issue),
    files: async (owner, repo, ref) =>
      present(await get(`files/${named(owner, repo)}?ref=${encodeURIComponent(ref)}`, files)).files,
    text: async (owner, repo, path) =>
      (await get(`files/${named(owner, repo)}?path=${encodeURIComponent(path)}`, file))?.text ?? null,
    act: async (act) => {
      const headers = { "content-type": "application/json" };
      const answer = await fetch(at("act"), { method: "POST", headers, body: JSON.stringify(act) });
      return answerOf(answer.ok, await answer.json());
    },
    journal: async () => present(await get("journal", journal)).entries,
    deliveries: async () => present(await get("deliveries", deliveries)).entries,
    watch: (changed) => {
      const leaving = new AbortController();
      // A stream that breaks off leaves a page that reloads by hand; it must not take the server along.
      follow(at("events"), changed, leaving.signal).catch(() => leaving.abort());
      return () => leaving.abort();
    },
  };
}

function answerOf(ok: boolean, body: unknown): ActResult | Refusal {
  return ok ? acted.parse(body) : { ok: false, message: refused.parse(body).message };
}

function present<T>(value: T | null): T {
  if (value === null) throw new Error("the sandbox does not know its own control API");
  return value;
}

async function follow(url: string, changed: () => void, signal: AbortSignal): Promise<void> {
  const { body } = await fetch(url, { signal });
  if (body === null) return;
  for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
    if (chunk.includes("data:")) changed();
  }
}

function placed({ owner, repo, number }: Place): string {
  return `${named(owner, repo)}/${number}`;
}

function named(owner: string, repo: string): string {
  return `${encodeURIComponent(owner)}/${encodeURIComponent(repo)}`;
}
