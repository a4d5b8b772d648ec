/** How `decisions` is written in roles.yaml, and the form in which a registry holds it. */

import { z } from "zod";
import { milliseconds } from "../../shared/duration.ts";
import { duration, naming, optional, pathPattern, roleName, text } from "../schema-pieces.ts";
import { type NamedRole, setting } from "../setting.ts";
import { areaNameFault } from "../spelling.ts";
import { outvotingShape, type VotingRule, votingDuration, votingShape } from "../voting-shape.ts";

/** Who outvotes objections: this many, or this share, of the holders of these roles. */
interface OutvotingRule {
  readonly of: readonly string[];
  readonly exactly?: boolean | undefined;
  readonly share?: string | number | undefined;
  readonly "min-yes"?: number | undefined;
}

/** Silence for so long is consent; an objection stops it, unless it is outvoted. */
interface LazyRule {
  readonly window: string;
  /** Absent: nobody outvotes an objection. */
  readonly overruled?: OutvotingRule;
}

/** Replaces the name of an area: the areas of what is decided. */
export const OF_SUBJECT = "area";
/** Replaces the name of an area: none is needed. */
export const ANYWHERE = "anywhere";

/** A kind of decision. */
export interface DecisionRule {
  /** As the registry spells it; compared without case. */
  readonly kind: string;
  /** Who decides: holders of one of these roles, or of one above it. */
  readonly by: readonly string[];
  /** `area`: they hold an area of what is decided; `anywhere`; otherwise the name of an area that they hold. */
  readonly in: string;
  readonly how: { readonly lazy: LazyRule } | { readonly vote: VotingRule };
  /** How far `/wait` moves the end, and how long a vote that closes early is open at least. Absent: neither. */
  readonly wait?: string;
  /** A pull request that touches one of them needs such a decision. Empty: none does. */
  readonly paths: readonly string[];
  /** Set in a registry that extends another: the kind is the repository's own. */
  readonly level?: "repository";
}

/** Words that commands use with another meaning, and words of the registry's change reports. */
const RESERVED: ReadonlySet<string> = new Set(["cancel", "yes", "no", "abstain", "default"]);

function kindFault(kind: string): string | null {
  const shown = JSON.stringify(kind.slice(0, 40));
  if (RESERVED.has(kind.toLowerCase()))
    return `${shown} means something else behind /vote or /decide; choose another name`;
  return /^[\p{L}\p{N}][\p{L}\p{N}_.-]{0,39}$/u.test(kind)
    ? null
    : `${shown} cannot be named in a command; write 1 to 40 letters, digits, hyphens, dots and underscores, without blanks`;
}

const roles = z.union([roleName, z.array(roleName).min(1, "an empty list says nothing; name a role")], {
  error: "expected a role, or a list of them",
});

const outvoting = z.union([...roles.options, outvotingShape(roles)], {
  error: "expected a role, or a mapping with `of`",
});

const MAX_KINDS = 20;
const MAX_PATHS = 100;

const kindShape = z
  .strictObject({
    by: z
      .union(roles.options, { error: "expected who decides: a role, or a list of them" })
      .meta({ description: "Who decides: whoever holds the role or one above; of a list, any." }),
    in: naming(
      z.union([z.enum([OF_SUBJECT, ANYWHERE]), text(areaNameFault, "The name of an area.")], {
        error: "expected area, anywhere, or the name of an area",
      }),
    ).meta({
      description:
        "area: who holds an area of what is decided; else the name of an area that they hold. Without the key: whoever holds the role anywhere.",
    }),
    lazy: optional(
      z.union(
        [
          duration("Silence for so long is consent."),
          z.strictObject({
            window: votingDuration.meta({ description: "Silence for so long is consent." }),
            "overruled-by": outvoting.optional().meta({
              description: "Who outvotes objections with /vote yes; without the key: nobody.",
            }),
          }),
        ],
        { error: "expected a duration, or a mapping with `window`" },
      ),
    ).meta({ description: "It is accepted unless somebody objects in this time." }),
    vote: optional(votingShape).meta({ description: "It is voted on." }),
    wait: optional(duration("How far /wait moves the end; a vote that closes early is open for so long at least.")),
    paths: naming(
      z
        .array(pathPattern("A path pattern: a pull request that touches such a file needs a decision of this kind."))
        .min(1, "an empty list of paths would mean none; write one or leave the key out")
        .max(MAX_PATHS, `more than ${MAX_PATHS} patterns; join some`),
    ).meta({ description: "Files that no pull request changes without a decision of this kind." }),
  })
  .superRefine(({ lazy, vote, wait }, context) => {
    const [isLazy, isVoted] = [(lazy ?? null) !== null, (vote ?? null) !== null];
    if (isLazy && isVoted)
      context.addIssue({
        code: "custom",
        path: ["vote"],
        message: "silence or a vote decides, not both; remove `lazy` or `vote`",
      });
    if (!isLazy && !isVoted)
      context.addIssue({
        code: "custom",
        message: "how it is decided is missing; write `lazy: 7d` for silence, or `vote: { share: 2/3, window: 14d }`",
      });
    const window = vote?.window;
    if (vote?.early === true && wait != null && window !== undefined && milliseconds(wait) > milliseconds(window))
      context.addIssue({
        code: "custom",
        path: ["wait"],
        message: "the vote closes before that; write less than `window`",
      });
  });

