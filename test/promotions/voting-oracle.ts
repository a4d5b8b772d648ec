/**
 * Who holds what, votes and silence, written a second time as the documents tell them and as plainly as they go, for the oracles of
 * promotions and of decisions.
 */

export const LADDER = ["members", "contributors", "approvers", "maintainers"];
/** Of each area those that lie around it, itself among them. */
export const AROUND: Readonly<Record<string, readonly string[]>> = {
  core: ["core"],
  engine: ["engine", "core"],
  docs: ["docs", "core"],
  site: ["site"],
};

export interface Entry {
  readonly login: string;
  readonly role: string;
  /** Empty: everywhere. */
  readonly areas: readonly string[];
  /** How the registry writes them; absent: by login. */
  readonly as?: "login" | "cased" | "pinned" | "former" | "team";
}

/** Who holds what, and who works where. */
export interface Community {
  readonly people: readonly Entry[];
  readonly employers: Readonly<Record<string, string>>;
}

/** A community from some moment on. */
export interface Change {
  readonly at: number;
  readonly people: readonly Entry[];
}

interface From {
  readonly roles: readonly string[];
  readonly exactly?: boolean | undefined;
}

/** In each of these areas; none: everywhere; `null`: anywhere at all. */
export type Where = readonly string[] | null;

export function holds({ people }: Community, login: string, { roles, exactly }: From, where: Where): boolean {
  const height = (role: string) => LADDER.indexOf(role);
  const fitting = people.filter(
    (entry) =>
      entry.login === login &&
      roles.some((role) => (exactly === true ? entry.role === role : height(entry.role) >= height(role))),
  );
  if (where === null) return fitting.length > 0;
  if (where.length === 0) return fitting.some(({ areas }) => areas.length === 0);
  return where.every((area) =>
    fitting.some(({ areas }) => areas.length === 0 || areas.some((one) => AROUND[area]?.includes(one))),
  );
}

const HOUR = 3_600_000;

/** "4h", "2d", "1w", "3bd": the hours of a weekend are no business hours. */
export function after(at: number, span: string): number {
  const [, count = "0", unit = ""] = /^(\d+)([a-z]+)$/.exec(span) ?? [];
  if (unit !== "bd") return at + Number(count) * HOUR * ({ h: 1, d: 24, w: 168 }[unit] ?? Number.NaN);
  let [left, now] = [Number(count) * 24 * HOUR, at];
  while (left > 0) {
    const midnight = (Math.floor(now / (24 * HOUR)) + 1) * 24 * HOUR;
    const isWorkday = ![0, 6].includes(new Date(now).getUTCDay());
    const used = isWorkday ? Math.min(left, midnight - now) : 0;
    left -= used;
    now = isWorkday ? now + used : midnight;
  }
  return now;
}

function fractionOf(share: string): { readonly over: number; readonly under: number; readonly more: boolean } {
  if (share === "majority") return { over: 1, under: 2, more: true };
  if (share === "unanimous") return { over: 1, under: 1, more: false };
  const [over = 0, under = 1] = share.replace("<", "").split("/").map(Number);
  return { over, under, more: false };
}

/** Whether so many are that share of a number. */
export function isShare(count: number, share: string, of: number): boolean {
  const { over, under, more } = fractionOf(share);
  return more ? count * under > of * over : count * under >= of * over;
}

export interface VoteAsked {
  readonly of?: string;
  readonly exactly?: true;
  readonly in?: string;
  readonly share?: string;
  readonly "share-of"?: "eligible" | "cast";
  readonly "min-yes"?: number;
  readonly quorum?: string | number;
  readonly veto?: true;
  readonly after?: string;
  readonly window?: string;
  readonly early?: true;
  readonly wait?: string;
  readonly "employer-cap"?: number | string;
  readonly "small-group"?: { readonly under: number; readonly min?: number; readonly share?: string };
  readonly "drop-absent"?: string;
}

