/**
 * What the page shows of a repository, a pull request and a promotion, as the database keeps it: written when something is
 * evaluated, read for each view, so that looking costs GitHub nothing. Fields called `…Markdown` are inert Markdown.
 */

import { z } from "zod";

const place = z.object({ owner: z.string(), name: z.string(), path: z.string() });

/** A role's requirements as a tree of words. */
export type ShownCriterion =
  | { readonly combine: "all" | "any" | "some"; readonly min: number; readonly of: readonly ShownCriterion[] }
  | { readonly combine: "leaf"; readonly textMarkdown: string; readonly by: "machine" | "people" | "time" };

const criterion: z.ZodType<ShownCriterion> = z.lazy(() =>
  z.union([
    z.object({ combine: z.enum(["all", "any", "some"]), min: z.number(), of: z.array(criterion) }),
    z.object({
      combine: z.literal("leaf"),
      textMarkdown: z.string(),
      by: z.enum(["machine", "people", "time"]),
    }),
  ]),
);

const goodRegistry = z.object({
  kind: z.literal("good"),
  /** This file first, then the one it extends. */
  sources: z.array(place),
  /** How many of the files this visitor may not see; absent: none. */
  hiddenSources: z.number().exactOptional(),
  /** The file on the default branch is faulty, and an older version gates. */
  stale: z.object({ path: z.string(), faults: z.array(z.string()), goodSince: z.number() }).nullable(),
  unreadTeams: z.array(z.string()),
  mode: z.enum(["enforce", "advise"]),
  /** Lowest first. */
  roles: z.array(
    z.object({
      name: z.string(),
      summary: z.string().nullable(),
      criterion: criterion.nullable(),
      beside: z.literal(true).exactOptional(),
    }),
  ),
  people: z.array(
    z.object({
      role: z.string(),
      login: z.string(),
      areas: z.array(z.string()),
      since: z.string().nullable(),
      affiliation: z.string().nullable(),
      away: z.union([z.string(), z.literal(true)]).nullable(),
    }),
  ),
  teams: z.array(z.object({ role: z.string(), team: z.string(), areas: z.array(z.string()) })),
  emeritus: z.array(z.string()),
  areas: z.array(
    z.object({
      name: z.string(),
      repos: z.array(z.string()),
      paths: z.array(z.string()),
      exclusive: z.boolean(),
      /** False: areas around it have no say in it. Absent in what an earlier version wrote: they have. */
      inherits: z.boolean().exactOptional(),
      from: z.string(),
      min: z.number(),
    }),
  ),
  approval: z.object({
    from: z.string(),
    min: z.number(),
    lgtm: z.number(),
    branches: z.array(z.object({ pattern: z.string(), min: z.number(), from: z.array(z.string()).exactOptional() })),
  }),
  reviews: z.object({ request: z.number(), from: z.string(), maxOpen: z.number() }),
});

export const shownRegistry = z.discriminatedUnion("kind", [
  goodRegistry,
  /** A file is there and no good version of it is known (R19). */
  z.object({
    kind: z.literal("broken"),
    /** The owner of the file; absent in what an earlier version wrote: not known. */
    from: z.object({ owner: z.string(), name: z.string() }).exactOptional(),
    path: z.string(),
    faults: z.array(z.string()),
  }),
]);
export type ShownRegistry = z.infer<typeof shownRegistry>;
export type ShownGoodRegistry = z.infer<typeof goodRegistry>;

/** Differences between access and the registry, in both directions, by the last complete reading. */
export const shownAccess = z.object({
  /** In a fixed order; beyond a bound they are only counted. */
  differences: z.array(z.object({ whatMarkdown: z.string(), waysMarkdown: z.string() })),
  count: z.number(),
  /** Invitations that may still be accepted. */
  pending: z.array(z.string()),
  /** Its number, in the registry's repository; `null`: there is none. */
  issue: z.number().nullable(),
  /** Why it could not be written. */
  trouble: z.string().nullable(),
});
export type ShownAccess = z.infer<typeof shownAccess>;

