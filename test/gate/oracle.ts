/**
 * A second implementation of the gate's rules, following `docs/registry.md` and `docs/rules.md` as plainly as possible: no index, no
 * rows, no memory. It knows registries and pull requests as these tests generate them, each statement at a moment of its own.
 */

export interface WrittenArea {
  readonly name: string;
  readonly repos: readonly string[] | null;
  readonly paths: readonly string[] | null;
  readonly exclusive: boolean;
  readonly inherits: boolean;
  readonly min: number | null;
  readonly from: string | null;
}

export interface WrittenEntry {
  /** A login, or behind a colon what a group or a team is called. */
  readonly who: string;
  /** In another case than GitHub has it. */
  readonly cased: boolean;
  readonly id: boolean;
  readonly areas: readonly string[];
  /** Whom they work for; absent: it does not say. */
  readonly affiliation?: string;
}

export interface WrittenRegistry {
  readonly areas: readonly WrittenArea[];
  /** By role. */
  readonly people: Readonly<Record<string, readonly WrittenEntry[]>>;
  readonly group: readonly string[];
  /** Members of the team on GitHub. */
  readonly crew: readonly string[];
  readonly emeritus: readonly string[];
  readonly generated: readonly string[];
  readonly min: number;
  readonly from: string;
  readonly lgtm: number;
  readonly authorCounts: boolean;
  readonly contributorsCount: boolean;
  readonly lapse: "diff" | "push" | "never";
  readonly branches: readonly { readonly pattern: string; readonly min: number; readonly from: string }[];
  readonly when: readonly Raise[];
  /** Roles that `/approve` and `/lgtm` take besides. */
  readonly commands: Readonly<Partial<Record<"approve" | "lgtm", string>>>;
  /** Absent: nobody asks whom people work for. */
  readonly employers?: "mixed" | number;
  /** By kind. */
  readonly bots?: Readonly<Record<string, readonly string[]>>;
}

/** A line of `approval.when`. */
interface Raise {
  readonly lines?: number;
  readonly label?: string;
  /** Newcomers, or a kind of bots. */
  readonly author?: string;
  readonly min?: number;
  readonly from?: string;
}

export interface Word {
  readonly by: string;
  readonly at: number;
  readonly through: "comment" | "label" | "APPROVED" | "CHANGES_REQUESTED" | "COMMENTED" | "DISMISSED";
  readonly lines: readonly Line[];
  /** Text around them in which nothing is a command; absent: none. */
  readonly aside?: string;
  readonly edited: boolean;
}

export interface Line {
  readonly command: "approve" | "lgtm" | "hold";
  readonly cancel: boolean;
  readonly words: readonly string[];
}

export interface Scene {
  readonly registry: WrittenRegistry;
  readonly repository: string;
  readonly base: string;
  readonly author: string;
  /** Who wrote a commit besides. */
  readonly coauthor: string | null;
  /** Old path, new path. */
  readonly files: readonly (readonly [string | null, string])[];
  /** The first was there from the beginning. */
  readonly heads: readonly Head[];
  /** Branches that it was meant for, one after the other; the first from the beginning. None: `base` all the time. */
  readonly bases: readonly Base[];
  /** Paths in which the change is another one against other branches than the main one. */
  readonly shifted: readonly string[];
  readonly words: readonly Word[];
  readonly labels: readonly string[];
  /** Of the one file there is; absent: more than none. */
  readonly lines?: number;
  /** What GitHub says of the author here; absent: they have merged something. */
  readonly association?: Association;
  /** Somebody vouched for the author. */
  readonly vouched?: boolean;
  /** By which registry a hold or a release of that moment was heard; absent: by the present one. */
  readonly foldedBy?: (at: number) => WrittenRegistry;
}

export type Association = "NONE" | "FIRST_TIMER" | "FIRST_TIME_CONTRIBUTOR" | "CONTRIBUTOR" | "MEMBER";

export interface Base {
  readonly at: number;
  readonly ref: string;
}

export interface Head {
  readonly at: number;
  /** A force push may bring an earlier one back. */
  readonly sha: string;
  readonly pusher: string;
  /** What each path holds with it. */
  readonly contents: Readonly<Record<string, string>>;
}

const LADDER = ["members", "contributors", "approvers", "maintainers"];
const height = (role: string) => LADDER.indexOf(role);
const higher = (roles: readonly string[]) => roles.toSorted((a, b) => height(b) - height(a))[0] ?? "";
const REGISTRY_FILES = ["roles.yaml", ".github/roles.yaml"];

