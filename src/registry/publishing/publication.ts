/** The input of publishing: the registry, where its lists go, what is there now. All formats and proofs are functions of it. */

import type { Account, RepositoryName } from "../../shared/names.ts";
import type { Registry } from "../registry-types.ts";
import type { PublishEntry } from "./publish-key.ts";
import type { PublishedDecision } from "./published-decision.ts";

/** What a promotion asks for, in Markdown: a line, or several under an introduction. */
export type Requirement = string | { readonly intro: string; readonly of: readonly Requirement[] };

export interface Publication {
  /** The one that governs `repository`, joined with what it extends. */
  readonly registry: Registry;
  /** The members of teams by `org/slug`, of those that were read. */
  readonly teams: ReadonlyMap<string, readonly Account[]>;
  /** The repository that the lists go to. */
  readonly repository: RepositoryName;
  /** Every file there; `null`: not known, and proofs use sample paths of each pattern. */
  readonly paths: readonly string[] | null;
  /** The text of a file; `null`: there is none. */
  read(path: string): string | null;
  /** Why the present content must not be replaced, as the end of a sentence; `null`: it may be. */
  blocked(path: string): string | null;
  /** GitHub's address for browsers, without a slash at its end. */
  readonly webUrl: string;
  /** Those that have ended; `null`: not known. */
  readonly decisions: readonly PublishedDecision[] | null;
  /** What becoming that role takes; `null`: not known. */
  asks(role: string): Requirement | null;
}

/** Why a list cannot be written, as a sentence. */
export interface Refusal {
  readonly refused: string;
}

export interface WholeFile {
  readonly path: string;
  /** Below its first line. */
  readonly lines: readonly string[];
}

/** Something that the published text says differently from the registry. */
export interface Difference {
  /** A path, a pattern, or whatever else it is about, as people read it. */
  readonly where: string;
  /** The area, if there is one; differences of one area with one reason are reported together. */
  readonly area: string | null;
  readonly registry: readonly string[];
  readonly published: readonly string[];
  /** `null`: there is none, and then nothing is written. */
  readonly reason: string | null;
}

export type Format =
  /** Between two markers of a file that is people's otherwise. */
  | { readonly kind: "part"; lines(entry: PublishEntry, publication: Publication): readonly string[] | Refusal }
  /** A file that is Rung's, known again by its first line. */
  | {
      readonly kind: "whole";
      files(entry: PublishEntry, publication: Publication): readonly WholeFile[] | Refusal;
      /** If the files say who may approve: where they differ from the registry. */
      differences?(files: readonly WholeFile[], entry: PublishEntry, publication: Publication): readonly Difference[];
      /** Rung's own files of that kind that are there and not among these. */
      leftovers?(files: readonly WholeFile[], publication: Publication): readonly string[];
    }
  /** One list in a file with other content. */
  | {
      readonly kind: "within";
      text(before: string | null, entry: PublishEntry, publication: Publication): { readonly text: string } | Refusal;
    };

export function isRefusal(value: object): value is Refusal {
  return "refused" in value;
}
