/** One team that the registry lists, compared with GitHub's. */

import { loginKey } from "../../shared/names.ts";
import {
  type AccessAccount,
  type AccessMemory,
  type AccessWorld,
  type FailedInvitation,
  handedOverTo,
  type Invitation,
  type TeamFacts,
  type WholeOrUnread,
} from "./access-world.ts";
import type { AccessClaims, ClaimedPerson, ClaimedTeam } from "./claims.ts";
import type { AccountTrouble, Change, Difference, PendingInvitation, UnreadPart } from "./difference.ts";
import { askedAgain, lastChange, missingState, refusedLately } from "./missing-state.ts";
import { accountFinder, isAmong, ofAccount, personFinder, resolved } from "./same-account.ts";

export type Finding =
  | { readonly kind: "difference"; readonly difference: Difference }
  | { readonly kind: "pending"; readonly invitation: PendingInvitation }
  | { readonly kind: "unread"; readonly unread: UnreadPart }
  | { readonly kind: "unseen"; readonly unseen: UnreadPart };

/** Everything that the teams' members are compared with, without what is unread. */
interface TeamAround {
  readonly claims: AccessClaims;
  readonly owners: readonly AccessAccount[];
  readonly failed: WholeOrUnread<readonly FailedInvitation[]>;
  readonly accounts: AccessWorld["accounts"];
  readonly memory: AccessMemory;
  readonly readAt: number;
}

export const differs = (difference: Difference): Finding => ({ kind: "difference", difference });
export const unread = (one: UnreadPart): Finding => ({ kind: "unread", unread: one });

interface ReadTeam {
  readonly claim: ClaimedTeam;
  readonly about: {
    readonly team: string;
    readonly role: string;
    readonly orAbove: boolean;
    readonly area: string | null;
  };
  readonly members: readonly AccessAccount[];
  readonly invitations: readonly Invitation[];
}

export function teamFindings(
  claim: ClaimedTeam,
  facts: WholeOrUnread<TeamFacts | null> | undefined,
  around: TeamAround,
): readonly Finding[] {
  const part = { kind: "team" as const, team: claim.slug };
  if (facts === undefined) return [unread({ part, why: "failed", detail: "the team was not asked about" })];
  if (facts.kind === "unread") return [unread({ part, why: facts.why, detail: facts.detail })];
  const team = facts.value;
  const about = { team: team?.slug ?? claim.slug, role: claim.role, orAbove: claim.orAbove, area: claim.area };
  if (team === null) return [differs({ kind: "team-missing", key: `team-missing:${claim.slug}`, ...about })];
  // Who is in a secret team is nobody's to read in an issue.
  if (team.privacy === "secret")
    return [differs({ kind: "team-apart", key: `apart:${claim.slug}`, why: "secret", ...about })];
  const { members, invitations } = team;
  if (members.kind === "unread") return [unread({ part, why: members.why, detail: members.detail })];
  if (invitations.kind === "unread") return [unread({ part, why: invitations.why, detail: invitations.detail })];
  const read = { claim, about, members: members.value, invitations: invitations.value };
  return [...standingFindings(team, read, around), ...missing(read, around), ...surplus(read, around)];
}

/** What prevents Rung from adding people; irrelevant if it only watches. */
function standingFindings(team: TeamFacts, { claim, about }: ReadTeam, { claims }: TeamAround): readonly Finding[] {
  if (claims.mode === "watch") return [];
  const apart = team.fromIdentityProvider === true ? "identity-provider" : team.parent === null ? null : "child";
  if (apart !== null) return [differs({ kind: "team-apart", key: `apart:${claim.slug}`, why: apart, ...about })];
  const handedTo = handedOverTo(team.description);
  if (handedTo?.toLowerCase() === claims.registry.toLowerCase()) return [];
  return [differs({ kind: "team-not-handed-over", key: `not-handed-over:${claim.slug}`, handedTo, ...about })];
}

function missing(read: ReadTeam, around: TeamAround): readonly Finding[] {
  const there = accountFinder([...read.members, ...around.owners]);
  const invited = ofAccount(read.invitations);
  return read.claim.members.flatMap((person) => {
    const isThere = there(person) !== undefined;
    const found = resolved(person, around.accounts);
    // A pinned person may have another login by now; a young account is told for all that it is in the team.
    if (found.kind === "trouble") return isThere && found.why.kind !== "young" ? [] : [inTrouble(person, found.why)];
    if (isThere) return [];
    return found.kind === "account"
      ? [absent(found.account, invited(found.account)[0], read, around)]
      : [unread({ part: { kind: "account", login: person.key }, why: found.why, detail: found.detail })];
  });
}

function inTrouble({ login, id, key }: ClaimedPerson, why: AccountTrouble): Finding {
  return differs({ kind: "account", key: `account:${key}`, person: { login, id }, why });
}

function absent(
  account: AccessAccount,
  invitation: Invitation | undefined,
  { claim, about }: ReadTeam,
  around: TeamAround,
): Finding {
  if (invitation !== undefined)
    return { kind: "pending", invitation: { ...about, person: account, sentAt: invitation.sentAt } };
  const { failed, memory, readAt } = around;
  if (failed.kind === "unread")
    return unread({ part: { kind: "failed-invitations" }, why: failed.why, detail: failed.detail });
  const state = missingState(account, { team: claim.slug, memory, failed: failed.value, readAt });
  const refused = refusedLately(account, { team: claim.slug, memory, readAt });
  return differs({
    kind: "missing",
    key: `missing:${claim.slug}:${account.id}`,
    ...about,
    person: account,
    state,
    again: askedAgain(account, state, memory),
    ...(refused !== null && { refused }),
  });
}

function surplus({ claim, about, members, invitations }: ReadTeam, around: TeamAround): readonly Finding[] {
  if (claim.unreadTeams.length > 0) return [];
  const { claims, owners, memory } = around;
  const claimed = personFinder(claim.members);
  const isOwner = isAmong(owners);
  const isMeant = (somebody: { readonly login: string | null; readonly id: number | null }) =>
    claimed(somebody) !== undefined || isOwner(somebody) || isBeside(somebody, claims);
  return [
    ...members
      .filter((account) => !isMeant(account))
      .map((person) =>
        differs({
          kind: "surplus",
          key: `surplus:${claim.slug}:${person.id}`,
          ...about,
          person,
          change: addition(person, claim.slug, memory),
        }),
      ),
    ...invitations
      .filter((invitation) => !isMeant(invitation))
      .map((invitation) => strangeInvitation(invitation, claim, about)),
  ];
}

function strangeInvitation(
  { login, id, sentAt, by }: Invitation,
  { slug }: ClaimedTeam,
  about: ReadTeam["about"],
): Finding {
  const whose = id ?? login?.toLowerCase() ?? `mail:${sentAt}`;
  const person = login === null ? null : { login, id };
  return differs({ kind: "invitation-surplus", key: `invitation:${slug}:${whose}`, ...about, person, sentAt, by });
}

function addition(person: AccessAccount, team: string, memory: AccessMemory): Change | null {
  const change = lastChange(person, { team, memory });
  return change?.what === "added" ? { by: change.by.login, at: change.at } : null;
}

export function isBeside({ login }: { readonly login: string | null }, { besides }: AccessClaims): boolean {
  return login !== null && besides.has(loginKey(login));
}