export interface Held {
  readonly role: string;
  readonly areas: readonly string[];
  readonly affiliation?: string | undefined;
}

export interface Unit {
  readonly row: string;
  readonly min: number;
  readonly isAllowed: (held: Held) => boolean;
  /** The same for a role that `/lgtm` takes. */
  readonly isReviewer: (held: Held) => boolean;
}

export interface Answer {
  readonly isGreen: boolean;
  /** Of each row its name, who approves it, whether these are enough, and who blocks it. */
  readonly rows: readonly string[];
  /** Who holds it. */
  readonly holds: readonly string[];
}

export function answerOf(scene: Scene): Answer {
  const { registry, words } = scene;
  const units = unitsOf(scene);
  const speakers = [...new Set(words.map(({ by }) => by))].filter((login) => !login.endsWith("[bot]"));
  const isHeld = (who: string, unit: Unit) => heldBy(who, registry).some(unit.isAllowed);
  const rows = [...new Set(units.map(({ row }) => row))].map((row) => {
    const own = units.filter((unit) => unit.row === row);
    const may = speakers.filter((who) => own.some((unit) => isHeld(who, unit)));
    const given = (who: string) =>
      foldedFor(who, row, scene).approvals.some((word) => isFresh(word, row, scene) && mayApprove(word, registry));
    const approve = may.filter((who) => mayCount(who, row, scene) && given(who));
    const isEnough = own.every((unit) => approve.filter((who) => isHeld(who, unit)).length >= unit.min);
    const block = may.filter((who) => who !== scene.author && foldedFor(who, row, scene).request && !given(who));
    // Of what nobody has to approve it is not found out whose approval still holds.
    const told = own.every(({ min }) => min === 0) ? [] : approve;
    return { name: calledBy(row, scene), approve: told, isEnough, block };
  });
  const good = speakers.filter((who) => mayCount(who, "", scene) && hasLookedGood(who, units, scene));
  const holds = holdersOf(scene);
  return {
    holds,
    isGreen:
      holds.length === 0 &&
      rows.every(({ isEnough, block }) => isEnough && block.length === 0) &&
      good.length >= registry.lgtm &&
      areOfEnough(
        rows.flatMap(({ approve }) => approve),
        units,
        scene,
      ),
    rows: rows.map(({ name, approve, isEnough, block }) => shownRow(name, approve, isEnough, block)),
  };
}

/** Nothing is asked of what needs nobody. */
function areOfEnough(approve: readonly string[], units: readonly Unit[], { registry, author }: Scene): boolean {
  const { employers } = registry;
  if (employers === undefined || units.every(({ min }) => min === 0)) return true;
  const people = employers === "mixed" ? [author, ...approve] : approve;
  const known = new Set(people.flatMap((who) => employerOf(who, registry) ?? []));
  return known.size >= (employers === "mixed" ? 2 : employers);
}

/** By letters and figures; `null`: none is written, or several are. */
function employerOf(who: string, registry: WrittenRegistry): string | null {
  const written = heldBy(who, registry).flatMap(({ affiliation }) => affiliation ?? []);
  const names = new Set(written.map((name) => name.toLowerCase().replace(/[ .,-]/g, "")));
  const [only] = names;
  return names.size === 1 && only !== undefined ? only : null;
}

export function shownRow(
  name: string,
  approve: readonly string[],
  isEnough: boolean,
  block: readonly string[],
): string {
  return `${name}: ${approve.toSorted().join(" ")}; ${isEnough ? "enough" : "open"}; ${block.toSorted().join(" ")}`;
}

/** Whether somebody's approval may count for who they are, whatever their role. */
export function mayCount(who: string, row: string, { registry, author, coauthor, heads }: Scene): boolean {
  if (who === author) return registry.authorCounts && row !== "registry";
  const hasContributed = who === coauthor || heads.some(({ pusher }) => pusher === who);
  return (registry.contributorsCount && row !== "registry") || !hasContributed;
}

export function heldBy(who: string, { people, group, crew, emeritus }: WrittenRegistry): readonly Held[] {
  if (who.endsWith("[bot]") || emeritus.includes(who)) return [];
  return Object.entries(people).flatMap(([role, entries]) =>
    entries
      .filter(
        (entry) =>
          entry.who === who ||
          (entry.who === ":team" && group.includes(who)) ||
          (entry.who === ":crew" && crew.includes(who)),
      )
      .map(({ areas, affiliation }) => ({ role, areas, affiliation })),
  );
}