export interface Ballot {
  readonly by: string;
  readonly at: number;
  readonly choice: "yes" | "no" | "abstain" | "none";
}

export interface Voting {
  readonly asked: VoteAsked;
  /** Those who might vote when it began and may still. */
  readonly electors: readonly string[];
  readonly employers: Readonly<Record<string, string>>;
  readonly ballots: readonly Ballot[];
  /** When it began; no vote before that is one. */
  readonly begun: number;
  /** By how much the end was moved. */
  readonly delays?: readonly { readonly at: number; readonly by: string }[];
}

export function voteOpens({ asked, begun }: Pick<Voting, "asked" | "begun">): number {
  return asked.after === undefined ? begun : after(begun, asked.after);
}

/** `null`: time does not end it. */
export function voteEnds({ asked, begun, delays = [] }: Pick<Voting, "asked" | "begun" | "delays">): number | null {
  if (asked.window === undefined) return null;
  return moved(after(voteOpens({ asked, begun }), asked.window), delays);
}

/** What is asked for after an end moves it no more. */
export function moved(end: number, delays: Voting["delays"] = []): number {
  let now = end;
  for (const delay of delays) if (delay.at <= now) now = after(now, delay.by);
  return now;
}

/** `nobody`: there is nobody who might vote. */
export type VoteStanding = "passed" | "open" | "lost" | "carried" | "nobody";

/** `carried`: only time is missing. */
export function voteStands(voting: Voting, now: number): VoteStanding {
  const { asked, electors } = voting;
  const end = voteEnds(voting);
  const opens = voteOpens(voting);
  if (electors.length === 0) return "nobody";
  if (now < opens) return "open";
  const said = voting.ballots.filter(({ at }) => at <= now && at >= opens && (end === null || at <= end));
  const choice = new Map(said.map((one) => [one.by, one.choice]));
  const voted = (what: Ballot["choice"]) => electors.filter((who) => choice.get(who) === what);
  const isDropping = asked["drop-absent"] !== undefined && now >= after(opens, asked["drop-absent"]);
  const eligible = electors.filter((who) => !isDropping || (choice.get(who) ?? "none") !== "none");
  const counted = (people: readonly string[]) => capped(people, voting, eligible.length);
  const [yes, no, cast] = [counted(voted("yes")), counted(voted("no")), counted([...voted("yes"), ...voted("no")])];
  const isEnough =
    eligible.length > 0 &&
    !(asked.veto === true && voted("no").length > 0) &&
    isAgreed(voting, { yes, no, cast, eligible, counted, abstained: voted("abstain") });
  const isOver = end !== null && now >= end;
  if (isOver) return isEnough ? "passed" : "lost";
  if (!isEnough) return "open";
  // Who asks to wait has that time from then on.
  const waits = [
    ...(asked.wait === undefined ? [] : [after(opens, asked.wait)]),
    ...(voting.delays ?? []).map((one) => after(one.at, one.by)),
  ];
  const least = Math.max(opens, ...waits);
  const isQuick = end === null || asked.early === true;
  return isQuick && now >= least ? "passed" : "carried";
}

interface Counted {
  readonly yes: number;
  readonly no: number;
  readonly cast: number;
  readonly eligible: readonly string[];
  readonly abstained: readonly string[];
  counted(people: readonly string[]): number;
}

function isAgreed(
  { asked, electors: { length: group } }: Voting,
  { yes, no, eligible, abstained, counted }: Counted,
): boolean {
  const small = asked["small-group"];
  const isSmall = small !== undefined && group < small.under;
  const share = isSmall ? small.share : asked.share;
  const least = isSmall ? small.min : asked["min-yes"];
  const all = counted(eligible);
  const quorum = isSmall ? undefined : asked.quorum;
  const part = yes + no + counted(abstained);
  if (quorum !== undefined && !(typeof quorum === "number" ? part >= quorum : isShare(part, quorum, all))) return false;
  if (least !== undefined && yes < least) return false;
  const whole = share ?? (least === undefined ? "majority" : undefined);
  const of = asked["share-of"] === "cast" && !isSmall ? yes + no : all;
  return whole === undefined || (yes > 0 && isShare(yes, whole, of));
}

