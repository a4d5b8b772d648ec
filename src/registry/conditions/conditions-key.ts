/**
 * How conditions are written in roles.yaml (`approval.employers`, `approval.when`, `bots`, `newcomers`), and the form in which a
 * registry holds them.
 */

import { z } from "zod";
import { loginKey } from "../../shared/names.ts";
import { normalised } from "../glob.ts";
import { count, naming, optional, pathPattern, roleName, text, within } from "../schema-pieces.ts";
import { meaning } from "../schema-tree.ts";
import { setting } from "../setting.ts";
import { botFault, kindFault } from "./bot-spelling.ts";
import {
  askedText,
  type BotKinds,
  type Condition,
  conditionText,
  type Lowering,
  loweringOf,
  loweringsOf,
} from "./condition.ts";

/** mixed: author and approvers do not all have the same employer; a number: this many employers among the approvers. */
export type EmployersAsked = "mixed" | number;

const MAX_CONDITIONS = 20;
const MAX_KINDS = 20;
const MAX_BOTS = 50;
const MAX_PATTERNS = 50;

/** If a key had no value, the line would mean more than intended. */
const line = z.strictObject({
  lines: naming(count(10_000_000, "From so many lines on, added and removed together.", 1)),
  author: naming(text(within(40, "the kind"), "newcomers, or a kind of `bots`.")),
  label: naming(meaning(text(within(50, "the label"), "A label that the pull request has."), "label")),
  only: naming(
    z
      .array(pathPattern("A pattern of files."))
      .min(1, "an empty list would mean every file; name one, or leave the key out")
      .max(MAX_PATTERNS),
  ).meta({ description: "No other files change: with it, and a kind of bots, `min` may be less than usual." }),
  min: naming(count(100, "How many people must approve then.")),
  from: naming(roleName),
});

/** Strictest last: a number of employers among approvers includes "mixed". */
function strength(employers: EmployersAsked | undefined): number {
  return employers === undefined ? 0 : employers === "mixed" ? 1 : employers;
}

function stricterEmployers(
  own: EmployersAsked | undefined,
  organisation: EmployersAsked | undefined,
): EmployersAsked | undefined {
  return strength(own) >= strength(organisation) ? own : organisation;
}

/** Under `approval`. */
export const CONDITIONS = {
  employers: setting({
    schema: optional(
      z
        .union([z.literal("mixed"), count(100, "So many employers among the approvers.", 2)], {
          error: "expected mixed, or a number from 2 on",
        })
        .meta({ description: "mixed: author and approvers not all of one employer; 2: so many among the approvers." }),
    ),
    docs: {
      example: "mixed",
      meaning: "author and approvers not all of one employer; a number: so many among the approvers",
    },
    value: (written): EmployersAsked | undefined => written,
    // What the organisation asks for is asked for, whatever the repository's file writes.
    join: stricterEmployers,
    stricter: stricterEmployers,
  }),
  when: setting({
    schema: optional(
      z
        .array(line)
        .refine(
          (lines) => lines.length <= MAX_CONDITIONS,
          `there are more than ${MAX_CONDITIONS} conditions; join some`,
        ),
    ),
    docs: {
      example: "[{ lines: 800, min: 2 }]",
      meaning:
        "for which pull requests more approvals are asked, or fewer: every line that fits applies, and the strictest holds",
    },
    value: (written): readonly Condition[] | undefined => unlessEmpty((written ?? []).map(conditionOf)),
    join: joinedConditions,
    // Where an area is the organisation's alone, only its own file lowers.
    stricter: (own, organisation) => {
      const lowered = new Set(loweringsOf(organisation).map((one) => JSON.stringify(one)));
      return unlessEmpty(
        (own ?? []).filter((one) => {
          const lowering = loweringOf(one);
          return lowering === null || lowered.has(JSON.stringify(lowering));
        }),
      );
    },
    parts: (when) => {
      const asked = Map.groupBy(when ?? [], conditionText);
      return Object.fromEntries([...asked].map(([condition, lines]) => [condition, lines.map(askedText).sort()]));
    },
    roles: (lines) =>
      lines.flatMap(({ from }, index) => (from === undefined ? [] : [{ path: [index, "from"], role: from }])),
  }),
};