export function unitsOf(scene: Scene): readonly Unit[] {
  const { registry, files, repository } = scene;
  const paths = [...new Set(files.flatMap(([before, now]) => (before === null ? [now] : [before, now])))];
  const asked = paths.length === 0 ? [""] : paths;
  const units = asked.filter((path) => !isFree(path, scene)).flatMap((path) => unitsAt(path, scene));
  const isRegistryTouched = asked.some((path) => REGISTRY_FILES.includes(path));
  if (!isRegistryTouched) return units;
  // Of the top role for the whole of the repository, where there is anybody; never fewer people than for any other file.
  const whole = registry.areas.filter((area) => isHere(area, repository) && isWhole(area)).map(({ name }) => name);
  const isOfWhole = ({ role, areas }: Held) =>
    role === "maintainers" && (areas.length === 0 || areas.some((area) => whole.includes(area)));
  const listed = Object.values(registry.people).flatMap((entries) => entries.map(({ who }) => who));
  const everyone = [...listed.filter((who) => !who.startsWith(":")), ...registry.group, ...registry.crew];
  const isAnybody = everyone.some((who) => heldBy(who, registry).some(isOfWhole));
  const usual = unitsAt("", scene);
  const more = raisesOf(scene).map(({ min = 1 }) => min);
  return [
    ...units,
    {
      row: "registry",
      min: Math.max(1, ...usual.map(({ min }) => min), ...more),
      isAllowed: (held) => (isAnybody ? isOfWhole(held) : held.role === "maintainers"),
      isReviewer: (held) => usual.some((unit) => unit.isReviewer(held)),
    },
  ];
}

function isWhole({ paths }: WrittenArea): boolean {
  return paths === null || paths.includes("**");
}

/** A generated file is nobody's beside another one that somebody must approve; an exclusive area's is always asked for. */
export function isFree(path: string, scene: Scene): boolean {
  if (!isGenerated(path, scene)) return false;
  const others = scene.files.flatMap(([before, now]) => [before ?? now, now]).filter((one) => !isGenerated(one, scene));
  return others.some((one) => REGISTRY_FILES.includes(one) || unitsAt(one, scene).some(({ min }) => min > 0));
}

export function isGenerated(path: string, { registry, repository }: Scene): boolean {
  return (
    registry.generated.some((pattern) => isMatch(pattern, path)) &&
    !REGISTRY_FILES.includes(path) &&
    !registry.areas.some((area) => area.exclusive && isHere(area, repository) && isIn(area, path))
  );
}

function isHere({ repos }: WrittenArea, repository: string): boolean {
  return repos === null || repos.some((repo) => repo.toLowerCase() === repository.toLowerCase());
}

function isIn({ paths }: WrittenArea, path: string): boolean {
  if (path === "") return paths === null || paths.includes("**");
  return paths === null || paths.some((pattern) => isMatch(pattern, path));
}

/** Of `*`, `**` and plain text; everything in a folder is the folder itself as well. */
export function isMatch(pattern: string, path: string): boolean {
  const itself = /^(.*[^*/])\/\*\*$/.exec(pattern)?.[1];
  if (itself !== undefined && !/\*[^/]*$/.test(itself) && isMatch(itself, path)) return true;
  const source = pattern
    .split(/(\*\*\/|\/\*\*$|\*\*|\*)/)
    .map((part) => {
      if (part === "**/") return "(?:[^/]+/)*";
      if (part === "/**") return "/.+";
      if (part === "**") return ".+";
      return part === "*" ? "[^/]*" : part.replace(/[.+]/g, "\\$&");
    })
    .join("");
  return new RegExp(`^${source}$`, "s").test(path);
}

/** Longest beginning without a wildcard; then the one written last; areas without paths behind all, those that name the repository first. */
function closestFirst(path: string, { registry, repository }: Scene): readonly WrittenArea[] {
  const here = registry.areas.filter((area) => isHere(area, repository) && isIn(area, path));
  const closeness = ({ paths, repos }: WrittenArea): number => {
    if (paths === null) return repos === null ? -2 : -1;
    const all = paths.filter((pattern) => path === "" || isMatch(pattern, path));
    return Math.max(...all.map((pattern) => (path === "" ? 0 : (/^[^*]*/.exec(pattern)?.[0].length ?? 0))));
  };
  return here.toSorted(
    (one, other) => closeness(other) - closeness(one) || registry.areas.indexOf(other) - registry.areas.indexOf(one),
  );
}

