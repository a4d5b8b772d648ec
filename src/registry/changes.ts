/** Explains a change of the registry: who gains and loses what, and which rules change from what to what. */

import { code, escapeMarkdown, shortened } from "../shared/markdown.ts";
import { sameName } from "../shared/names.ts";
import { joinNames } from "../shared/people.ts";
import { peopleChanges } from "./people-changes.ts";
import type { AreaDefinition, Registry, RoleDefinition } from "./registry-types.ts";
import { rulesByPath } from "./sections.ts";

/** One Markdown sentence for each change, text from people inert; none when the two mean the same. */
export function registryChanges(before: Registry, after: Registry): readonly string[] {
  return [
    ...peopleChanges(before, after),
    ...ladderChanges(before.roles, after.roles),
    ...areaChanges(before.areas, after.areas),
    ...ruleChanges(before, after),
    ...extensionChanges(before, after),
  ];
}

function ladderChanges(before: readonly RoleDefinition[], after: readonly RoleDefinition[]): readonly string[] {
  const was = new Map(before.map((role) => [role.name, role]));
  const is = new Map(after.map((role) => [role.name, role]));
  const kept = before.filter((role) => is.has(role.name)).map((role) => role.name);
  const keptNow = after.filter((role) => was.has(role.name)).map((role) => role.name);
  return [
    ...before
      .filter(({ name }) => !is.has(name))
      .map(({ name }) => `The ladder loses the role ${escapeMarkdown(name)}.`),
    ...after
      .filter(({ name }) => !was.has(name))
      .map(({ name }) => `The ladder gains the role ${escapeMarkdown(name)}.`),
    ...(kept.join() === keptNow.join()
      ? []
      : [`The order of the ladder, lowest first, changes from ${joinNames(kept)} to ${joinNames(keptNow)}.`]),
    ...after.flatMap((role) => {
      const old = was.get(role.name);
      return old === undefined ? [] : [...roleChanges(old, role)];
    }),
  ];
}

function roleChanges(before: RoleDefinition, after: RoleDefinition): readonly string[] {
  const name = escapeMarkdown(after.name);
  return [
    ...changed(`The summary of ${name}`, before.summary, after.summary),
    ...changed(`What promotion to ${name} asks for`, asked(before), asked(after)),
    ...changed(`Whether ${name} stands beside the ladder`, before.beside ?? false, after.beside ?? false),
    ...changed(`How ${name} are held`, before.held ?? "either way", after.held ?? "either way"),
    ...changed(`When ${name} count as not seen`, inactivityText(before), inactivityText(after)),
  ];
}

function areaChanges(before: readonly AreaDefinition[], after: readonly AreaDefinition[]): readonly string[] {
  const was = new Map(before.map((area) => [area.name, area]));
  const is = new Set(after.map((area) => area.name));
  return [
    ...before.filter(({ name }) => !is.has(name)).map(({ name }) => `Area ${escapeMarkdown(name)} is removed.`),
    ...after.flatMap((area) => {
      const old = was.get(area.name);
      return old === undefined
        ? [`Area ${escapeMarkdown(area.name)} is added: ${described(area)}.`]
        : areaChange(old, area);
    }),
    ...orderChange(before, after),
  ];
}

function described({ repos, paths, exclusive, approval }: AreaDefinition): string {
  const where = repos.length === 0 ? "every repository" : joinNames(repos);
  const what = paths.length === 0 ? `all of ${where}` : `${paths.map(code).join(", ")} of ${where}`;
  const min = approval.min === undefined ? "" : `, ${approval.min} approvals needed`;
  const from = approval.from === undefined ? "" : `, approvals from ${escapeMarkdown(approval.from)}`;
  return `${what}${exclusive ? ", exclusive" : ""}${min}${from}`;
}