/** Of one employer no more than the cap count; those of whom it is not known count as of one. */
function capped(people: readonly string[], { asked, employers }: Voting, all: number): number {
  const cap = asked["employer-cap"];
  if (cap === undefined) return people.length;
  const most =
    typeof cap === "number"
      ? cap
      : Math.max(1, [...Array(all + 1).keys()].filter((count) => isWithin(count, cap, all)).at(-1) ?? 0);
  const names = new Set(people.map((who) => employers[who]));
  const together = [...names].map((name) => Math.min(most, people.filter((who) => employers[who] === name).length));
  return together.reduce((sum, one) => sum + one, 0);
}

export function isWithin(count: number, share: string, of: number): boolean {
  const { over, under } = fractionOf(share);
  return share.startsWith("<") ? count * under < of * over : count * under <= of * over;
}

export interface Objection {
  readonly by: string;
  readonly at: number;
  readonly cancel: boolean;
}

export interface Objecting {
  /** Those that may object now. */
  readonly may: (login: string) => boolean;
  readonly objections: readonly Objection[];
  /** `null`: it has not begun. */
  readonly start: number | null;
  readonly window: string | null;
  /** By what was said before then. */
  readonly isOutvoted: (then: number) => boolean;
  readonly delays?: readonly { readonly at: number; readonly by: string }[];
}

export type Silence = "met" | "runs" | "stopped";

export function silenceStands(objecting: Objecting, now: number): Silence {
  const { may, start, window, isOutvoted } = objecting;
  let standing: readonly string[] = [];
  let begun = start;
  // Who asked to wait before it began anew moved the end that there was then.
  const endOf = (from: number, length: string) =>
    moved(
      after(from, length),
      objecting.delays?.filter(({ at }) => at >= from),
    );
  // What stands, but is outvoted, keeps nothing from its end.
  const isOver = (then: number) =>
    (standing.length === 0 || isOutvoted(then)) && window !== null && begun !== null && then > endOf(begun, window);
  for (const { by, at, cancel } of objecting.objections.filter((one) => may(one.by) && one.at <= now)) {
    const isTaken = cancel && standing.includes(by);
    // What is said after the end does not begin it again.
    const isLate = isOver(at);
    if (!cancel && isLate) continue;
    standing = standing.filter((who) => who !== by);
    if (!cancel) standing = [...standing, by];
    if (isTaken && !isLate && start !== null) begun = Math.max(start, at);
  }
  if (standing.length > 0 && !isOutvoted(Number.POSITIVE_INFINITY)) return "stopped";
  if (window === null) return "met";
  return begun !== null && now >= endOf(begun, window) ? "met" : "runs";
}

/** Whether it is one of these times, from when until before when. */
export function isWithinOne(spans: readonly (readonly number[])[], now: number): boolean {
  return spans.some(([from = 0, until = 0]) => now >= from && now < until);
}

interface Happening {
  readonly at: number;
  readonly words: readonly { readonly at: number }[];
  readonly changes: readonly Change[];
  readonly until: number;
}

/** Every four hours after whatever happened, and after the beginning of a week. */
export function momentsOf({ at, words, changes, until }: Happening): readonly number[] {
  const monday = Date.UTC(2026, 10, 23);
  const events = [at, monday, ...words.map((word) => word.at), ...changes.map((change) => change.at)];
  const all = new Set([until]);
  for (const event of events) for (let now = event; now <= until; now += 4 * HOUR) all.add(now);
  return [...all].filter((now) => now >= at).toSorted((one, other) => one - other);
}
