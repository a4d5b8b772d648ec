/** Who was given access to a repository directly, collected page by page. Like a team, it is known completely or not at all (R67). Pure. */

import type { Collaborator, RepositoryFacts, Unread } from "../../registry/access/access-world.ts";
import { sameName } from "../../shared/names.ts";
import { unread } from "./access-list.ts";
import type { WatchedView } from "./access-query.ts";
import { accountOf, LEVELS } from "./team-reading.ts";

export interface CollaboratorReading {
  readonly name: string;
  /** The registry in question is in this repository. */
  readonly isHome: boolean;
  readonly after: string | null;
  readonly isOpen: boolean;
  /** `null`: not read yet; or it is not to be reported on. */
  readonly about: Pick<RepositoryFacts, "name" | "isPrivate"> | null;
  readonly came: readonly Collaborator[];
  /** GitHub's count on each page. */
  readonly totals: readonly number[];
  readonly failed: Unread | null;
}

interface Watching {
  readonly owner: string;
  /** Private ones as well: who has what there is not for everybody to read. */
  readonly privateToo: boolean;
}

export function unopened(name: string, isHome: boolean): CollaboratorReading {
  return { name, isHome, after: null, isOpen: true, about: null, came: [], totals: [], failed: null };
}

export function shut(reading: CollaboratorReading, failed: Unread | null): CollaboratorReading {
  return { ...reading, isOpen: false, failed };
}

const CHANGED = unread("failed", "it changed while it was read");

/** A repository with a registry of its own says itself who has which access there. */
export function collaboratorsOn(
  before: CollaboratorReading,
  view: WatchedView | null,
  { owner, privateToo }: Watching,
): CollaboratorReading {
  if (view === null) return shut(before, before.about === null ? null : CHANGED);
  const hasOwn = !before.isHome && (view.root !== null || view.nested !== null);
  const isElsewhere = !sameName(view.owner.login, owner);
  if (isElsewhere || view.isArchived || hasOwn || (view.isPrivate && !privateToo))
    return shut({ ...before, about: null }, null);
  const page = view.collaborators ?? null;
  const about = { name: view.name, isPrivate: view.isPrivate };
  if (page === null) return shut({ ...before, about }, unread("forbidden", "the app may not see its collaborators"));
  const came = page.edges.filter((edge) => edge !== null);
  if (came.length < page.edges.length)
    return shut({ ...before, about }, unread("failed", "GitHub hides somebody of it"));
  return {
    ...before,
    about,
    isOpen: page.pageInfo.hasNextPage,
    after: page.pageInfo.endCursor ?? null,
    came: [
      ...before.came,
      ...came.map(({ permission, node }) => ({
        ...accountOf(node),
        permission: LEVELS[permission],
        customRole: null,
        isDirect: true,
      })),
    ],
    totals: [...before.totals, page.totalCount],
  };
}

/** `null`: it is not to be reported on. */
export function watchedFacts(reading: CollaboratorReading): RepositoryFacts | null {
  const { name, about, failed, isOpen, came, totals } = reading;
  const teams = { kind: "known", value: new Map() } as const;
  if (failed !== null)
    return { name: about?.name ?? name, isPrivate: about?.isPrivate ?? false, teams, collaborators: failed };
  if (about === null) return null;
  const different = new Set(came.map(({ id }) => id)).size;
  const isWhole = !isOpen && totals.every((total) => total === different);
  return { ...about, teams, collaborators: isWhole ? { kind: "known", value: came } : CHANGED };
}
