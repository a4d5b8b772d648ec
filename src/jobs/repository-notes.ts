/** Keeps what the page shows of repositories up to date with whatever is read anyway. The result of a job never depends on it. */

import { saveRepository } from "../database/repositories.ts";
import type { Client } from "../github/client/client.ts";
import { GitHubError, severityOf } from "../github/client/errors.ts";
import type { Governing, Registries } from "../github/read/governing-registry.ts";
import type { RegistryHead } from "../github/read/registry-head.ts";
import type { RepositoryFacts } from "../model/facts.ts";
import type { Log } from "../shared/log.ts";
import type { Instant } from "../shared/names.ts";
import { registryShown } from "./page/registry-page.ts";
import { type Sending, sendPublishing } from "./publishing/send.ts";
import type { ReadingWatch } from "./reading-watch.ts";

export interface RepositoryNotes {
  /**
   * A subject's reading told this about its repository, and about the one that may hold its registry. Writes only news, and once an hour
   * that nothing changed.
   */
  seen(head: RegistryHead, installationId: number, governing: Governing): Promise<void>;
  /**
   * The same for a repository of which only the registry's place was read, and what governs it. If GitHub does not return its text,
   * nothing is recorded (`null`).
   */
  listed(...listed: Parameters<Listing["listed"]>): Promise<Governing | null>;
  /** Everything is written again when it is next seen. */
  forget(): void;
}

/** What is known about repositories apart from their subjects, from what a listing tells anyway. */
export interface Listing {
  /** The name of the owner's repository in which to look for a registry, besides this one. */
  companionOf(repositoryId: number): string;
  /** Lists that follow the registry are looked at, too, by a job of that cause. */
  listed(client: Client, head: RegistryHead, at: Instant, cause: string): Promise<unknown>;
}

interface Parts extends Sending {
  readonly log: Log;
  readonly registries: Registries;
  readonly watches: readonly ReadingWatch[];
}

const AGAIN_MS = 60 * 60_000;
const MAX_REMEMBERED = 5_000;

interface Noted {
  readonly text: string;
  /** The same object is the same registry, so its text need not be built for a comparison. */
  readonly rules: object | null;
  readonly at: number;
}

export function repositoryNotes(parts: Parts): RepositoryNotes {
  const noted = new Map<number, Noted>();
  /** The owner's registry repositories: each reading of another repository tells about them, and a sweep has many. */
  const companions = new Map<number, Noted>();
  async function saveCompanion(companion: RepositoryFacts, installationId: number): Promise<void> {
    const news = newsOf(companions.get(companion.id), textOf(companion), null);
    if (news === null) return;
    await saveRepository(parts.db, companion, installationId);
    remember(companions, companion.id, news);
  }
  async function seen(head: RegistryHead, installationId: number, governing: Governing): Promise<void> {
    for (const watch of parts.watches) await watch.seen(head, installationId, governing);
    const { repository } = head.own;
    const companion = head.organisation?.repository ?? null;
    const news = newsIn(noted.get(repository.id), repository, companion, governing);
    if (news === null) return;
    await saveRepository(parts.db, repository, installationId, registryShown(governing, repository.owner));
    // Whether anybody may look at the registry's own repository decides how much of it is shown here (R62).
    if (companion !== null && companion.id !== repository.id) await saveCompanion(companion, installationId);
    remember(noted, repository.id, news);
  }
  return {
    seen,
    listed: async (client, head, at, cause) => {
      const { installationId } = client;
      if (installationId === null) return null;
      try {
        const governing = await governingOf(parts, client, head, at);
        await seen(head, installationId, governing);
        await sendPublishing(parts, { repository: head.own.repository, governing }, { installationId, cause });
        return governing;
      } catch (error) {
        if (!(error instanceof GitHubError)) throw error;
        parts.log[severityOf(error)](
          { err: error, repository: head.own.repository.id },
          "what the page shows of it was not renewed",
        );
        return null;
      }
    },
    forget: () => {
      noted.clear();
      companions.clear();
      for (const watch of parts.watches) watch.forget();
    },
  };
}

/** If no file is visible, that is enough for the page; only a gate must be surer. */
async function governingOf({ registries }: Parts, client: Client, head: RegistryHead, at: Instant): Promise<Governing> {
  const places = [head.own, head.organisation].flatMap((blobs) => (blobs === null ? [] : [blobs.root, blobs.nested]));
  if (places.every((oid) => oid === null)) return { kind: "none" };
  return await registries.governing(client, head, at);
}

function newsIn(
  before: Noted | undefined,
  repository: RepositoryFacts,
  companion: RepositoryFacts | null,
  governing: Governing,
): Noted | null {
  const { kind } = governing;
  const told = kind === "good" ? [governing.stale, governing.unreadTeams] : kind === "broken" ? governing.faults : [];
  const text = JSON.stringify([textOf(repository), kind, told, companion?.private ?? null]);
  return newsOf(before, text, kind === "good" ? governing.index : null);
}

function textOf({ id, owner, name, private: hidden, archived }: RepositoryFacts): string {
  return JSON.stringify([id, owner, name, hidden, archived]);
}

/** `null`: it was noted within the hour. */
function newsOf(before: Noted | undefined, text: string, rules: object | null): Noted | null {
  const now = performance.now();
  const isOld = before === undefined || now - before.at > AGAIN_MS;
  return isOld || before.text !== text || before.rules !== rules ? { text, rules, at: now } : null;
}

function remember(all: Map<number, Noted>, id: number, news: Noted): void {
  if (all.size >= MAX_REMEMBERED) all.clear();
  all.set(id, news);
}
