/** What to remember of a complete reading, so that the next one knows who left (R69). */

import type {
  AccessAccount,
  AccessMemory,
  AccessWorld,
  Expired,
  Gone,
  SeenAccess,
  SeenTeam,
  Settled,
} from "./access-world.ts";
import type { AccessClaims, ClaimedTeam } from "./claims.ts";
import type { AccessFindings } from "./difference.ts";
import { type Around, expiries, goneHow } from "./missing-state.ts";
import { accountFinder, ofAccount, resolved } from "./same-account.ts";

/** `null`: the reading was not whole, so what was remembered stays. */
export function seenAfter(
  claims: AccessClaims,
  world: AccessWorld,
  { memory, findings }: { readonly memory: AccessMemory; readonly findings: AccessFindings },
): SeenAccess | null {
  const { failedInvitations: failed } = world;
  if (findings.unread.length > 0 || failed.kind === "unread") return null;
  const read = claims.teams.flatMap((claim) => {
    const around: Around = { team: claim.slug, memory, failed: failed.value, readAt: world.readAt };
    return teamRead(claim, world, around);
  });
  // Who went from a team that is away for a while stays gone; who is in a secret one is kept nowhere, since the line can be read.
  const away = new Set(
    claims.teams.map(({ slug }) => slug).filter((slug) => !read.some(({ claim }) => claim.slug === slug)),
  );
  const { gone = [], settled = [], expired = [] } = memory.seen ?? {};
  return {
    at: world.readAt,
    teams: new Map(read.map((one) => [one.claim.slug, seenIn(one)])),
    gone: [...gone.filter(({ team }) => away.has(team)), ...read.flatMap(goneFrom)],
    settled: [...settled.filter(({ team }) => away.has(team)), ...read.flatMap(settledIn)],
    ...expiredAmong(read, away.size === 0 ? [] : expired),
  };
}

/** Not every invitation tells its account's id. */
function seenIn({ members, invitations, belonging }: TeamRead): SeenTeam {
  const invited = ofAccount(invitations);
  const waiting = belonging.filter((account) => invited(account).length > 0).map(({ id }) => id);
  return {
    members: members.map(({ id }) => id),
    invited: [...new Set([...invitations.flatMap(({ id }) => id ?? []), ...waiting])],
  };
}

interface TeamRead {
  readonly claim: ClaimedTeam;
  readonly members: readonly AccessAccount[];
  readonly invitations: readonly { readonly login: string | null; readonly id: number | null }[];
  /** The accounts of the people whom the registry has in it. */
  readonly belonging: readonly AccessAccount[];
  readonly around: Around;
}

function teamRead(claim: ClaimedTeam, world: AccessWorld, around: Around): readonly TeamRead[] {
  const facts = world.teams.get(claim.slug);
  if (facts === undefined || facts.kind === "unread" || facts.value === null) return [];
  if (facts.value.privacy === "secret") return [];
  const { members, invitations } = facts.value;
  if (members.kind === "unread" || invitations.kind === "unread") return [];
  const find = accountFinder(members.value);
  const belonging = claim.members.flatMap((person): readonly AccessAccount[] => {
    const there = find(person);
    if (there !== undefined) return [there];
    const found = resolved(person, world.accounts);
    return found.kind === "account" ? [found.account] : [];
  });
  return [{ claim, members: members.value, invitations: invitations.value, belonging, around }];
}

/** People whom the registry has there, who are not there, and of whom there is evidence that they were. */
function goneFrom({ members, invitations, belonging, around }: TeamRead): readonly Gone[] {
  const ids = new Set(members.map(({ id }) => id));
  const invited = ofAccount(invitations);
  const isThere = (account: AccessAccount) => ids.has(account.id) || invited(account).length > 0;
  return belonging
    .filter((account) => !isThere(account))
    .flatMap((account) => {
      const how = goneHow(account, around);
      return how === null || isSettled(account.id, how.at, around) ? [] : [{ team: around.team, id: account.id, how }];
    });
}

/** Kept while another invitation is pending, so that its end is counted too. */
function expiredAmong(read: readonly TeamRead[], before: readonly Expired[]): Pick<SeenAccess, "expired"> {
  const found = new Map(before.map((one) => [one.id, one]));
  for (const { members, belonging, around } of read) {
    const ids = new Set(members.map(({ id }) => id));
    for (const account of belonging) {
      const expired = ids.has(account.id) ? null : expiries(account, around);
      if (expired !== null) found.set(account.id, expired);
    }
  }
  return found.size === 0 ? {} : { expired: [...found.values()] };
}

function isSettled(person: number, at: number, { team, memory }: Around): boolean {
  return (memory.seen?.settled ?? []).some((one) => one.team === team && one.id === person && one.at >= at);
}

/** People to whom something happened: from now on if the registry does not have them; otherwise as before, as long as that is known. */
function settledIn({ belonging, around }: TeamRead): readonly Settled[] {
  const { team, memory, failed, readAt } = around;
  const happened = new Set([
    ...memory.changes
      .filter(({ where }) => where.kind === "organisation" || (where.kind === "team" && where.team === team))
      .map(({ person }) => person.id),
    ...failed.flatMap(({ id }) => id ?? []),
  ]);
  const ids = new Set(belonging.map((account) => account.id));
  return [...happened].flatMap((id): readonly Settled[] => {
    if (!ids.has(id)) return [{ team, id, at: readAt }];
    return (memory.seen?.settled ?? []).filter((one) => one.team === team && one.id === id);
  });
}
