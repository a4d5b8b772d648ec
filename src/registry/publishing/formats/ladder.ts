/** `as: ladder`: the roles, lowest first, with what each does and what becoming it takes. */

import { escapeMarkdown } from "../../../shared/markdown.ts";
import type { Format, Requirement } from "../publication.ts";
import { COMES_FROM } from "./comes-from.ts";

export const ladder: Format = {
  kind: "part",
  lines({ roles }, { registry, asks }) {
    const shown = registry.roles.filter(({ name }) => roles.length === 0 || roles.includes(name));
    return [
      COMES_FROM,
      "",
      ...[...shown.filter(({ beside }) => beside !== true), ...shown.filter(({ beside }) => beside === true)].flatMap(
        ({ name, summary, beside }) => [
          `### ${escapeMarkdown(titled(name))}`,
          "",
          ...(beside === true ? ["Beside the ladder: it includes no other role, and none includes it.", ""] : []),
          ...(summary === null ? [] : [escapeMarkdown(summary), ""]),
          ...requirementLines(asks(name)),
        ],
      ),
    ];
  },
};

function titled(role: string): string {
  return `${role.slice(0, 1).toUpperCase()}${role.slice(1)}`;
}

function requirementLines(asked: Requirement | null): readonly string[] {
  if (asked === null) return [];
  return [
    ...(typeof asked === "string" ? [`- ${asked}`] : [asked.intro, "", ...asked.of.flatMap((one) => items(one, ""))]),
    "",
  ];
}

function items(asked: Requirement, indent: string): readonly string[] {
  return typeof asked === "string"
    ? [`${indent}- ${asked}`]
    : [`${indent}- ${asked.intro}`, ...asked.of.flatMap((one) => items(one, `${indent}  `))];
}
