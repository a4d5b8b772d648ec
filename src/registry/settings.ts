/**
 * The rules of roles.yaml, one table for each section: each key with its shape, its default, how it joins under `extends`, and what is
 * told and documented about it. People, roles and areas have shapes of their own (registry-schema.ts); labels' names come from triage.
 */

import { z } from "zod";
import { ACCESS } from "./access/access-key.ts";
import { AUTHORS, CONDITIONS } from "./conditions/conditions-key.ts";
import { DECISIONS } from "./decisions/decisions-key.ts";
import { GROWTH } from "./growth/growth-key.ts";
import { INACTIVITY } from "./inactivity/inactivity-key.ts";
import { PUBLISHING } from "./publishing/publish-key.ts";
import {
  branchPattern,
  count,
  duration,
  naming,
  optional,
  pathPattern,
  roleName,
  text,
  within,
} from "./schema-pieces.ts";
import { meaning } from "./schema-tree.ts";
import { type NamedRole, setting, type Values } from "./setting.ts";

export type Lapse = "diff" | "push" | "never";
/** Loosest first. */
const LAPSES: readonly Lapse[] = ["never", "diff", "push"];

interface BranchRule {
  readonly pattern: string;
  /** 0: as many as usual. */
  readonly min: number;
  /** `min: 0` is written: no more is asked, and nothing lowered there (R73). */
  readonly kept?: true;
  /** Approvals come from the highest of these and of what the area asks for; absent: from the area's alone. */
  readonly from?: readonly string[];
}

/** `min`: as written; `undefined`: not written. */
function branchRule(pattern: string, min: number | undefined, from: readonly string[]): BranchRule {
  return {
    pattern,
    min: min ?? 0,
    ...(min === 0 ? { kept: true as const } : {}),
    ...(from.length === 0 ? {} : { from: [...new Set(from)] }),
  };
}

/** A branch that sets its own number of approvals. */
export function saysHowMany({ min, kept }: BranchRule): boolean {
  return min > 0 || kept === true;
}

function written(rule: BranchRule | undefined): number | undefined {
  return rule !== undefined && saysHowMany(rule) ? rule.min : undefined;
}

/** Replaces the name of a role: anybody with an account. */
export const ANYONE = "anyone";

const itself = (role: string): readonly NamedRole[] => [{ path: [], role }];

