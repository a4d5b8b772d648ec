/**
 * The registry as the rest of Rung sees it: roles.yaml after parsing, defaults and `extends`. How it is written is in registry-schema.ts
 * and settings.ts; how it is queried, in registry-index.ts.
 */

import type { LoginKey, RepositoryName } from "../shared/names.ts";
import type { GroupDefinition, PeopleLists } from "./entries.ts";
import type { RoleInactivity } from "./inactivity/inactivity-key.ts";
import type { LabelNames } from "./label-key.ts";
import type { ApprovalRule, GeneralRules, KindRule, LabellingRule, ReviewRule } from "./settings.ts";

/**
 * A rung of the ladder, or a role beside it. `Registry.roles` has the rungs in order of height, lowest first, preceded by the roles
 * beside the ladder, which are neither above nor below any other (rungs.ts).
 */
export interface RoleDefinition {
  /** As the registry writes it, plural: `approvers`. */
  readonly name: string;
  readonly summary: string | null;
  /** The `promotion:` block as written, in the right shape; the promotions room interprets it. */
  readonly promotion: unknown;
  /** The roles and areas that the block names. */
  readonly references: readonly PromotionReference[];
  /** No rung: it includes no other role, and no other includes it. */
  readonly beside?: true;
  /** Nobody is promoted to it. */
  readonly closed?: true;
  /** How it is meant to be held; absent: either way. */
  readonly held?: "area" | "everywhere";
  /** After what time its holders are reported as not seen; absent: never. */
  readonly inactivity?: RoleInactivity;
}

/** A name in a `promotion:` block, with its path from the block on. */
export interface PromotionReference {
  readonly to: "role" | "area";
  readonly name: string;
  readonly path: readonly PropertyKey[];
}

export interface AreaDefinition {
  readonly name: string;
  /** Repository names (without owner), case kept, compared without case. Empty: every repository. */
  readonly repos: readonly string[];
  /** Globs; empty: the whole repository. */
  readonly paths: readonly string[];
  /** Only people whose role names exactly this area may approve here (R15a), whatever other area matches more closely (R76). */
  readonly exclusive: boolean;
  /** False: people of enclosing areas, and those who hold their role everywhere, do not approve here. Absent: they do. */
  readonly inherits?: boolean;
  /** What the area asks for in addition to the registry's `approval`. */
  readonly approval: { readonly from?: string; readonly min?: number };
  /** Little happens there: silence says nothing about its people. */
  readonly stable?: true;
  /** Set in a registry that extends another: the area is the repository's own. Absent: the registry's that is extended. */
  readonly level?: "repository";
}

/** A person's or team's entry in one role's list. */
export interface Holding {
  readonly role: string;
  readonly login: string;
  readonly key: LoginKey;
  /** Pinned: then the id alone decides (R4). */
  readonly id: number | null;
  /** Names of areas; empty: held everywhere. */
  readonly areas: readonly string[];
  /** `YYYY-MM-DD` as written. */
  readonly since: string | null;
  readonly affiliation: string | null;
  /** As people write it, for lists that are published. */
  readonly name?: string;
  /** `YYYY-MM-DD`: away until that day (UTC); `true`: away without an end. */
  readonly away: string | true | null;
}

/** An entry of somebody who holds nothing any more. */
export interface FormerHolding {
  readonly login: string;
  readonly key: LoginKey;
  readonly id: number | null;
  /** The role and the areas that they held; `null`: not known. Empty areas: everywhere. */
  readonly was: string | null;
  readonly areas: readonly string[];
  /** `YYYY-MM-DD`, as written. */
  readonly since: string | null;
  readonly until: string | null;
  /** From a repository's own file that extends another; absent: from the extended file, or the only one. */
  readonly level?: "repository";
}

export interface TeamHolding {
  readonly role: string;
  /** `org/slug` as written. */
  readonly team: string;
  readonly areas: readonly string[];
}

/** Where the text of a registry came from. */
export interface RegistrySource {
  readonly repository: RepositoryName;
  readonly path: string;
  /** Blob sha of the text. */
  readonly oid: string;
}

/** Plain, immutable data; `indexed()` in registry-index.ts gives it the look-ups. */
export interface Registry extends GeneralRules {
  /** Lowest first. */
  readonly roles: readonly RoleDefinition[];
  readonly areas: readonly AreaDefinition[];
  readonly kinds: { readonly docs: KindRule };
  readonly approval: ApprovalRule;
  readonly reviews: ReviewRule;
  readonly labels: LabelNames;
  readonly labelling: LabellingRule;
  readonly people: readonly Holding[];
  readonly teams: readonly TeamHolding[];
  /** Absent: none. The people of a group are in `people` and `teams` wherever it is named. */
  readonly groups?: readonly GroupDefinition[];
  /** Listed as emeritus: no rights. Absent: the file has no such list. */
  readonly emeritus?: readonly FormerHolding[];
  /** This file first, then the one it extends. */
  readonly sources: readonly RegistrySource[];
  /** Another registry still has to be joined (extends.ts); such a registry answers no questions. */
  readonly extends?: RegistryExtension;
}

/** What a repository's registry extends; `repository` null: the organisation's registry repository. */
export interface RegistryExtension {
  readonly repository: RepositoryName | null;
  /** The rules the file writes itself, as dotted paths (`approval.min`); the others are the organisation's. */
  readonly written: readonly string[];
  /** The people as the file writes them: groups that it names may be the organisation's. */
  readonly lists: PeopleLists;
}

/** A place in a registry's text, 1-based, columns in UTF-16 units as editors count them. */
export interface Fault {
  readonly severity: "error" | "warning";
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** `registry` is null exactly if there is a fault of severity error. */
export interface ParsedRegistry {
  readonly registry: Registry | null;
  readonly faults: readonly Fault[];
  /** Its groups come to more entries than were to be read: nothing else is known of it. */
  readonly crowded?: true;
}

/** Somebody who may approve, as shown to people. */
export interface Holder {
  readonly login: string;
  readonly id: number | null;
  readonly role: string;
  /** Areas of this holding; empty: everywhere. */
  readonly areas: readonly string[];
}

/**
 * One of the approvals that are asked for a path: from an exclusive area by itself (R76); or, if no exclusive area matches, from the
 * areas of the path, innermost first: the owner (its most specific area), then the enclosing ones outward up to and including the first
 * that does not inherit. `open` says that none ended the chain, so holders without areas count too. An empty chain with `open` is the
 * repository itself (R15).
 */
export interface AreaPath {
  /** Equal chains have equal keys, so files can be grouped. */
  readonly key: string;
  readonly areas: readonly string[];
  readonly open: boolean;
}