/** A line as the file writes it, without the keys that it leaves out. */
export function conditionOf({ lines, author, label, only, min, from }: z.output<typeof line>): Condition {
  return {
    ...(lines === undefined ? {} : { lines }),
    ...(author === undefined ? {} : { author }),
    ...(label === undefined ? {} : { label }),
    ...(only === undefined ? {} : { only }),
    ...(min === undefined ? {} : { min }),
    ...(from === undefined ? {} : { from }),
  };
}

/**
 * The raises of both files apply, so that none of the organisation's can be left out. A repository lowers only for a kind for which the
 * organisation does, and no further.
 */
function joinedConditions(
  own: readonly Condition[] | undefined,
  organisation: readonly Condition[] | undefined,
): readonly Condition[] | undefined {
  const theirs = loweringsOf(organisation);
  const kept = (own ?? []).filter((one) => {
    if (one.only === undefined) return true;
    const lowering = loweringOf(one);
    return lowering !== null && isAllowed(lowering, theirs);
  });
  const both = new Map([...kept, ...(organisation ?? [])].map((one) => [JSON.stringify(one), one]));
  return unlessEmpty([...both.values()]);
}

function unlessEmpty(lines: readonly Condition[]): readonly Condition[] | undefined {
  return lines.length === 0 ? undefined : lines;
}

/**
 * Whether the organisation's file lowers as far for the same kind and these files: a repository's pattern must be one of the
 * organisation's.
 */
export function isAllowed(lowering: Lowering, organisation: readonly Lowering[]): boolean {
  return organisation.some(
    (theirs) =>
      theirs.author === lowering.author &&
      theirs.min <= lowering.min &&
      lowering.only.every((pattern) => theirs.only.some((one) => normalised(one) === normalised(pattern))),
  );
}

/** Kinds and bots that the organisation's file names are its own, also where the repository's file named them first. */
function joinedBots(own: BotKinds | undefined, organisation: BotKinds | undefined): BotKinds | undefined {
  if (own === undefined || organisation === undefined) return own ?? organisation;
  const kinds = new Set(Object.keys(organisation).map((kind) => kind.toLowerCase()));
  const bots = new Set(Object.values(organisation).flatMap((logins) => logins.map(loginKey)));
  const kept = Object.entries(own)
    .filter(([kind]) => !kinds.has(kind.toLowerCase()))
    .map(([kind, logins]) => [kind, logins.filter((login) => !bots.has(loginKey(login)))]);
  return { ...Object.fromEntries(kept), ...organisation };
}

/** How people who have merged nothing here are treated. */
interface NewcomerRules {
  /** at-once: reviewers are asked as for everybody; after-vouch: only after somebody with a role has said `/vouch`. */
  readonly reviews: "at-once" | "after-vouch";
}

/** At the top of the file. */
export const AUTHORS = {
  bots: setting({
    schema: naming(
      z
        .record(
          text(kindFault, "A kind of bots."),
          z
            .array(text(botFault, "A bot's login.", "^[A-Za-z0-9][A-Za-z0-9_-]{0,60}\\[bot\\]$"))
            .min(1, "a kind without a bot fits nobody; name one, or leave the kind out")
            .max(MAX_BOTS),
        )
        .refine((kinds) => Object.keys(kinds).length <= MAX_KINDS, `there are more than ${MAX_KINDS} kinds; join some`),
    ),
    docs: {
      example: '{ dependencies: ["dependabot[bot]"] }',
      meaning: "bots by kind, for `approval.when`; it gives none of them a role",
    },
    value: (written): BotKinds | undefined => written,
    join: joinedBots,
    parts: (bots) => bots ?? {},
  }),
  newcomers: setting({
    schema: optional(
      z.strictObject({
        reviews: optional(z.enum(["at-once", "after-vouch"])).meta({
          description: "after-vouch: reviewers are asked once somebody with a role says /vouch.",
        }),
      }),
    ),
    docs: {
      example: "{ reviews: after-vouch }",
      meaning:
        "for people without a role who have merged nothing here, reviewers are asked once somebody with a role says `/vouch`; [more](conditions.md)",
    },
    value: (written): NewcomerRules | undefined =>
      written === undefined ? undefined : { reviews: written.reviews ?? "at-once" },
    parts: (rules) => (rules == null ? {} : { ...rules }),
  }),
};