export const APPROVAL = {
  from: setting({
    schema: naming(roleName),
    docs: { example: "approvers", meaning: "role that approves" },
    value: (written, { approvers }) => written ?? approvers,
    roles: itself,
  }),
  min: setting({
    schema: optional(count(100, "How many people must approve.")),
    docs: { example: "1", meaning: "how many, from different people" },
    value: (written) => written ?? 1,
  }),
  lgtm: setting({
    schema: optional(count(100, "How many lgtm the check asks for beside the approvals.")),
    docs: { example: "0", meaning: "how many /lgtm from `reviews.from` beside them" },
    value: (written) => written ?? 0,
    stricter: (own, organisation) => Math.max(own, organisation),
  }),
  "author-counts": setting({
    schema: optional(z.boolean()).meta({ description: "The author's own approval counts." }),
    docs: { example: "false", meaning: "the author's own approval" },
    value: (written) => written ?? false,
    stricter: (own, organisation) => own && organisation,
  }),
  "contributors-count": setting({
    schema: optional(z.boolean()).meta({ description: "Approvals by people with commits in it count." }),
    docs: {
      example: "true",
      meaning:
        "approvals by people who wrote or pushed commits in it; with false, an unmapped commit or a push nobody saw blocks",
    },
    value: (written) => written ?? true,
    stricter: (own, organisation) => own && organisation,
  }),
  lapse: setting({
    schema: optional(z.enum(["diff", "push", "never"])).meta({ description: "What makes an approval lapse." }),
    docs: { example: "diff", meaning: "diff: when the diff of the area changes; push: at any push; never" },
    value: (written): Lapse => written ?? "diff",
    stricter: (own, organisation) => (LAPSES.indexOf(own) > LAPSES.indexOf(organisation) ? own : organisation),
  }),
  branches: setting({
    schema: optional(
      z
        .record(
          branchPattern("A branch pattern."),
          z
            .strictObject({
              min: optional(count(100, "How many people must approve on such branches.")),
              from: naming(roleName),
            })
            .refine(({ min, from }) => (min ?? from ?? null) !== null, "write min, from, or both"),
        )
        .refine(
          (branches) => Object.keys(branches).length <= 100,
          "there are more than 100 branch patterns; join some",
        ),
    ),
    docs: {
      example: '{ "release-*": { min: 2, from: maintainers } }',
      meaning: "every pattern that matches applies; of them and the area, the larger number and the higher role hold",
    },
    /** In the order written. */
    value: (written): readonly BranchRule[] =>
      Object.entries(written ?? {}).map(([name, { min, from }]) =>
        branchRule(name, min ?? undefined, from === undefined ? [] : [from]),
      ),
    // Both files' branches stand, since every pattern that matches applies.
    join: (own, organisation) => [
      ...own,
      ...organisation.filter(({ pattern }) => !own.some((branch) => branch.pattern === pattern)),
    ],
    stricter: (own, organisation) =>
      own.map((rule) => {
        const theirs = organisation.find((branch) => branch.pattern === rule.pattern);
        const said = [rule, theirs].flatMap((one) => written(one) ?? []);
        const min = said.length === 0 ? undefined : Math.max(...said);
        return branchRule(rule.pattern, min, [...(rule.from ?? []), ...(theirs?.from ?? [])]);
      }),
    parts: (branches) =>
      Object.fromEntries(
        branches.flatMap(({ pattern, min, kept, from }) => [
          [`${pattern}.min`, kept === true ? "0, and nothing is lowered there" : min],
          ...(from === undefined ? [] : [[`${pattern}.from`, from.join(", ")]]),
        ]),
      ),
    roles: (branches) =>
      Object.entries(branches).flatMap(([name, { from }]) =>
        from === undefined ? [] : [{ path: [name, "from"], role: from }],
      ),
  }),
  ...CONDITIONS,
};

export const REVIEWS = {
  request: setting({
    schema: optional(count(15, "How many reviewers to ask; 0: nobody.")),
    docs: { example: "2", meaning: "how many to ask; 0: nobody" },
    value: (written) => written ?? 2,
  }),
  from: setting({
    schema: naming(roleName),
    docs: { example: "contributors", meaning: "role to fill up from, or above, in the touched areas" },
    /** `contributors` if the ladder has them, otherwise the rung below those who approve, otherwise those. */
    value: (written, { roles, approvers }) =>
      written ?? (roles.includes("contributors") ? "contributors" : (roles[roles.indexOf(approvers) - 1] ?? approvers)),
    roles: itself,
  }),
  "max-open": setting({
    schema: optional(count(1000, "Open reviews with which somebody is asked for no more.", 1)),
    docs: { example: "6", meaning: "with so many open reviews somebody is asked for no more" },
    value: (written) => written ?? 6,
  }),
  nudge: setting({
    schema: optional(duration("After so long without an answer a reviewer is reminded.")),
    docs: { example: "3d", meaning: "remind, once, whom Rung asked and who has not answered (off unless written)" },
    value: (written) => written,
  }),
  reassign: setting({
    schema: optional(duration("After so long without an answer somebody else is asked instead.")),
    docs: { example: "7d", meaning: "ask somebody else instead (off unless written)" },
    value: (written) => written,
  }),
};

/** Under `kinds.docs`. */
export const DOCS_KIND = {
  titles: setting({
    schema: optional(z.array(meaning(text(within(256, "the pattern"), "`*` stands for any text."), "title"))),
    docs: { example: '["docs:*", "docs(*"]', meaning: "a pull request counts as docs by its title" },
    value: (written): readonly string[] => written ?? ["docs:*", "docs(*"],
  }),
  labels: setting({
    schema: optional(z.array(meaning(text(within(50, "the label"), "A label."), "label"))),
    docs: { example: "[documentation, kind/documentation]", meaning: "or by a label" },
    value: (written): readonly string[] => written ?? ["documentation", "kind/documentation"],
  }),
  paths: setting({
    schema: naming(z.array(pathPattern("A path pattern."))),
    docs: { example: '["docs/**", "**/*.md"]', meaning: "or by its files, where all of them match" },
    value: (written): readonly string[] => written ?? ["docs/**", "**/*.md"],
  }),
};

