/** Who may see what: everybody what is public, and anything else only those to whom GitHub shows it. */

import { createHash } from "node:crypto";
import type { StoredRepository } from "../../database/repositories.ts";
import { tokenClient } from "../../github/client/client.ts";
import { readVisibleRepository } from "../../github/read/as-person.ts";
import type { RepositoryName } from "../../shared/names.ts";
import type { Session } from "./session.ts";
import type { PageOptions } from "./sign-in.ts";

/** How long GitHub's last answer that a repository is public is believed; sweeps renew it. Without one it counts as private. */
const PUBLIC_FOR_MS = 48 * 3_600_000;
/** How long its answer that somebody may see a repository is believed. */
const SEEN_FOR_MS = 5 * 60_000;
const MAX_REMEMBERED = 5_000;

/** Whether anybody may look. */
export function isPublic(repository: Pick<StoredRepository, "private" | "age">): boolean {
  return !repository.private && repository.age < PUBLIC_FOR_MS;
}

export interface Viewers {
  /**
   * The id of the repository with that name as GitHub shows it to them; `null`: it shows none. Asked with their own token, at most once
   * in some minutes. Throws GitHubError if GitHub does not tell.
   */
  idSeenBy(session: Session, repository: RepositoryName): Promise<number | null>;
}

interface Seen {
  readonly id: Promise<number | null>;
  readonly until: number;
}

type ViewersOptions = Pick<PageOptions, "apiUrl" | "graphqlUrl" | "transport" | "now">;

export function viewers(options: ViewersOptions): Viewers {
  const known = new Map<string, Seen>();
  return {
    idSeenBy(session, repository) {
      const { owner, name } = repository;
      // The token itself is not kept.
      const who = createHash("sha256").update(session.token).digest("base64url");
      const key = `${who} ${owner}/${name}`.toLowerCase();
      const found = known.get(key);
      if (found && found.until > options.now()) return found.id;
      const id = readVisibleRepository(tokenClient({ ...options, token: session.token }), repository);
      if (known.size >= MAX_REMEMBERED) known.clear();
      known.set(key, { id, until: options.now() + SEEN_FOR_MS });
      // A failure is no answer: the next look asks again.
      id.catch(() => known.delete(key));
      return id;
    },
  };
}