function unitsAt(path: string, scene: Scene): readonly Unit[] {
  const { registry, base } = scene;
  if (REGISTRY_FILES.includes(path)) return [];
  const close = closestFirst(path, scene);
  const exclusive = close.filter((area) => area.exclusive);
  const last = close.findIndex((area) => !area.inherits);
  const chains =
    exclusive.length > 0
      ? exclusive.map((area) => ({ areas: [area], open: false }))
      : [{ areas: last === -1 ? close : close.slice(0, last + 1), open: last === -1 }];
  const branches = registry.branches.filter(({ pattern }) => isMatch(pattern, base));
  return chains.map(({ areas, open }) => {
    const [owner] = areas;
    const least = Math.max(owner?.min ?? registry.min, ...branches.map(({ min }) => min));
    // What needs nobody stays so.
    const more = least === 0 ? [] : raisesOf(scene);
    const roles = [...branches, ...more].flatMap((rule) => rule.from ?? []);
    const from = higher([owner?.from ?? registry.from, ...roles]);
    const isInside = (held: Held) =>
      held.areas.length === 0 ? open : areas.some(({ name }) => held.areas.includes(name));
    return {
      row: owner === undefined ? "repository" : `area ${owner.name}`,
      min: Math.max(least, ...more.map(({ min = 0 }) => min)),
      isAllowed: (held) => isInside(held) && height(held.role) >= height(from),
      isReviewer: (held) => isInside(held) && height(held.role) >= height(registry.commands.lgtm ?? "contributors"),
    };
  });
}

function mayApprove({ through, by }: Word, registry: WrittenRegistry): boolean {
  const asked = registry.commands.approve;
  if (asked === undefined || through === "APPROVED") return true;
  return heldBy(by, registry).some(({ role }) => height(role) >= height(asked));
}

/** Lines that fit. */
function raisesOf(scene: Scene): readonly Raise[] {
  const { registry, labels, lines = 1 } = scene;
  const bears = labels.map((label) => label.toLowerCase());
  return registry.when.filter(
    (line) =>
      (line.label === undefined || bears.includes(line.label.toLowerCase())) &&
      (line.lines === undefined || lines >= line.lines) &&
      (line.author === undefined || isOfKind(line.author, scene)),
  );
}

function isOfKind(kind: string, { registry, author, association = "CONTRIBUTOR", vouched }: Scene): boolean {
  const isBot = author.endsWith("[bot]");
  if (kind !== "newcomers") return isBot && registry.bots?.[kind]?.includes(author) === true;
  const hasMerged = association === "CONTRIBUTOR" || association === "MEMBER";
  return !isBot && !hasMerged && vouched !== true && heldBy(author, registry).length === 0;
}

const inTime = (words: readonly Word[]) => words.toSorted((one, other) => one.at - other.at);
const isSaid = ({ through, edited }: Word) => !edited || through === "DISMISSED" || through === "CHANGES_REQUESTED";

/** What one person's words come to in a row: the latest wins, and a request for changes goes by a later approval alone. */
function foldedFor(who: string, row: string, scene: Scene): { approvals: readonly Word[]; request: boolean } {
  let approvals: readonly Word[] = [];
  let request = false;
  for (const word of inTime(scene.words).filter(({ by }) => by === who)) {
    if (!isSaid(word)) continue;
    const lines = word.lines.filter(({ command }) => command === "approve");
    const gives = lines.filter(({ cancel }) => !cancel);
    const isAbout = (line: Line) => line.words.length === 0 || line.words.some((name) => isNameOf(name, row, scene));
    if (word.through === "DISMISSED") approvals = [];
    else if (word.through === "CHANGES_REQUESTED") [approvals, request] = [[], true];
    else {
      // Of several lines one that names nothing means everything.
      const isGiven = word.through === "APPROVED" && gives.length === 0 ? true : gives.some(isAbout);
      if (isGiven) approvals = [...approvals, word];
      if (lines.some((line) => line.cancel && isAbout(line))) approvals = [];
    }
  }
  return { approvals, request };
}