function areaChange(before: AreaDefinition, after: AreaDefinition): readonly string[] {
  const name = escapeMarkdown(after.name);
  return [
    ...changed(`The repositories of area ${name}`, before.repos, after.repos),
    ...changed(`The paths of area ${name}`, before.paths, after.paths),
    ...changed(`The approvals that area ${name} needs`, before.approval.min ?? null, after.approval.min ?? null),
    ...changed(
      `The role whose approvals area ${name} takes`,
      before.approval.from ?? null,
      after.approval.from ?? null,
    ),
    ...(before.exclusive === after.exclusive
      ? []
      : [`Area ${name} ${after.exclusive ? "becomes" : "is no longer"} exclusive.`]),
    ...(before.stable === after.stable
      ? []
      : [
          after.stable === true
            ? `Area ${name} counts as stable: silence there says nothing of its people.`
            : `Area ${name} no longer counts as stable: silence there counts as anywhere.`,
        ]),
    ...(before.inherits === after.inherits
      ? []
      : [`People of the areas around ${name} may ${after.inherits === false ? "no longer" : "now"} approve it.`]),
  ];
}

/** Among equally specific areas the one written last owns a path, so their order means something (R12a). */
function orderChange(before: readonly AreaDefinition[], after: readonly AreaDefinition[]): readonly string[] {
  const is = new Set(after.map((area) => area.name));
  const was = new Set(before.map((area) => area.name));
  const old = before.filter(({ name }) => is.has(name)).map(({ name }) => name);
  const now = after.filter(({ name }) => was.has(name)).map(({ name }) => name);
  return old.join("\n") === now.join("\n")
    ? []
    : ["The order of the areas changes; among equally specific ones the last owns a path."];
}

function ruleChanges(before: Registry, after: Registry): readonly string[] {
  const was = rulesByPath(before);
  const is = rulesByPath(after);
  const names = new Set([...is.keys(), ...was.keys()]);
  return [...names].flatMap((rule) => changed(code(rule), was.get(rule) ?? null, is.get(rule) ?? null));
}

function extensionChanges(before: Registry, after: Registry): readonly string[] {
  const extended = ({ sources, extends: open }: Registry): string => {
    const [, joined] = sources;
    if (joined !== undefined) return `${joined.repository.owner}/${joined.repository.name}`;
    if (open === undefined) return "";
    return open.repository === null
      ? "the organisation's registry"
      : `${open.repository.owner}/${open.repository.name}`;
  };
  const was = extended(before);
  const is = extended(after);
  if (sameName(was, is)) return [];
  if (is === "") return [`The registry no longer extends ${escapeMarkdown(was)}.`];
  return was === ""
    ? [`The registry extends ${escapeMarkdown(is)}.`]
    : [`The registry extends ${escapeMarkdown(is)} instead of ${escapeMarkdown(was)}.`];
}

function changed(what: string, before: unknown, after: unknown): readonly string[] {
  const was = JSON.stringify(before);
  const is = JSON.stringify(after);
  return was === is ? [] : [`${what}: from ${shown(before)} to ${shown(after)}.`];
}

function shown(value: unknown): string {
  if ((value ?? null) === null) return "nothing";
  if (Array.isArray(value) && value.every((item) => typeof item === "string"))
    return value.length === 0 ? "nothing" : value.map((item) => code(shortened(item, 100))).join(", ");
  return code(shortened(typeof value === "string" ? value : JSON.stringify(value), 300));
}

/** The requirements, or that nobody is promoted. */
function asked({ promotion, closed }: RoleDefinition): unknown {
  return closed === true ? false : promotion;
}

function inactivityText({ inactivity }: RoleDefinition): unknown {
  if (inactivity === undefined) return "never";
  const { after, notice, to, min, area, of } = inactivity;
  return {
    after,
    to,
    ...(notice === null ? {} : { notice }),
    ...(min > 1 ? { min } : {}),
    ...(area ? { area } : {}),
    ...(of === undefined ? {} : { of }),
  };
}
