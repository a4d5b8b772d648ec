/**
 * Who is proposed, a second time: docs/inactivity.md read word by word over a plain table of who holds what. It knows nothing of `src`, but
 * for the warnings of a registry's text, which its caller gives it.
 */
export type Held = {
  readonly role: string;
  /** Empty: everywhere. */
  readonly areas: readonly string[];
  readonly since?: string;
  readonly away?: string | true;
  readonly group?: string;
};

export interface Somebody {
  readonly login: string;
  readonly held: readonly Held[];
  /** When a delivery told of them; `null`: none did. */
  readonly delivered: number | null;
  /** When the search for an entry found them; "nothing" at all; "unknown": it failed, was cut, or was not made. */
  readonly found: readonly (number | "nothing" | "unknown")[];
  /** How much they did, where that is asked. */
  readonly did: readonly (number | "unknown")[];
  /** By `/away`: until then, or without an end. */
  readonly away?: number | "endless";
}

export interface RoleRule {
  readonly months: number;
  readonly to: string;
  readonly min: number;
  readonly area: boolean;
}

export interface Proposed {
  readonly login: string;
  readonly holdings: readonly Pick<Held, "role" | "areas">[];
  readonly openedAt: number;
  /** `null`: it is open. */
  readonly ended: { readonly at: number; readonly how: "stayed" | "vouched" | "seen" | "merged" } | null;
}

export interface World {
  readonly now: number;
  /** Lowest first. */
  readonly ladder: readonly string[];
  readonly rules: Readonly<Record<string, RoleRule>>;
  readonly areas: readonly { readonly name: string; readonly isStable: boolean }[];
  readonly people: readonly Somebody[];
  readonly proposals: readonly Proposed[];
  readonly leaving: readonly {
    readonly login: string;
    readonly role: string | null;
    readonly areas: readonly string[];
  }[];
  readonly mode: "advise" | "propose";
  readonly most: number;
  readonly pause: number;
  readonly keep: Readonly<Record<string, number>>;
  readonly isFirst: boolean;
}

export type Table = ReadonlyMap<string, readonly Held[]>;

type Place = Pick<Held, "role" | "areas">;
type WarningsOf = (table: Table, emeriti: readonly string[]) => readonly string[];

export interface Answer {
  /** Login → the guards that hold them, or what else is said of them. */
  readonly states: Readonly<Record<string, readonly string[]>>;
  readonly proposed: readonly string[];
  /** Who holds what when what is proposed now is merged. */
  readonly after: Table;
}

const DAY = 86_400_000;

/** So many months later, on the same day of the month, or on the month's last. */
export function monthsLater(at: number, months: number): number {
  const date = new Date(at);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, last));
  return date.getTime();
}

function height({ ladder }: World, role: string): number {
  return ladder.indexOf(role);
}

function covers(wide: readonly string[], narrow: readonly string[]): boolean {
  return wide.length === 0 || (narrow.length > 0 && narrow.every((area) => wide.includes(area)));
}

function isSame(one: Place, other: Place): boolean {
  return one.role === other.role && covers(one.areas, other.areas) && covers(other.areas, one.areas);
}

interface Watched {
  readonly one: Held;
  readonly rule: RoleRule;
  readonly sight: "seen" | "quiet" | "unknown";
  /** When they were last seen for it. */
  readonly dates: readonly number[];
}

/** Who holds a higher role in the same place is looked for there. */
function watchedOf(person: Somebody, world: World): readonly Watched[] {
  return person.held.flatMap((one, at) => {
    const rule = world.rules[one.role];
    const isIncluded = person.held.some(
      (other) => height(world, other.role) > height(world, one.role) && covers(other.areas, one.areas),
    );
    if (rule === undefined || isIncluded) return [];
    const found = person.found[at] ?? "unknown";
    const isNarrow = rule.area && one.areas.length > 0;
    const delivered = isNarrow || person.delivered === null ? [] : [person.delivered];
    const dates = typeof found === "number" ? [found, ...delivered] : delivered;
    return [
      { one, rule, dates, sight: sightOf(rule, dates, { found, did: person.did[at] ?? "unknown", now: world.now }) },
    ];
  });
}

