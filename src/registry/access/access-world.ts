/**
 * What GitHub says about an organisation's access, as read once, and what is remembered of it. Everything here is a fact with its
 * source; a part that could not be read in full is unread, never empty (R67).
 */

import type { Instant } from "../../shared/names.ts";
import type { Permission } from "./access-key.ts";

/** All of it, or nothing: half a list is unread. */
export type WholeOrUnread<Value> = { readonly kind: "known"; readonly value: Value } | Unread;

export interface Unread {
  readonly kind: "unread";
  readonly why: UnreadWhy;
  readonly detail: string;
}

/** forbidden: the app may not read it, which lasts until somebody gives it the permission; failed: GitHub's failure, which passes. */
export type UnreadWhy = "forbidden" | "failed";

/** An account as GitHub spells it. */
export interface AccessAccount {
  readonly id: number;
  readonly login: string;
}

export interface AccessWorld {
  /** The organisation's login. */
  readonly owner: string;
  /** By GitHub's clock. */
  readonly readAt: Instant;
  readonly owners: WholeOrUnread<readonly AccessAccount[]>;
  /** By slug in lower case; each team that the registry lists is here. */
  readonly teams: ReadonlyMap<string, WholeOrUnread<TeamFacts | null>>;
  /** Invitations to the organisation that were not accepted, through any team. */
  readonly failedInvitations: WholeOrUnread<readonly FailedInvitation[]>;
  /** By name in lower case: the repositories that the registry governs. */
  readonly repositories: ReadonlyMap<string, RepositoryFacts>;
  /** By login in lower case: whomever `claimedPeople` names; `null`: there is no such account. */
  readonly accounts: ReadonlyMap<string, WholeOrUnread<AccountFacts | null>>;
}

/** `null` in its place: there is no such team, or the app may not see it. */
export interface TeamFacts {
  /** As GitHub spells it. */
  readonly slug: string;
  readonly description: string | null;
  readonly privacy: "visible" | "secret";
  /** Slug of the team above it. */
  readonly parent: string | null;
  /** Its members come from an identity provider. `null`: GitHub did not tell. */
  readonly fromIdentityProvider: boolean | null;
  /** Direct members alone, without those of teams below. */
  readonly members: WholeOrUnread<readonly AccessAccount[]>;
  /** Pending. */
  readonly invitations: WholeOrUnread<readonly Invitation[]>;
}

export interface Invitation {
  /** `null`: sent to an e-mail address, so nobody knows whose it is. */
  readonly login: string | null;
  readonly id: number | null;
  readonly sentAt: Instant;
  readonly by: string | null;
}

export interface FailedInvitation extends Invitation {
  readonly failedAt: Instant;
  /** In GitHub's words. */
  readonly reason: string;
  readonly expired: boolean;
}

export interface RepositoryFacts {
  /** As GitHub spells it, without owner. */
  readonly name: string;
  readonly isPrivate: boolean;
  /** Everybody whom GitHub lists with access, however it was given. */
  readonly collaborators: WholeOrUnread<readonly Collaborator[]>;
  /** The permission of each team there, by slug in lower case. */
  readonly teams: WholeOrUnread<ReadonlyMap<string, Permission>>;
}

export interface Collaborator extends AccessAccount {
  /** Their effective permission; of a custom role, the level that it is based on. */
  readonly permission: Permission;
  /** The custom role's name, where it is one. */
  readonly customRole: string | null;
  /** They were added to the repository directly, whatever teams give them as well. */
  readonly isDirect: boolean;
}

export interface AccountFacts extends AccessAccount {
  readonly createdAt: Instant;
  readonly type: "User" | "Bot" | "Other";
}

/** What earlier readings, events and people's statements left. */
export interface AccessMemory {
  /** The last whole reading; `null`: there was none. */
  readonly seen: SeenAccess | null;
  /** From events, newest last: who changed what. */
  readonly changes: readonly AccessChange[];
  /** `/invite @user` by somebody of the top role. */
  readonly askedAgain: readonly AskedAgain[];
  /** People whom GitHub did not let be added; absent: nobody. */
  readonly refused?: readonly Refused[];
}

export interface Refused {
  /** Slug, in lower case. */
  readonly team: string;
  readonly id: number;
  readonly at: Instant;
  /** A clause for people, inert. */
  readonly why: string;
}

export interface SeenAccess {
  readonly at: Instant;
  /** By slug in lower case. */
  readonly teams: ReadonlyMap<string, SeenTeam>;
  /** People whom the registry has in a team and who left it: kept for as long as both are true, whatever becomes of the events. */
  readonly gone: readonly Gone[];
  /**
   * People whom the registry did not have in the team then: what had happened to them there before does not count against them when it
   * has them again.
   */
  readonly settled: readonly Settled[];
  /** How often invitations of people whom the registry has expired, by account: GitHub may list only the last one. */
  readonly expired?: readonly Expired[];
}

/** Numeric ids of accounts. */
export interface SeenTeam {
  readonly members: readonly number[];
  readonly invited: readonly number[];
}

export interface Gone {
  readonly team: string;
  readonly id: number;
  readonly how: GoneHow;
}

export type GoneHow =
  /** They declined the invitation, or somebody withdrew it; GitHub does not tell which. */
  | { readonly kind: "declined"; readonly at: Instant }
  | { readonly kind: "left"; readonly at: Instant }
  /** `by` is `null` if no event told it: they left, or somebody took them out. */
  | { readonly kind: "taken-out"; readonly at: Instant; readonly by: string | null };

export interface Expired {
  readonly id: number;
  /** Of the last one. */
  readonly at: Instant;
  readonly times: number;
}

export interface Settled {
  readonly team: string;
  readonly id: number;
  readonly at: Instant;
}

export interface AccessChange {
  readonly what: "added" | "removed" | "invited" | "permission";
  /** `team`: its slug in lower case; `repository`: its name in lower case. */
  readonly where:
    | { readonly kind: "organisation" }
    | { readonly kind: "team"; readonly team: string }
    | { readonly kind: "repository"; readonly repository: string };
  /** The person whose access changed. */
  readonly person: AccessAccount;
  /** The person who changed it: the event's sender. */
  readonly by: AccessAccount;
  readonly at: Instant;
}

interface AskedAgain {
  readonly id: number;
  readonly by: string;
  readonly at: Instant;
}

export const NO_MEMORY: AccessMemory = { seen: null, changes: [], askedAgain: [] };

/** A person puts this into a team's description, and so hands the team over to the registry there. */
export function handOverText(registry: string): string {
  return `Kept by Rung from ${registry}`;
}

/** The registry to which a team's description hands it over, as OWNER/REPO. */
export function handedOverTo(description: string | null): string | null {
  const [, registry = null] = /\bKept by Rung from ([\w.-]{1,100}\/[\w.-]{1,100})/i.exec(description ?? "") ?? [];
  // A full stop behind it is the sentence's.
  return registry?.replace(/(?<=[^/])\.$/, "") ?? null;
}
