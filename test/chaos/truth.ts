/** What really happened, by the sandbox's own log of webhooks: every event once, in order, whatever the bots were told. */

import { type Job, type Note, subjectKey } from "../../src/model/job.ts";
import type { Sandbox } from "../../src/sandbox/start.ts";
import { toJob } from "../../src/server/webhook/to-job.ts";

export interface Truth {
  /** Notes of everything that happened to a subject, by its key. */
  readonly notes: ReadonlyMap<string, readonly Note[]>;
  /** Ids of the deliveries that ask for work, with what each is about. */
  readonly asking: ReadonlyMap<string, Job>;
  /** Events there were. */
  readonly events: number;
}

/** Reads on where it stopped, each time it is asked. */
export function followed({ webhooks, appId, botLogin }: Sandbox, holdLabel: string): () => Truth {
  const notes = new Map<string, Note[]>();
  const asking = new Map<string, Job>();
  const known = { appId, botLogin, labelsOfInterest: () => new Set([holdLabel]) };
  let events = 0;
  let read = 0;
  return () => {
    const news = webhooks.log.filter(({ entry, redelivery }) => entry.seq > read && !redelivery);
    read = webhooks.log.at(-1)?.entry.seq ?? read;
    events += news.length;
    for (const { event, guid, body } of news) {
      const routing = toJob(event, JSON.parse(body), known);
      if (routing.kind !== "job") continue;
      const { job } = routing;
      asking.set(guid, job);
      const key = subjectKey(job.installationId, job.subject);
      const before = notes.get(key) ?? [];
      notes.set(key, before);
      before.push(...job.notes);
    }
    return { notes, asking, events };
  };
}
