/** How teams are named in `access.teams`: by slug, in which `{area}` stands for each area. */

import { printable } from "../yaml-faults.ts";

export const AREA = "{area}";

const SLUG = /^[a-z0-9_](?:[a-z0-9_-]{0,98}[a-z0-9_])?$/;

/** Why a text cannot name a team. */
export function teamPatternFault(pattern: string): string | null {
  if (pattern.trim() === "") return "the team is empty; write its slug, as in its address";
  const rest = pattern.replace(AREA, "a");
  if (rest.includes(AREA)) return `${printable(pattern)} has ${AREA} twice; once is enough`;
  if (SLUG.test(rest)) return null;
  const [odd] = /\{[^}]*\}/.exec(rest) ?? [];
  if (odd !== undefined) return `${printable(pattern)} has ${printable(odd)}, and only ${AREA} stands for something`;
  const last = pattern.replace(/^@/, "").split("/").at(-1) ?? "";
  if (last !== pattern && teamPatternFault(last) === null)
    return `${printable(pattern)} is more than a team's slug; the organisation is the registry's own, so write ${printable(last)}`;
  const meant = slugOf(pattern.trim());
  const hint = meant !== pattern && teamPatternFault(meant) === null ? `, as in ${printable(meant)}` : "";
  return `${printable(pattern)} is no team's slug; copy it from the team's address${hint}`;
}

/** As GitHub makes a slug of a name; `{area}` stays. */
function slugOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9_{}]+/g, "-")
    .replace(/^-+|-+$/g, "");
}

/** The teams that a pattern names, each with its area; `null`: of no area. */
export function teamsNamed(
  pattern: string,
  areas: readonly { readonly name: string }[],
): readonly { readonly slug: string; readonly area: string | null }[] {
  if (!pattern.includes(AREA)) return [{ slug: pattern, area: null }];
  return areas.map(({ name }) => ({ slug: pattern.replace(AREA, () => slugOf(name)), area: name }));
}