const shape = z
  .record(text(kindFault, "A kind of decision."), kindShape)
  .refine((kinds) => Object.keys(kinds).length > 0, "no kind of decision is named; write one or leave the key out")
  .refine((kinds) => Object.keys(kinds).length <= MAX_KINDS, `there are more than ${MAX_KINDS} kinds; join some`);

type WrittenDecisions = z.output<typeof shape>;
type WrittenKind = z.output<typeof kindShape>;

function ruleOf(kind: string, written: WrittenKind): DecisionRule {
  const { by, in: place, lazy, vote, wait, paths } = written;
  return {
    kind,
    by: [by].flat(),
    in: place ?? ANYWHERE,
    how: vote == null ? { lazy: lazyOf(lazy) } : { vote },
    ...(wait == null ? {} : { wait }),
    paths: paths ?? [],
  };
}

function lazyOf(lazy: WrittenKind["lazy"]): LazyRule {
  // The shape asks for one of the two; without either nothing would ever be decided by it.
  if (lazy == null) throw new Error("a kind of decision says neither `lazy` nor `vote`");
  if (typeof lazy === "string") return { window: lazy };
  const written = lazy["overruled-by"];
  if (written === undefined) return { window: lazy.window };
  const plain = typeof written === "string" || Array.isArray(written);
  const overruled = plain ? { of: [written].flat() } : { ...written, of: [written.of].flat() };
  return { window: lazy.window, overruled };
}

function rolesIn(written: WrittenDecisions): readonly NamedRole[] {
  return Object.entries(written).flatMap(([kind, { by, lazy }]) => {
    const outvoters = typeof lazy === "object" && lazy !== null ? lazy["overruled-by"] : undefined;
    const isPlain = typeof outvoters === "string" || Array.isArray(outvoters);
    return [
      ...named([kind, "by"], by),
      ...(outvoters === undefined
        ? []
        : isPlain
          ? named([kind, "lazy", "overruled-by"], outvoters)
          : named([kind, "lazy", "overruled-by", "of"], outvoters.of)),
    ];
  });
}

function named(path: readonly string[], written: string | readonly string[]): readonly NamedRole[] {
  if (typeof written === "string") return [{ path, role: written }];
  return written.map((role, index) => ({ path: [...path, index], role }));
}

function partsOf(rules: readonly DecisionRule[]): Readonly<Record<string, unknown>> {
  const [first] = rules;
  if (first === undefined) return {};
  const parts = rules.flatMap(({ kind, by, in: place, how, wait, paths }) => [
    [`${kind}.by`, by],
    [`${kind}.in`, place],
    ...("lazy" in how ? [[`${kind}.lazy`, how.lazy]] : [[`${kind}.vote`, how.vote]]),
    ...(wait === undefined ? [] : [[`${kind}.wait`, wait]]),
    ...(paths.length === 0 ? [] : [[`${kind}.paths`, paths]]),
  ]);
  return { default: first.kind, ...Object.fromEntries(parts) };
}

/**
 * A kind consists of every key that the file writes for it; the organisation's kinds apply beside a repository's own and cannot be
 * rewritten.
 */
function joined(
  own: readonly DecisionRule[] | undefined,
  organisation: readonly DecisionRule[] | undefined,
): readonly DecisionRule[] | undefined {
  if (own === undefined) return organisation;
  const theirs = new Set((organisation ?? []).map(({ kind }) => kind.toLowerCase()));
  const added = own.filter(({ kind }) => !theirs.has(kind.toLowerCase()));
  return [...(organisation ?? []), ...added.map((rule) => ({ ...rule, level: "repository" as const }))];
}

/** At the top of the file. */
export const DECISIONS = {
  decisions: setting({
    schema: optional(shape),
    docs: {
      example: "{ technical: { by: maintainers, in: area, lazy: 7d } }",
      meaning:
        "kinds of decisions, opened with `/decide`: who decides, and whether by silence (`lazy`) or by a vote; [more](decisions.md)",
    },
    /** In the order written; the first is the default. */
    value: (written): readonly DecisionRule[] | undefined =>
      written === undefined ? undefined : Object.entries(written).map(([kind, rule]) => ruleOf(kind, rule)),
    join: joined,
    parts: (rules) => partsOf(rules ?? []),
    roles: rolesIn,
  }),
};
