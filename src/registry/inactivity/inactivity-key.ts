/** How `inactivity` is written in roles.yaml, at a role and at the top, and the form in which a registry holds it. */

import { z } from "zod";
import { DURATION_PATTERN, milliseconds } from "../../shared/duration.ts";
import { longSpan } from "../long-span.ts";
import { count, duration, naming, optional, roleName, spanFault, text } from "../schema-pieces.ts";
import { meaning } from "../schema-tree.ts";
import { type Ladder, type NamedRole, setting } from "../setting.ts";

/** advise: one issue reports it; propose: in addition, a draft pull request for each person; off: nothing. */
export type InactivityMode = "advise" | "propose" | "off";

/** The kinds of activity that can be named: those of the criterion `active`. */
const ACTIVITY_KINDS = ["merged-pulls", "opened-pulls", "reviewed-pulls", "opened-issues", "comments"] as const;
type ActivityKind = (typeof ACTIVITY_KINDS)[number];

/** The value of `to` for people who leave the ladder. */
export const TO_EMERITUS = "emeritus";

/** When somebody counts as not seen in a role, and what is proposed then. */
export interface RoleInactivity {
  readonly after: string;
  /** `null`: that of all roles. */
  readonly notice: string | null;
  /** `emeritus`, or a lower role. */
  readonly to: string;
  /** With fewer contributions than this in that time somebody counts as not seen; 1: any activity will do. */
  readonly min: number;
  /** Only activity in the areas of the entry counts. */
  readonly area: boolean;
  /** Only these kinds of contribution count; absent unless it is written. */
  readonly of?: readonly ActivityKind[];
}

/** The rules for every role that has an `inactivity`. */
export interface InactivityRules {
  readonly mode: InactivityMode;
  /** How often people are looked for. */
  readonly every: string;
  readonly notice: string;
  /** After `/stay`. */
  readonly pause: string;
  /** How many proposals may be open at a time. */
  readonly most: number;
  /** Role → never fewer holders, the top role's unwritten number included. */
  readonly keep: Readonly<Record<string, number>>;
  /** `null`: people who come back are promoted like everybody else. */
  readonly return: ReturnRules | null;
}

interface ReturnRules {
  /** `null`: however long ago. */
  readonly within: string | null;
  readonly from: string;
  readonly min: number;
}

/** Nobody means a shorter time; thirty days count as a month here. */
const MIN_TIME = milliseconds("30d");

const spanOf = longSpan({
  least: MIN_TIME,
  tooShort: "is less than a month, which tells nothing of a person; write 1mo or more",
});

function afterFault(written: string): string | null {
  return /^(?:off|never|none|no|false)$/i.test(written)
    ? `${JSON.stringify(written)} is no duration; leave \`inactivity\` out of a role whose people are not looked for`
    : spanOf(written);
}

const after = meaning(
  text(afterFault, "Not seen for so long, at least a month, as in 12mo.", DURATION_PATTERN),
  "duration",
);

const sort = z.enum(ACTIVITY_KINDS);

/** Under a role. */
export const roleInactivity = z.union(
  [
    after,
    z.strictObject({
      after,
      notice: optional(duration("Before a proposal may be merged, unless the person agrees.")),
      to: naming(roleName).meta({ description: "emeritus, or a lower role." }),
      min: optional(count(10_000, "At least so many contributions in that time; without the key any activity.", 1)),
      area: optional(z.boolean()).meta({ description: "Only what was done in the areas of the entry counts." }),
      of: z
        .union(
          [
            sort,
            z.array(sort).min(1, "an empty list names nothing that is seen; name one, or leave the key out for all"),
          ],
          { error: `expected one of ${ACTIVITY_KINDS.join(", ")}, or a list of them` },
        )
        .optional()
        .meta({ description: "Only these sorts of contribution count; without the key whatever GitHub dates." }),
    }),
  ],
  { error: "expected a duration, or a mapping with `after`" },
);

type WrittenRoleInactivity = z.output<typeof roleInactivity>;

