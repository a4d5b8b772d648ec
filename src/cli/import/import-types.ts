/** The types of an import: who may approve a path by the files a community has now, and the areas that express the same. */

import type { Note } from "../../registry/ownership/tree.ts";

/** What can be moved in from, in the order in which it is looked for. */
export const SOURCES = ["owners", "codeowners", "markdown"] as const;
export type Source = (typeof SOURCES)[number];

/** Folded: a login in lower case, or a team as `org/slug` in lower case. */
export type OwnerKey = string;

/** Who a path belongs to by the files that are moved in from. */
export interface Ownership {
  readonly approvers: ReadonlySet<OwnerKey>;
  readonly reviewers: ReadonlySet<OwnerKey>;
  /** The old rules let it in without anybody's approval. */
  readonly needsNobody: boolean;
  /** Where `approvers` is empty: why, as the end of a sentence. */
  readonly unowned: string | null;
}

export interface AreaDraft {
  /** A wish; names are made unique and sound when the registry is written. */
  readonly name: string;
  readonly paths: readonly string[];
  readonly repos?: readonly string[];
  /** False: nobody of the areas around it may approve here. */
  readonly inherits: boolean;
  readonly needsNobody: boolean;
  /** Asked for whatever other area matches; absent: it is not. */
  readonly exclusive?: true;
  /** How many have to approve; absent: as many as elsewhere. */
  readonly min?: number;
  readonly approvers: readonly OwnerKey[];
  readonly reviewers: readonly OwnerKey[];
  /** Why the area is as it is, where that is not plain; a line each. */
  readonly about: readonly string[];
  /** Names of the groups whose people are among the approvers and the reviewers; absent: of none. */
  readonly groups?: NamedGroups;
  /** Areas of equal people may become one; false where the order of areas decides who may approve. */
  readonly joinable: boolean;
}

export interface NamedGroups {
  readonly approvers: readonly string[];
  readonly reviewers: readonly string[];
}

/** What one kind of ownership files says. */
export interface DraftRegistry {
  /** As people call it: `OWNERS files`. */
  readonly source: string;
  /** The role of those who review and do not approve, as the community calls it. */
  readonly lower: "reviewers" | "contributors";
  /** Repositories that it speaks of by name; `null`: the one whose tree it is. */
  readonly repositories: readonly string[] | null;
  readonly members: readonly OwnerKey[];
  /** The areas, in the order they have to be written in. */
  readonly areas: readonly AreaDraft[];
  /** People of every path, but for areas that do not inherit. */
  readonly everywhere: { readonly approvers: readonly OwnerKey[]; readonly reviewers: readonly OwnerKey[] };
  /** Who may change the rules themselves: they become the top role. */
  readonly governing: ReadonlySet<OwnerKey>;
  readonly emeritus: readonly OwnerKey[];
  /** People whom the files call by one name, by that name. Absent: none. */
  readonly groups?: ReadonlyMap<string, readonly OwnerKey[]>;
  /** Of groups whose people only GitHub knows: who that is. They are written empty. Absent: none. */
  readonly toFill?: ReadonlyMap<string, string>;
  /** Lines of rules beside the ladder. Absent: of labels alone. */
  readonly settings?: readonly string[];
  /** Whether people stand at their areas; else each is listed once, with all their areas. */
  readonly atAreas: boolean;
  /** Names as the files spell them. */
  readonly spelling: ReadonlyMap<OwnerKey, string>;
  /** What may be said of a person besides, by key. */
  readonly affiliations: ReadonlyMap<OwnerKey, string>;
  readonly notes: readonly Note[];
  /** What may name somebody and was not surely read: nobody was given a role by it. Absent: nothing. */
  readonly questions?: readonly Note[];
  /** Why these files may not be what governs the tree; absent or `null`: nothing speaks against it. */
  readonly unfit?: Unfit | null;
  /** Why all that approve something became the top role, as a clause; absent: the files say who governs. */
  readonly governingWhy?: string;
  /** What differs between the old tool and Rung whatever the path. */
  readonly rules: readonly string[];
  /** `repository`: its name, where the source speaks of several. */
  ownershipOf(path: string, repository: string): Ownership;
}

export interface Unfit {
  /** False: where there is no other source, it may be all the same. */
  readonly isCertain: boolean;
  /** As a clause. */
  readonly why: string;
}

export const NOBODY: ReadonlySet<OwnerKey> = new Set();

/** What a pattern of a folder covers besides, in every registry. */
export const FOLDERS =
  "A pattern of a folder, such as `docs/**`, also covers a file or a link called `docs`: where a folder is replaced by one, the same people are asked.";
