/** Rules of promotions, what is said and how it may stand, as these tests draw and tell them. */

import type { Ballot, Change, Community, VoteAsked } from "./voting-oracle.ts";

export interface SponsorsAsked {
  readonly from?: string;
  readonly exactly?: true;
  readonly min: number;
  readonly area?: string;
  readonly employers?: "distinct" | "all-distinct" | "one-other-than-candidate" | "all-other-than-candidate";
  readonly nominator?: false;
  readonly "of-which"?: { readonly from: string; readonly min?: number };
  readonly "also-holds"?: string;
  readonly "small-group"?: { readonly under: number; readonly min: number };
}

export interface ObjectionsAsked {
  readonly from?: string;
  readonly exactly?: true;
  readonly window?: string;
  readonly starts?: "met" | "nominated";
  readonly in?: string;
  readonly "overruled-by"?: { readonly of: string; readonly share?: string; readonly "min-yes"?: number };
  readonly withdrawal?: "restarts" | "clears";
}

export interface AttestationAsked {
  readonly text: string;
  readonly by?: string;
  readonly min?: number;
}

export type Asked =
  | { readonly sponsors: SponsorsAsked }
  | { readonly vote: VoteAsked }
  | { readonly objections: ObjectionsAsked }
  | { readonly "lazy-consensus": ObjectionsAsked }
  | { readonly attestation: AttestationAsked }
  | { readonly acceptance: true | { readonly text: string } }
  | { readonly notice: string }
  | { readonly holds: string | { readonly role: string; readonly area?: true; readonly exactly?: true } }
  | {
      readonly seats: {
        readonly max?: number;
        readonly "per-employer"?: number;
        readonly share?: string;
        readonly of?: string;
      };
    }
  | { readonly "merged-pulls": number }
  | { readonly nomination: { readonly by: string; readonly in?: string } };

export type Item = (
  | Asked
  | { readonly any: readonly Item[] }
  | { readonly some: { readonly min: number; readonly of: readonly Item[] } }
) & {
  readonly for?: readonly string[];
};

export interface WrittenRule {
  readonly all: readonly Item[];
  readonly nominate?: readonly string[];
  readonly waive?:
    | string
    | false
    | { readonly by: string; readonly min?: number; readonly share?: string; readonly exactly?: true };
  readonly expires: string;
}

/** Which of the open promotions a word names; what is left out it does not say. */
export interface About {
  readonly user?: string;
  readonly role?: string;
  readonly areas?: readonly string[];
}

export type Word = {
  readonly by: string;
  readonly at: number;
  readonly about?: About;
  /** When its comment is deleted. */
  readonly gone?: number;
} & (
  | { readonly say: "sponsor" | "accept"; readonly cancel: boolean }
  | { readonly say: "object"; readonly cancel: boolean }
  | { readonly say: "vote"; readonly choice: Ballot["choice"] }
  | { readonly say: "attest" | "waive"; readonly cancel: boolean; readonly number: number | null }
  | { readonly say: "withdraw" }
);

export type Rules = Readonly<Record<string, WrittenRule | undefined>>;

/** A `/promote`, and what people do with its registry change so long after it passed. */
export interface Asking {
  readonly by: string;
  readonly at: number;
  readonly candidate: string;
  readonly role: string;
  readonly areas: readonly string[];
  readonly fate: { readonly end: "merged" | "closed"; readonly after: number } | null;
}

export interface Scene {
  readonly nominations: readonly Asking[];
  readonly employers: Community["employers"];
  /** The first is from the beginning. */
  readonly changes: readonly (Change & { readonly rules: Rules })[];
  readonly words: readonly Word[];
  /** `null`: GitHub does not tell. */
  readonly merged: number | null;
  /** From when until when GitHub does not tell who is in a team. */
  readonly unread: readonly (readonly number[])[];
  /** Whose account has another name from then on; `null`: nobody's. */
  readonly renamed: Renamed | null;
  readonly until: number;
}

export interface Renamed {
  readonly who: string;
  readonly at: number;
}

export interface Answer {
  readonly stage: "refused" | "open" | "passed" | "done" | "withdrawn" | "declined" | "expired";
  /** When it ended, or passed. */
  readonly at: number | null;
}

/** A promotion as it was asked for. */
export interface Case extends Omit<Asking, "by" | "fate"> {
  readonly nominator: string;
  readonly rule: WrittenRule;
  /** As it was then; `null`: who is in a team has not been told since. */
  readonly frozen: Community | null;
  readonly merged: number | null;
}

export interface Leaf {
  readonly asked: Asked;
  readonly number: number;
  readonly isAsked: boolean;
}

/** All there is to see at a moment. */
export interface Moment {
  readonly scene: Case;
  readonly leaves: readonly Leaf[];
  readonly now: number;
  readonly community: Community;
  /** Words that counted when they were said. */
  readonly words: readonly Word[];
  readonly clearSince: number | null;
}

export type Standing = "met" | "time" | "open" | "lost" | "unknown";

/** What is asked of a promotion, and all there is to see of it at a moment. */
export interface Look extends Omit<Case, "merged"> {
  readonly now: number;
  readonly community: Community;
  readonly words: readonly Word[];
  readonly clearSince: number | null;
}