export function roleInactivityOf(written: WrittenRoleInactivity): RoleInactivity {
  const given = typeof written === "string" ? { after: written } : written;
  return {
    after: given.after,
    notice: given.notice ?? null,
    to: given.to ?? TO_EMERITUS,
    min: given.min ?? 1,
    area: given.area ?? false,
    ...(given.of === undefined ? {} : { of: [...new Set([given.of].flat())] }),
  };
}

const ALWAYS = "always";

const shape = z.strictObject({
  mode: optional(z.enum(["advise", "propose", "off"])).meta({
    description: "advise: one issue tells; propose: besides, a draft pull request a person; off: nothing.",
  }),
  every: optional(duration("How often it is looked who was seen.")),
  notice: optional(duration("Before a proposal may be merged, unless the person agrees.")),
  pause: optional(duration("How long nobody is proposed again after /stay.")),
  most: optional(count(100, "Proposals open at once.", 1)),
  keep: naming(
    z
      .record(roleName, count(10_000, "Never fewer people in the role."))
      .refine((roles) => Object.keys(roles).length > 0, "no role is named; name one or leave the key out"),
  ).meta({ description: "How many people a role keeps, whoever is not seen." }),
  return: optional(
    z.union(
      [
        z.literal(false),
        z.strictObject({
          within: optional(
            meaning(
              text(
                (written) => (written === ALWAYS ? null : spanFault(written)),
                "How long after the last day `/return` is enough; always: however long ago.",
                `${DURATION_PATTERN}|^${ALWAYS}$`,
              ),
              "duration",
            ),
          ),
          from: naming(roleName),
          min: optional(count(100, "How many of them approve a return.", 1)),
        }),
      ],
      { error: "expected false, or a mapping with `within`, `from` and `min`" },
    ),
  ).meta({ description: "What somebody who comes back needs; false: to be promoted, as everybody." }),
});

type WrittenInactivity = z.output<typeof shape>;

/** How many the top role keeps where nothing is written. */
const TOP_KEEPS = 2;

export function inactivityRulesOf(written: WrittenInactivity, { roles }: Pick<Ladder, "roles">): InactivityRules {
  const top = roles.at(-1);
  return {
    mode: written.mode ?? "advise",
    every: written.every ?? "3mo",
    notice: written.notice ?? "14d",
    pause: written.pause ?? "6mo",
    most: written.most ?? 3,
    keep: { ...(top === undefined ? {} : { [top]: TOP_KEEPS }), ...written.keep },
    return: written.return === false ? null : returnRulesOf(written.return ?? {}, top ?? ""),
  };
}

function returnRulesOf(written: Exclude<NonNullable<WrittenInactivity["return"]>, false>, top: string): ReturnRules {
  const within = written.within ?? "2y";
  return { within: within === ALWAYS ? null : within, from: written.from ?? top, min: written.min ?? 1 };
}

function rolesIn({ keep = {}, return: back }: WrittenInactivity): readonly NamedRole[] {
  return [
    ...Object.keys(keep).map((role) => ({ path: ["keep", role], role, on: "key" as const })),
    ...(back == null || back === false || back.from === undefined
      ? []
      : [{ path: ["return", "from"], role: back.from }]),
  ];
}

/** At the top of the file. */
export const INACTIVITY = {
  inactivity: setting({
    schema: optional(shape),
    docs: {
      example: "{ mode: propose, notice: 30d, keep: { maintainers: 3 } }",
      meaning:
        "what is told and proposed of people who were not seen for long, where a role has an `inactivity`; [more](inactivity.md)",
    },
    value: (written, ladder): InactivityRules | undefined =>
      written === undefined ? undefined : inactivityRulesOf(written, ladder),
    // A repository's own file has none (inactivity-faults.ts).
    join: (_, organisation) => organisation,
    parts: (rules) => {
      if (rules == null) return {};
      const { keep, return: back, ...others } = rules;
      const kept = Object.entries(keep).map(([role, least]) => [`keep.${role}`, least] as const);
      const returning =
        back === null
          ? [["return", false] as const]
          : Object.entries(back).map(([key, value]) => [`return.${key}`, value ?? ALWAYS] as const);
      return { ...others, ...Object.fromEntries([...kept, ...returning]) };
    },
    roles: rolesIn,
  }),
};
