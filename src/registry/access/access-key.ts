/** How `access` is written in roles.yaml, and the form in which a registry holds it. */

import { z } from "zod";
import { nearest } from "../../shared/nearest.ts";
import { naming, optional, roleName, text } from "../schema-pieces.ts";
import { type NamedRole, setting } from "../setting.ts";
import { plainLoginFault } from "../spelling.ts";
import { printable } from "../yaml-faults.ts";
import { AREA, teamPatternFault } from "./team-pattern.ts";

/** GitHub's levels for a repository, lowest first. */
export const PERMISSIONS = ["read", "triage", "write", "maintain", "admin"] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** watch: report; grant: also add what is missing. */
export type AccessMode = "watch" | "grant";
const MODES: readonly AccessMode[] = ["watch", "grant"];

export interface TeamRule {
  /** A team's slug, in which `{area}` may stand for each area. */
  readonly pattern: string;
  readonly from: string;
  /** Holders of a higher role there belong to the team, too. */
  readonly orAbove: boolean;
}

export interface AccessKey {
  readonly mode: AccessMode;
  readonly teams: readonly TeamRule[];
  /** Role → its permission in the repositories of its areas; `null`: the registry does not say. */
  readonly repositories: Readonly<Record<string, Permission>> | null;
  /** Logins; `null`: the registry does not say who owns the organisation. */
  readonly owners: readonly string[] | null;
  /** Logins that may have access without a role. */
  readonly besides: readonly string[];
}

const login = text(plainLoginFault, "A GitHub login, without `@`.", "^[A-Za-z0-9][A-Za-z0-9_-]{0,38}(\\[bot\\])?$");

const mode = text(modeFault, "watch: tell; grant: also add who is missing.").meta({ enum: [...MODES] });

function modeFault(written: string): string | null {
  if (MODES.some((known) => known === written)) return null;
  if (written === "keep")
    return "`mode: keep`, which would take people out of teams, is not there yet; write watch or grant";
  const meant = nearest(written, MODES);
  const hint = meant === null ? "write watch or grant" : `did you mean ${printable(meant)}?`;
  return `${printable(written)} is not known here; ${hint}`;
}

const team = z.union(
  [
    roleName,
    z.strictObject({
      from: roleName,
      "or-above": optional(z.boolean()).meta({ description: "Whoever holds a higher role there is in it, too." }),
    }),
  ],
  { error: "expected a role, or a mapping with `from`" },
);

const shape = z.strictObject({
  mode: optional(mode),
  teams: naming(
    z
      .record(text(teamPatternFault, `A team's slug; ${AREA} stands for each area.`), team)
      .refine((teams) => Object.keys(teams).length > 0, "no team is named; name one or leave the key out"),
  ).meta({ description: "Which role fills which team of the organisation." }),
  repositories: naming(
    z
      .record(roleName, z.enum(PERMISSIONS))
      .refine((roles) => Object.keys(roles).length > 0, "no role is named; name one or leave the key out"),
  ).meta({ description: "What a role gives in the repositories of its areas: told where it differs, never set." }),
  owners: naming(z.array(login).min(1, "every organisation has an owner; name one or leave the key out")).meta({
    description: "Who owns the organisation: told where it differs.",
  }),
  besides: naming(z.array(login)).meta({ description: "Who may have access without a role." }),
});

type WrittenAccess = z.output<typeof shape>;

export function teamRules({ teams }: Pick<WrittenAccess, "teams">): readonly TeamRule[] {
  return Object.entries(teams ?? {}).map(([pattern, rule]) =>
    typeof rule === "string"
      ? { pattern, from: rule, orAbove: false }
      : { pattern, from: rule.from, orAbove: rule["or-above"] ?? false },
  );
}

function keyOf(written: WrittenAccess): AccessKey {
  return {
    mode: written.mode === "grant" ? "grant" : "watch",
    teams: teamRules(written),
    repositories: written.repositories ?? null,
    owners: written.owners ?? null,
    besides: written.besides ?? [],
  };
}

function rolesIn({ teams = {}, repositories = {} }: WrittenAccess): readonly NamedRole[] {
  return [
    ...Object.entries(teams).map(([pattern, rule]) =>
      typeof rule === "string"
        ? { path: ["teams", pattern], role: rule }
        : { path: ["teams", pattern, "from"], role: rule.from },
    ),
    ...Object.keys(repositories).map((role) => ({ path: ["repositories", role], role, on: "key" as const })),
  ];
}

/** At the top of the file. */
export const ACCESS = {
  access: setting({
    schema: naming(shape),
    docs: {
      example: '{ teams: { "{area}-approvers": approvers } }',
      meaning: "who is in which team of the organisation, and what else of access is compared; [more](access.md)",
    },
    value: (written): AccessKey | undefined => (written === undefined ? undefined : keyOf(written)),
    // A repository's own file has none (access-faults.ts).
    join: (_, organisation) => organisation,
    parts: (access) =>
      access == null
        ? {}
        : {
            mode: access.mode,
            ...Object.fromEntries(
              access.teams.map(({ pattern, from, orAbove }) => [
                `teams.${pattern}`,
                orAbove ? `${from} or above` : from,
              ]),
            ),
            ...Object.fromEntries(
              Object.entries(access.repositories ?? {}).map(([role, permission]) => [
                `repositories.${role}`,
                permission,
              ]),
            ),
            ...(access.owners === null ? {} : { owners: access.owners }),
            ...(access.besides.length === 0 ? {} : { besides: access.besides }),
          },
    roles: rolesIn,
  }),
};