function isNameOf(name: string, row: string, scene: Scene): boolean {
  return calledBy(row, scene).toLowerCase() === name.toLowerCase();
}

/** What people call a row. */
function calledBy(row: string, { files, repository }: Scene): string {
  const paths = files.flatMap(([before, now]) => [now, before ?? now]);
  if (row === "registry") return paths.find((path) => REGISTRY_FILES.includes(path)) ?? "";
  return row === "repository" ? repository : row.replace("area ", "");
}

/** What each path of the change holds, at that moment. */
export function contentsAt({ heads, bases, base, shifted }: Scene, at: number): Head["contents"] {
  const ref = bases.findLast((one) => one.at <= at)?.ref ?? base;
  const held = heads.findLast((one) => one.at <= at)?.contents ?? {};
  const isShifted = (path: string) => ref !== "main" && shifted.includes(path);
  return Object.fromEntries(
    Object.entries(held).map(([path, content]) => [path, isShifted(path) ? `${content} elsewhere` : content]),
  );
}

/** Whether it was said of what the row's files are now. */
function isFresh(word: Word, row: string | null, scene: Scene): boolean {
  const { heads, registry } = scene;
  const [then, now] = [heads.findLast(({ at }) => at <= word.at), heads.at(-1)];
  if (then === undefined || now === undefined || registry.lapse === "never") return true;
  if (registry.lapse === "push" && then.sha !== now.sha) return false;
  const [before, after] = [contentsAt(scene, word.at), contentsAt(scene, Number.POSITIVE_INFINITY)];
  const paths = Object.keys({ ...before, ...after });
  const isOfRow = (path: string) =>
    row === "registry"
      ? REGISTRY_FILES.includes(path)
      : !isFree(path, scene) && unitsAt(path, scene).some((unit) => unit.row === row);
  return paths.filter((path) => row === null || isOfRow(path)).every((path) => before[path] === after[path]);
}

function hasLookedGood(who: string, units: readonly Unit[], scene: Scene): boolean {
  const { registry, author, words } = scene;
  if (who === author || !heldBy(who, registry).some((held) => units.some((unit) => unit.isReviewer(held))))
    return false;
  let good: readonly Word[] = [];
  for (const word of inTime(words)) {
    if (!isSaid(word)) continue;
    const lines = word.lines.filter(({ command }) => command === "lgtm");
    const isTaken = lines.some(({ cancel }) => cancel);
    const isOverall = heldBy(word.by, registry).some(({ role }) => height(role) >= height(registry.from));
    if (
      isTaken &&
      word.through !== "DISMISSED" &&
      word.through !== "CHANGES_REQUESTED" &&
      (word.by === who || isOverall)
    )
      good = [];
    if (word.by !== who) continue;
    if (word.through === "DISMISSED" || word.through === "CHANGES_REQUESTED") good = [];
    else if (!isTaken && (lines.length > 0 || word.through === "APPROVED")) good = [...good, word];
  }
  return good.some((word) => isFresh(word, null, scene));
}

function holdersOf(scene: Scene): readonly string[] {
  const { author, words, foldedBy = () => scene.registry } = scene;
  let holders: readonly string[] = [];
  const mayRelease = (who: string, whose: string, registry: WrittenRegistry) => {
    const asked = [registry.from, ...heldBy(whose, registry).map(({ role }) => role)];
    return (
      who === whose || asked.every((role) => heldBy(who, registry).some((held) => height(held.role) >= height(role)))
    );
  };
  for (const { by, at, lines, edited, through } of inTime(words)) {
    const registry = foldedBy(at);
    // Whoever puts the label on by hand needs no role for that.
    const isHeard = through === "label" || by === author || heldBy(by, registry).length > 0;
    if (edited || by.endsWith("[bot]") || !isHeard) continue;
    const said = lines.filter(({ command }) => command === "hold");
    const named = said.filter(({ cancel, words: names }) => cancel && names.length > 0).flatMap((line) => line.words);
    holders = holders.filter((one) => !(named.includes(`@${one}`) && mayRelease(by, one, registry)));
    const own = said.filter(({ cancel, words: names }) => !cancel || names.length === 0).at(-1);
    if (own?.cancel === false) holders = [...holders.filter((one) => one !== by), by];
    if (own?.cancel === true)
      holders = holders.includes(by)
        ? holders.filter((one) => one !== by)
        : holders.filter((one) => !mayRelease(by, one, registry));
  }
  return holders;
}