function sightOf(
  { min, months }: RoleRule,
  dates: readonly number[],
  { found, did, now }: { readonly found: unknown; readonly did: number | "unknown"; readonly now: number },
): Watched["sight"] {
  if (min > 1) return did === "unknown" ? "unknown" : did >= min ? "seen" : "quiet";
  if (dates.some((date) => monthsLater(date, months) > now)) return "seen";
  return found === "unknown" ? "unknown" : "quiet";
}

interface Looked {
  readonly person: Somebody;
  readonly all: readonly Watched[];
}

/** More than half of a role was not seen, or may not have been. */
function isQuietRole(role: string, looked: readonly Looked[]): boolean {
  const people = looked
    .map(({ all }) => all.filter(({ one }) => one.role === role).map(({ sight }) => sight))
    .filter((sights) => sights.length > 0);
  const not = people.filter((sights) => sights.some((sight) => sight !== "seen"));
  return people.some((sights) => sights.includes("quiet")) && not.length > people.length / 2;
}

/** The guards about one person, in the document's order. */
function ownGuard({ person, all }: Looked, world: World): string | null {
  const { now, areas } = world;
  const quiet = all.filter(({ sight }) => sight === "quiet");
  const isBefore = (date: number, months: number) => now < (Number.isFinite(date) ? monthsLater(date, months) : date);
  const isWithin = (date: number) => quiet.some(({ rule }) => isBefore(date, rule.months));
  if (world.leaving.some(({ login }) => login === person.login)) return "leaving";
  const written = person.held.flatMap(({ away }) =>
    away === undefined ? [] : [away === true ? Infinity : Date.parse(away)],
  );
  const said = person.away === undefined ? [] : [person.away === "endless" ? Infinity : person.away];
  if ([...written, ...said].some(isWithin)) return "away";
  const isStable = (name: string) => areas.some((area) => area.isStable && area.name === name);
  const isAllStable = areas.length > 0 && areas.every((area) => area.isStable);
  if (quiet.some(({ one }) => (one.areas.length === 0 ? isAllStable : one.areas.some(isStable)))) return "stable";
  if (quiet.some(({ one, rule }) => one.since !== undefined && isBefore(Date.parse(one.since), rule.months)))
    return "new";
  const isPause = ({ login, ended }: Proposed) =>
    login === person.login && (ended?.how === "stayed" || ended?.how === "vouched") && isBefore(ended.at, world.pause);
  return world.proposals.some(isPause) ? "paused" : null;
}

/** A registry as it would be, and who is listed as emeritus by then. */
interface Then {
  readonly table: Table;
  readonly emeriti: readonly string[];
}

/** What is below goes along in the same places, down to the role where they are to be. */
function keptOf(held: readonly Held[], gone: readonly Place[], world: World): readonly Held[] {
  return held.flatMap((one): Held[] => {
    if (gone.some((each) => isSame(each, one))) return [];
    const at = height(world, one.role);
    const above = gone.filter(({ role }) => height(world, role) > at && at > height(world, toOf(role, world)));
    if (above.some(({ areas }) => areas.length === 0)) return [];
    const areas = one.areas.filter((area) => !above.some((each) => each.areas.includes(area)));
    if (areas.length === one.areas.length) return [one];
    return areas.length === 0 ? [] : [{ ...one, areas }];
  });
}

function toOf(role: string, { rules }: World): string {
  return rules[role]?.to ?? "emeritus";
}

