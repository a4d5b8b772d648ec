/**
 * A team, collected page by page. It is known once each list has given as many different items as GitHub counts, all of them visible: an
 * item that appears twice may stand for one that slipped away between two pages, and an account that GitHub hides is somebody (R67).
 * Pure.
 */

import type { Permission } from "../../registry/access/access-key.ts";
import type {
  AccessAccount,
  Invitation,
  TeamFacts,
  Unread,
  WholeOrUnread,
} from "../../registry/access/access-world.ts";
import { instant } from "../../shared/names.ts";
import { unread } from "./access-list.ts";
import type { InvitationView, ListName, Rest, TeamView } from "./access-query.ts";

type About = Omit<TeamFacts, "members" | "invitations">;

export interface TeamReading {
  readonly slug: string;
  readonly rest: readonly Rest[];
  readonly team: About | null;
  readonly members: readonly AccessAccount[];
  /** `null`: GraphQL does not tell them. */
  readonly invitations: readonly Invitation[] | null;
  readonly permissions: readonly (readonly [string, Permission])[];
  /** GitHub's counts on each page. */
  readonly totals: readonly (readonly [ListName, number])[];
  readonly failed: Unread | null;
}

export function unstarted(slug: string, lists: readonly ListName[]): TeamReading {
  const rest = lists.map((list) => ({ list, after: null }));
  return { slug, rest, team: null, members: [], invitations: [], permissions: [], totals: [], failed: null };
}

export function failing(team: TeamReading, failed: Unread): TeamReading {
  return { ...team, rest: [], failed };
}

const CHANGED = unread("failed", "it changed while it was read");

/** `null`: there is no such team, or the app may not see it. */
export function readOn(before: TeamReading, view: TeamView | null): TeamReading {
  if (view === null) return before.team === null ? { ...before, rest: [] } : failing(before, CHANGED);
  const lists = before.rest.map(({ list }) => ({ list, read: view[list] ?? null }));
  if (lists.some(({ list, read }) => read === null && list !== "invitations"))
    return failing(before, unread("failed", "GitHub did not tell all of it"));
  const isHidden = lists.some(({ read }) => read !== null && itemsOf(read).includes(null));
  if (isHidden) return failing(before, unread("failed", "GitHub hides somebody of it"));
  const hasInvitations = lists.every(({ read }) => read !== null);
  return {
    ...before,
    team: before.team ?? aboutOf(view),
    rest: lists.flatMap(({ list, read }) =>
      read?.pageInfo.hasNextPage ? [{ list, after: read.pageInfo.endCursor ?? null }] : [],
    ),
    members: [...before.members, ...there(view.members?.nodes).map(accountOf)],
    invitations: hasInvitations
      ? [...(before.invitations ?? []), ...there(view.invitations?.nodes).map(invitationOf)]
      : null,
    permissions: [...before.permissions, ...there(view.repositories?.edges).map(permissionOf)],
    totals: [
      ...before.totals,
      ...lists.flatMap(({ list, read }) => (read === null ? [] : [[list, read.totalCount] as const])),
    ],
  };
}

function itemsOf(list: { readonly nodes: readonly unknown[] } | { readonly edges: readonly unknown[] }) {
  return "edges" in list ? list.edges : list.nodes;
}

function there<Item>(items: readonly (Item | null)[] | undefined): readonly Item[] {
  return (items ?? []).filter((item) => item !== null);
}

function aboutOf({ slug, description, privacy, parentTeam }: TeamView): About {
  return {
    slug,
    description: description ?? null,
    privacy: privacy === "SECRET" ? "secret" : "visible",
    parent: parentTeam?.slug ?? null,
    fromIdentityProvider: null,
  };
}

export function accountOf({ databaseId: id, login }: { readonly databaseId: number; readonly login: string }) {
  return { id, login };
}

function invitationOf({ invitee, inviterActor: by, createdAt }: InvitationView): Invitation {
  return {
    login: invitee?.login ?? null,
    id: invitee?.databaseId ?? null,
    sentAt: instant(createdAt),
    by: by?.login ?? null,
  };
}

export const LEVELS = { READ: "read", TRIAGE: "triage", WRITE: "write", MAINTAIN: "maintain", ADMIN: "admin" } as const;

function permissionOf(edge: { readonly permission: keyof typeof LEVELS; readonly node: { readonly name: string } }) {
  return [edge.node.name.toLowerCase(), LEVELS[edge.permission]] as const;
}

export function factsOf(reading: TeamReading): WholeOrUnread<TeamFacts | null> {
  const why = whyNotWhole(reading);
  if (why !== null) return why;
  const { team, members, invitations } = reading;
  if (team === null) return { kind: "known", value: null };
  const sent: TeamFacts["invitations"] =
    invitations === null
      ? unread("failed", "GitHub did not tell its invitations")
      : { kind: "known", value: invitations };
  return { kind: "known", value: { ...team, members: { kind: "known", value: members }, invitations: sent } };
}

export function permissionsOf(reading: TeamReading): WholeOrUnread<ReadonlyMap<string, Permission>> {
  return whyNotWhole(reading) ?? { kind: "known", value: new Map(reading.permissions) };
}

/** Somebody came, went or moved to another page while the pages were read. */
function whyNotWhole({ failed, rest, totals, members, invitations, permissions }: TeamReading): Unread | null {
  if (failed !== null) return failed;
  const came: Readonly<Record<ListName, number>> = {
    members: new Set(members.map(({ id }) => id)).size,
    // An address may have been written to twice.
    invitations: invitations?.length ?? 0,
    repositories: new Set(permissions.map(([name]) => name)).size,
  };
  const seen = invitations === null ? totals.filter(([list]) => list !== "invitations") : totals;
  if (rest.length > 0) return unread("failed", "it has more members than were asked for");
  return seen.every(([list, total]) => came[list] === total) ? null : CHANGED;
}