/** Something a pull request waits for, and who can do it. */
const wait = z.object({
  kind: z.enum([
    "approval",
    "lgtm",
    "changes",
    "release",
    "author",
    "registry",
    "drift",
    "reading",
    "nobody",
    "decision",
    "vouch",
  ]),
  /** The area it is about, or the kind of a decision; `null`: the whole pull request. */
  area: z.string().nullable(),
  /** How many of these people it takes. */
  count: z.number(),
  people: z.array(z.string()),
  /** How many more there are than `people` names. */
  more: z.number(),
});
export type ShownWait = z.infer<typeof wait>;

export const shownPull = z.object({
  title: z.string(),
  /** `null`: a deleted account. */
  author: z.string().nullable(),
  /** GitHub's number of the author; absent in what an earlier version wrote. */
  authorId: z.number().nullable().exactOptional(),
  createdAt: z.number(),
  draft: z.boolean(),
  headSha: z.string(),
  baseRef: z.string(),
  /** GitHub's clock when it was last evaluated. */
  readAt: z.number(),
  outcome: z.enum(["success", "failure", "action_required", "neutral", "waiting", "cancelled"]),
  verdict: z.string(),
  summaryMarkdown: z.string(),
  textMarkdown: z.string(),
  areas: z.array(z.string()),
  waits: z.array(wait),
  /** Everybody who can do something it waits for, each once; absent in what an earlier version wrote: those whom `waits` names. */
  waitsFor: z.array(z.string()).exactOptional(),
  /** Other open pull requests with the same head: the check passes only if each would (R17). */
  twins: z.array(z.number()),
});
export type ShownPull = z.infer<typeof shownPull>;

/** As a list shows it, without the texts of its verdict. */
export const listedPull = shownPull.omit({ summaryMarkdown: true, textMarkdown: true });
export type ListedPull = z.infer<typeof listedPull>;

/** What a promotion asks for, as a tree, and how far each criterion is met. */
export type ShownRequirement =
  | {
      readonly combine: "all" | "any" | "some";
      /** How many of them it takes. */
      readonly min: number;
      readonly isMet: boolean;
      readonly of: readonly ShownRequirement[];
    }
  | {
      readonly combine: "leaf";
      /** As `/waive` and `/attest` name it. */
      readonly number: number;
      readonly textMarkdown: string;
      readonly figureMarkdown: string;
      readonly evidenceMarkdown: string;
      /** `spare`: not met, and no longer asked for, since another way is met. */
      readonly state: "met" | "waived" | "missing" | "spare";
    };

/** A criterion that is met or waived, or a group of which enough is. */
export function isMet(requirement: ShownRequirement): boolean {
  if (requirement.combine !== "leaf") return requirement.isMet;
  return requirement.state === "met" || requirement.state === "waived";
}

const requirement: z.ZodType<ShownRequirement> = z.lazy(() =>
  z.union([
    z.object({
      combine: z.enum(["all", "any", "some"]),
      min: z.number(),
      isMet: z.boolean(),
      of: z.array(requirement),
    }),
    z.object({
      combine: z.literal("leaf"),
      number: z.number(),
      textMarkdown: z.string(),
      figureMarkdown: z.string(),
      evidenceMarkdown: z.string(),
      state: z.enum(["met", "waived", "missing", "spare"]),
    }),
  ]),
);

export const shownPromotion = z.object({
  candidate: z.string(),
  role: z.string(),
  areas: z.array(z.string()),
  number: z.number(),
  stage: z.enum(["nominated", "measured", "sponsored", "unopposed", "registry-change"]),
  /** Criteria met or waived, and how many it takes by the shortest way: of alternatives, the nearest one counts. */
  met: z.number(),
  of: z.number(),
  nominatedAt: z.number(),
  /** Of the comment that nominated, on GitHub. */
  url: z.url({ protocol: /^https?$/ }),
  /** Absent in what an earlier version wrote: `bodyMarkdown` has them as a table. */
  requirements: requirement.exactOptional(),
  /** The status comment without its heading, its hidden lines, and the table of what `requirements` holds. */
  bodyMarkdown: z.string(),
});
export type ShownPromotion = z.infer<typeof shownPromotion>;