/** One entry a role, wherever they hold it, which tells of the widest. */
function loweredOf(
  held: readonly Held[],
  gone: readonly Place[],
  kept: readonly Held[],
  world: World,
): readonly Held[] {
  const moved = held.flatMap(({ group, ...one }): Held[] => {
    const to = toOf(one.role, world);
    const isKept = kept.some(({ role, areas }) => height(world, role) >= height(world, to) && covers(areas, one.areas));
    return to === "emeritus" || isKept || !gone.some((each) => isSame(each, one)) ? [] : [{ ...one, role: to }];
  });
  return world.ladder.flatMap((role): Held[] => {
    const all = moved.filter((one) => one.role === role);
    const [widest] = all.toSorted((one, other) => (other.areas.length || 99) - (one.areas.length || 99));
    if (widest === undefined) return [];
    const places = [...kept.filter((one) => one.role === role), ...all].map(({ areas }) => areas);
    return [{ ...widest, areas: places.some((areas) => areas.length === 0) ? [] : [...new Set(places.flat())] }];
  });
}

/** Whoever leaves a group keeps what it gave them besides, as entries of their own. */
function outOfGroups(held: readonly Held[], kept: readonly Held[], left = kept): readonly Held[] {
  const isOut = held.some((one) => one.group !== undefined && !kept.includes(one));
  return isOut ? left.map(({ group, ...one }) => one) : left;
}

function retired({ table, emeriti }: Then, login: string, gone: readonly Place[], world: World): Then {
  const held = table.get(login) ?? [];
  const kept = keptOf(held, gone, world);
  const lowered = loweredOf(held, gone, kept, world);
  const others = kept.filter(({ role }) => !lowered.some((one) => one.role === role));
  const left = [...outOfGroups(held, kept, others), ...lowered];
  return {
    table: new Map<string, readonly Held[]>([...table, [login, left]]),
    emeriti: left.length === 0 ? [...emeriti, login] : emeriti,
  };
}

/** By `/step-down`: nobody is listed. */
function withoutLeaving(table: Table, { leaving }: World): Table {
  const left = leaving.map(({ login, role }) => {
    const held = table.get(login) ?? [];
    const kept = held.filter((one) => role !== null && one.role !== role);
    return [login, outOfGroups(held, kept)] as const;
  });
  return new Map<string, readonly Held[]>([...table, ...left]);
}

function holders(table: Table, role: string): number {
  return [...table.values()].filter((held) => held.some((one) => one.role === role)).length;
}

function isNamed(table: Table, area: string, world: World): boolean {
  const mayApprove = ({ role }: Held) => height(world, role) >= height(world, "approvers");
  return [...table.values()].some((held) => held.some((one) => mayApprove(one) && one.areas.includes(area)));
}

/** Within ninety days at most a quarter of those who hold the role, or left it so; one always. */
function isQuarter(role: string, proposed: readonly string[][], { now, people, proposals }: World): boolean {
  const holds = (held: readonly Place[]) => held.some((one) => one.role === role);
  const lately = proposals.filter(
    ({ openedAt, ended, holdings }) => holds(holdings) && (ended === null || openedAt > now - 90 * DAY),
  );
  const merged = lately.filter(({ ended }) => ended?.how === "merged").map(({ login }) => login);
  const all = new Set([...merged, ...people.filter(({ held }) => holds(held)).map(({ login }) => login)]);
  const counted = lately.length + proposed.filter((roles) => roles.includes(role)).length;
  return counted + 1 > Math.max(1, Math.floor(all.size / 4));
}

/** The guards that all pass together, one after the other. */
class Joint {
  readonly proposed: string[] = [];
  /** With what is proposed now, and nothing else. */
  after: Then;
  readonly #world: World;
  readonly #warningsOf: WarningsOf;
  readonly #written: Then;
  readonly #known: ReadonlySet<string>;
  readonly #ofLeaving: ReadonlySet<string>;
  readonly #roles: string[][] = [];
  #then: Then;

