/** The kinds of difference between GitHub's access and the registry's, each with its evidence. None of them asks to take anything away. */

import type { Instant, LoginKey } from "../../shared/names.ts";
import type { Permission } from "./access-key.ts";
import type { GoneHow, UnreadWhy } from "./access-world.ts";

/** Somebody by the login that is shown; `id` is `null` if nobody told it. */
interface Subject {
  readonly login: string;
  readonly id: number | null;
}

/** What happened to the membership of somebody who should be in a team and is not. */
export type MissingState =
  | { readonly kind: "never-invited" }
  /** `times`: so often it expired. */
  | { readonly kind: "expired"; readonly at: Instant; readonly times: number }
  | { readonly kind: "failed"; readonly at: Instant; readonly reason: string }
  | GoneHow;

/** Who changed it, and when, if an event told it. */
export interface Change {
  readonly by: string;
  readonly at: Instant;
}

interface InTeam {
  /** Slug as GitHub spells it. */
  readonly team: string;
  readonly role: string;
  /** It is for holders of a higher role, too. */
  readonly orAbove: boolean;
  readonly area: string | null;
}

/** Equal keys are the same difference, in whatever reading. */
interface Keyed {
  readonly key: string;
}

export type Difference = Keyed &
  (
    | (InTeam & {
        readonly kind: "missing";
        /** The account that would be added: never without an id. */
        readonly person: Subject & { readonly id: number };
        readonly state: MissingState;
        /** `/invite` since then. */
        readonly again: Change | null;
        /** Why GitHub recently did not let them be added, a clause; absent: this was not tried, or there was no obstacle. */
        readonly refused?: string;
      })
    | (InTeam & { readonly kind: "surplus"; readonly person: Subject; readonly change: Change | null })
    /** `person` is `null`: sent to an e-mail address. */
    | (InTeam & {
        readonly kind: "invitation-surplus";
        readonly person: Subject | null;
        readonly sentAt: Instant;
        readonly by: string | null;
      })
    | { readonly kind: "owner-missing"; readonly person: Subject; readonly change: Change | null }
    | { readonly kind: "owner-surplus"; readonly person: Subject; readonly change: Change | null }
    /** Somebody without a role there who was given access to the repository itself. */
    | {
        readonly kind: "collaborator-surplus";
        readonly repository: string;
        readonly person: Subject;
        readonly gives: Permission;
        readonly customRole: string | null;
        readonly change: Change | null;
      }
    /** Somebody with a role, whose permission is higher or lower than it says. */
    | {
        readonly kind: "collaborator-permission";
        readonly repository: string;
        readonly person: Subject;
        readonly role: string;
        /** `null`: the registry gives no permission to any role up to theirs. */
        readonly says: Permission | null;
        readonly gives: Permission | "none";
        readonly customRole: string | null;
        readonly change: Change | null;
      }
    | (InTeam & {
        readonly kind: "team-permission";
        readonly repository: string;
        readonly says: Permission;
        readonly gives: Permission | "none";
      })
    | (InTeam & { readonly kind: "team-missing" })
    /** `handedTo`: another registry, that the description names. */
    | (InTeam & { readonly kind: "team-not-handed-over"; readonly handedTo: string | null })
    /** Teams whose members Rung leaves alone; the members of a secret one are not shown either. */
    | (InTeam & { readonly kind: "team-apart"; readonly why: TeamApart })
    /** The registry's login belongs to another account than it did, or to none: it is unknown who is meant. */
    | { readonly kind: "account"; readonly person: Subject; readonly why: AccountTrouble }
  );

type TeamApart = "secret" | "child" | "identity-provider";

export type AccountTrouble =
  | { readonly kind: "gone" }
  /** The entry's id is another account's. */
  | { readonly kind: "other"; readonly id: number }
  /** Younger than the entry's `since`. */
  | { readonly kind: "young"; readonly createdAt: Instant; readonly since: string }
  | { readonly kind: "not-a-person" };

type DifferenceKind = Difference["kind"];
export type DifferenceOf<Kind extends DifferenceKind> = Extract<Difference, { readonly kind: Kind }>;

/** An invitation that was sent and may still be taken up: no difference. */
export interface PendingInvitation extends InTeam {
  readonly person: Subject;
  readonly sentAt: Instant;
}

/** What could not be read in full: nothing is told about it. */
export interface UnreadPart {
  readonly part:
    | { readonly kind: "owners" }
    | { readonly kind: "failed-invitations" }
    | { readonly kind: "team"; readonly team: string }
    /** The registry gets people from this team, whose members are not known. */
    | { readonly kind: "registry-team"; readonly team: string }
    | { readonly kind: "repository"; readonly repository: string }
    /** That repository's own registry. */
    | { readonly kind: "registry"; readonly repository: string }
    | { readonly kind: "account"; readonly login: LoginKey };
  readonly why: UnreadWhy;
  readonly detail: string;
}

export interface AccessFindings {
  /** In a fixed order: teams as the registry lists them, then owners, then repositories. None where something is unread. */
  readonly differences: readonly Difference[];
  readonly pending: readonly PendingInvitation[];
  /** Not empty: nothing is told as a fact, and nothing is written (R67). */
  readonly unread: readonly UnreadPart[];
  /** What the registry does not mention and the app may not see: it was not read, and that is no obstacle. */
  readonly unseen: readonly UnreadPart[];
}
