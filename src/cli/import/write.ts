/** Writes the roles.yaml of a community that is importing, so that people can read it and continue from there. */

import { type AreaList, type PeopledArea, peopledAreas } from "./area-people.ts";
import { areaNames } from "./import-names.ts";
import { inOrder, isTeam } from "./import-people.ts";
import type { AreaDraft, DraftRegistry } from "./import-types.ts";
import { joinedAreas } from "./joined.ts";
import { type Held, heldRoles, type RoleName } from "./people-roles.ts";
import { yamlText } from "./yaml-text.ts";

interface Writing {
  /** The repository that the areas are of, for a registry that serves several; `null`: the one it lies in. */
  readonly repository: string | null;
  /** Said at the top, a line each. */
  readonly about: readonly string[];
  /** Groups that somebody has to fill are written with one who stands for their people. */
  readonly filled?: true;
}

const WIDTH = 120;

export function registryText(moved: DraftRegistry, writing: Writing): string {
  const general = writing.repository === null ? moved : within(moved, writing.repository);
  const nameOf = areaNames();
  const joined = joinedAreas(general.areas).map((area) => ({ name: nameOf(area.name), area }));
  const peopled = peopledAreas(general, joined);
  const roles = heldRoles(general, joined);
  const finalName = areaNames();
  const areas = moved.atAreas
    ? peopled.map((each) => ({ ...each, name: finalName(each.area.name, each.governedBy) }))
    : peopled;
  const parts = [
    [
      ...writing.about.flatMap((line) => comment(line, "")),
      "version: 1",
      "mode: advise # the check reports and blocks nothing; take this line out to enforce",
    ],
    ladderLines(moved),
    moved.settings ??
      (moved.repositories === null ? ["labels: { areas: false } # the areas are folders, not topics"] : []),
    groupLines(moved, areas, writing.filled === true),
    areas.length === 0 ? [] : ["areas:", ...areas.flatMap((each) => areaLines(each, moved, writing.repository))],
    ...[...roles].map(([role, people]) => roleLines(role, people, moved, areas)),
    emeritusLines(moved),
  ];
  return `${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

/** What is held everywhere is held in the whole of one repository, where the registry serves others too. */
function within(moved: DraftRegistry, repository: string): DraftRegistry {
  const { approvers, reviewers } = moved.everywhere;
  if (approvers.length + reviewers.length === 0) return moved;
  const whole: AreaDraft = {
    name: repository,
    paths: [],
    inherits: true,
    needsNobody: false,
    approvers,
    reviewers,
    about: [],
    joinable: false,
  };
  return { ...moved, areas: [whole, ...moved.areas], everywhere: { approvers: [], reviewers: [] } };
}

/** Written out for every source: the promotions that a registry without `roles:` has are another community's. */
function ladderLines({ lower }: DraftRegistry): readonly string[] {
  const between =
    lower === "reviewers"
      ? "reviewers: { summary: Review changes of the areas that name them. }"
      : "contributors: { summary: Take part by changes of their own. }";
  return [
    "# The ladder, lowest first. Nobody is promoted by it until a role has a `promotion:`, which says what it takes.",
    "roles:",
    "  members: { summary: Take part. }",
    `  ${between}`,
    "  approvers: { summary: Approve changes of the areas that name them. }",
    "  maintainers: { summary: 'Approve everything, and changes of this file.' }",
  ];
}

/** The groups that an area names. */
function groupLines(
  { groups, spelling, toFill }: DraftRegistry,
  areas: readonly PeopledArea[],
  isFilled: boolean,
): readonly string[] {
  const named = new Set(areas.flatMap(({ lists }) => lists.flatMap((list) => list.groups)));
  const used = [...(groups ?? [])].filter(([name]) => named.has(name));
  if (used.length === 0) return [];
  return [
    "groups:",
    ...used.flatMap(([name, members]) => {
      const who = toFill?.get(name);
      if (who !== undefined && !isFilled)
        return [...comment(`To be filled in: ${who}.`, "  "), `  ${yamlText(name)}: []`];
      return flowLines(
        `  ${yamlText(name)}: `,
        inOrder(members).map((key) => yamlText(spelling.get(key) ?? key)),
      );
    }),
  ];
}

/** A list in brackets, broken at items; `start`: its key. */
function flowLines(start: string, items: readonly string[]): readonly string[] {
  const indent = " ".repeat(start.length - start.trimStart().length + 2);
  const lines = [`${start}[`];
  for (const [index, item] of items.entries()) {
    const piece = index === items.length - 1 ? `${item}]` : `${item},`;
    const last = lines.at(-1) ?? "";
    const gap = last.endsWith("[") ? "" : " ";
    if (last.length + gap.length + piece.length <= WIDTH || last.trim() === "")
      lines[lines.length - 1] = last + gap + piece;
    else lines.push(indent + piece);
  }
  return items.length === 0 ? [`${start}[]`] : lines;
}

function listItems({ groups, people }: AreaList, { spelling }: DraftRegistry): readonly string[] {
  const names = people.map((key) => {
    const name = yamlText(spelling.get(key) ?? key);
    return isTeam(key) ? `{ team: ${name} }` : name;
  });
  return [...groups.map(yamlText), ...names];
}

function areaLines(
  { name, area, lists }: PeopledArea,
  moved: DraftRegistry,
  repository: string | null,
): readonly string[] {
  const repos = area.repos ?? (repository === null ? [] : [repository]);
  const rest = [
    ...(repos.length > 0 ? [`repos: [${repos.map(yamlText).join(", ")}]`] : []),
    ...(area.inherits ? [] : ["inherits: false"]),
    ...(area.exclusive ? ["exclusive: true"] : []),
    ...(area.needsNobody ? ["approval: { min: 0 }"] : []),
    ...(area.min === undefined ? [] : [`approval: { min: ${area.min} }`]),
  ];
  const paths = area.paths.map((path) => JSON.stringify(path));
  const people = lists.map((list) => ({ role: list.role, items: listItems(list, moved) }));
  const flow = [
    ...(paths.length > 0 ? [`paths: [${paths.join(", ")}]`] : []),
    ...rest,
    ...people.map(({ role, items }) => `${role}: [${items.join(", ")}]`),
  ].join(", ");
  const about = area.about.flatMap((line) => comment(line, "  "));
  const short = `  ${yamlText(name)}: { ${flow} }`;
  if (short.length <= WIDTH) return [...about, short];
  const listed = paths.length > 0 ? flowLines("    paths: ", paths) : [];
  const standing = people.flatMap(({ role, items }) => flowLines(`    ${role}: `, items));
  return [...about, `  ${yamlText(name)}:`, ...listed, ...rest.map((line) => `    ${line}`), ...standing];
}

function roleLines(
  role: RoleName,
  people: readonly Held[],
  moved: DraftRegistry,
  areas: readonly PeopledArea[],
): readonly string[] {
  const isHeld = areas.some(({ lists }) => lists.some((list) => list.role === role));
  if (people.length === 0) return role === "maintainers" && !isHeld ? ["maintainers: []"] : [];
  return [`${role}:`, ...people.flatMap((held) => personLines(held, moved))];
}

function personLines({ key, isTeam, areas }: Held, moved: DraftRegistry): readonly string[] {
  const name = yamlText(moved.spelling.get(key) ?? key);
  const affiliation = moved.affiliations.get(key);
  const said = affiliation === undefined ? "" : `, affiliation: ${yamlText(affiliation)}`;
  if (areas === null && !isTeam && said === "") return [`  - ${name}`];
  const who = `${isTeam ? "team" : "login"}: ${name}`;
  if (areas === null) return [`  - { ${who}${said} }`];
  const short = `  - { ${who}, areas: [${areas.map(yamlText).join(", ")}]${said} }`;
  if (short.length <= WIDTH) return [short];
  const more = affiliation === undefined ? [] : [`    affiliation: ${yamlText(affiliation)}`];
  return [`  - ${who}`, ...more, "    areas:", ...areas.map((area) => `      - ${yamlText(area)}`)];
}

function emeritusLines({ emeritus, spelling }: DraftRegistry): readonly string[] {
  if (emeritus.length === 0) return [];
  return [
    "# Thanked, without rights.",
    ...flowLines(
      "emeritus: ",
      inOrder(emeritus).map((key) => yamlText(spelling.get(key) ?? key)),
    ),
  ];
}

/** A comment, broken at words. */
function comment(text: string, indent: string): readonly string[] {
  const lines: string[] = [];
  for (const word of text.replace(/\s+/g, " ").split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && indent.length + 2 + last.length + 1 + word.length <= WIDTH)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.map((line) => `${indent}# ${line}`);
}