  constructor(world: World, warningsOf: WarningsOf) {
    this.#world = world;
    this.#warningsOf = warningsOf;
    this.#written = { table: new Map(world.people.map(({ login, held }) => [login, held])), emeriti: [] };
    this.after = this.#written;
    const left = { table: withoutLeaving(this.#written.table, world), emeriti: [] };
    this.#known = new Set(warningsOf(this.#written.table, []));
    this.#ofLeaving = new Set(warningsOf(left.table, []));
    const open = world.proposals.filter(({ ended }) => ended === null);
    this.#then = open.reduce<Then>((then, { login, holdings }) => retired(then, login, holdings, world), left);
  }

  guards(login: string, quiet: readonly Held[]): readonly string[] {
    const { ladder, keep, proposals, most, areas } = this.#world;
    const before = this.#then.table;
    const then = retired(this.#then, login, quiet, this.#world);
    const roles = [...new Set(quiet.map(({ role }) => role))];
    const least = (role: string) => Math.min(keep[role] ?? (role === ladder.at(-1) ? 2 : 0), holders(before, role));
    const isLast = (area: string) => isNamed(before, area, this.#world) && !isNamed(then.table, area, this.#world);
    const open = proposals.filter(({ ended }) => ended === null).length + this.proposed.length;
    const held = [
      ...(ladder.some((role) => holders(then.table, role) < least(role)) ? ["keep"] : []),
      ...(roles.some((role) => isQuarter(role, this.#roles, this.#world)) ? ["quarter"] : []),
      ...(areas.some(({ name }) => isLast(name)) ? ["last-approver"] : []),
      ...(this.#warns(then, login, quiet) ? ["warning"] : []),
      ...(open >= most ? ["most"] : []),
    ];
    if (held.length > 0) return held;
    this.#then = then;
    this.#roles.push(roles);
    this.proposed.push(login);
    this.after = retired(this.after, login, quiet, this.#world);
    return ["quiet"];
  }

  /** What comes with those who are leaving holds only whoever alone would bring it. */
  #warns({ table, emeriti }: Then, login: string, quiet: readonly Held[]): boolean {
    const fresh = this.#warningsOf(table, emeriti).filter((message) => !this.#known.has(message));
    if (fresh.length === 0) return false;
    const alone = retired(this.#written, login, quiet, this.#world);
    const own = this.#warningsOf(alone.table, alone.emeriti);
    return fresh.some((message) => !this.#ofLeaving.has(message) || own.includes(message));
  }
}

function lastOf({ all }: Looked): number {
  return Math.max(Number.NEGATIVE_INFINITY, ...all.flatMap(({ dates }) => dates));
}

export function answerOf(world: World, warningsOf: WarningsOf): Answer {
  const looked = world.people
    .map((person): Looked => ({ person, all: watchedOf(person, world) }))
    .filter(({ all }) => all.length > 0);
  const isProjectQuiet = world.ladder.some((role) => isQuietRole(role, looked));
  const joint = new Joint(world, warningsOf);
  const stateOf = (one: Looked): readonly string[] => {
    const { login } = one.person;
    const sights = one.all.map(({ sight }) => sight);
    if (!sights.includes("quiet")) return [sights.includes("unknown") ? "unknown" : "seen"];
    if (world.proposals.some((each) => each.login === login && each.ended === null)) return ["proposed"];
    const own = ownGuard(one, world);
    if (own !== null) return [own];
    if (sights.includes("unknown")) return ["held-unknown"];
    if (isProjectQuiet) return ["project-quiet"];
    if (world.mode === "advise") return ["quiet"];
    if (world.isFirst) return ["first-look"];
    const quiet = one.all.filter(({ sight }) => sight === "quiet").map(({ one: held }) => held);
    return joint.guards(login, quiet);
  };
  // Whoever was seen first longest ago comes first.
  const inOrder = looked.toSorted((one, other) => lastOf(one) - lastOf(other));
  const states = Object.fromEntries(inOrder.map((one) => [one.person.login, stateOf(one)]));
  return { states, proposed: joint.proposed, after: joint.after.table };
}