/** Under `labels`, beside the names of the labels themselves. */
export const LABELLING = {
  enforced: setting({
    schema: optional(z.boolean()).meta({
      description: "The labels are Rung's alone: what people move by hand is set right again.",
    }),
    docs: {
      example: "false",
      meaning: "true: the labels are Rung's alone, and what people move by hand is set right again",
    },
    value: (written) => written ?? false,
  }),
  colors: setting({
    /** Its keys are those of the labels (registry-schema.ts). */
    schema: optional(z.record(z.string(), z.string().nullish())),
    docs: { example: '{ approved: "0e8a16" }', meaning: "by these keys; for labels that Rung makes" },
    /** Six hexadecimal digits by the label's key. */
    value: (written): Readonly<Record<string, string>> | undefined =>
      written === undefined
        ? undefined
        : Object.fromEntries(Object.entries(written).flatMap(([key, color]) => (color == null ? [] : [[key, color]]))),
    parts: (colors) => colors ?? {},
  }),
};

/** Under `promotion`. */
export const NOMINATION = {
  nominate: setting({
    schema: naming(roleName),
    docs: {
      example: "contributors",
      meaning:
        "who may say `/promote`, where a role's own rule does not tell (`anyone`: whoever has an account); without the key: any role holder",
    },
    value: (written) => written ?? null,
    roles: (role) => (role === ANYONE ? [] : itself(role)),
  }),
};

/** At the top of the file, and younger than its first format: a role of such a name keeps it. */
export const LATER = {
  ...PUBLISHING,
  ...ACCESS,
  ...INACTIVITY,
  ...GROWTH,
  ...DECISIONS,
  ...AUTHORS,
};

/** At the top of the file. */
export const GENERAL = {
  /** Command name → role that may use it; absent: the command's own default. */
  commands: setting({
    schema: optional(z.record(text(within(40, "the command"), "A command, without the slash."), roleName)),
    docs: {
      example: "{ hold: members, label: contributors }",
      meaning:
        "the role a command asks for, of everybody; its cancel forms are meant too. `/help` lists the names, and another name is a fault",
    },
    value: (written): Readonly<Record<string, string>> => written ?? {},
    join: (own, organisation) => ({ ...organisation, ...own }),
    parts: (commands) => commands,
    roles: (commands) => Object.entries(commands).map(([name, role]) => ({ path: [name], role })),
  }),
  generated: setting({
    schema: naming(z.array(pathPattern("A pattern of files that a program writes from others."))),
    docs: {
      example: '["**/*.pb.go"]',
      meaning:
        "files that a program writes from others: they need nobody beside a change that does; alone, in an exclusive area, or as `roles.yaml` they are asked for like any other",
    },
    value: (written): readonly string[] | undefined => written,
  }),
  mode: setting({
    schema: optional(z.enum(["enforce", "advise"])).meta({
      description: "advise: the check reports and never blocks.",
    }),
    docs: {
      example: "advise",
      meaning: "the check reports and never blocks; [more](seeing-the-effect.md#mode-advise)",
    },
    value: (written) => written ?? "enforce",
    stricter: (own, organisation) => (organisation === "enforce" ? organisation : own),
  }),
  welcome: setting({
    schema: optional(
      meaning(text(within(10_000, "the welcome"), "Said to people whose first pull request this is."), "saying"),
    ),
    docs: {
      example: "text",
      meaning:
        "said to people whose first pull request this is, in the status comment, before what will happen and who reviews",
    },
    value: (written) => written ?? null,
  }),
  ...LATER,
};

export interface ApprovalRule extends Values<typeof APPROVAL> {}
export interface ReviewRule extends Values<typeof REVIEWS> {}
export interface KindRule extends Values<typeof DOCS_KIND> {}
export interface LabellingRule extends Values<typeof LABELLING> {}
export interface GeneralRules extends Values<typeof GENERAL>, Values<typeof NOMINATION> {}
