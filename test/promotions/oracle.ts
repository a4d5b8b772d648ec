/**
 * The rules of promotions written a second time, as `docs/promotions.md`, `docs/criteria.md` and `docs/rules.md` tell them and as plainly as
 * they go: it looks at every four hours after everything that happens, and remembers of each promotion nothing but its words, since when only
 * time is missing, and since when it is asked for again. It knows registries, rules and words as these tests draw them.
 */
import {
  after,
  type Ballot,
  type Change,
  type Community,
  type Entry,
  holds,
  isShare,
  isWithin,
  momentsOf,
  type Objecting,
  silenceStands,
  type VoteAsked,
  type Voting,
  voteEnds,
  voteOpens,
  voteStands,
  type Where,
} from "./voting-oracle.ts";

export interface SponsorsAsked {
  readonly from?: string;
  readonly exactly?: true;
  readonly min: number;
  readonly area?: string;
  readonly employers?: "distinct" | "all-distinct" | "one-other-than-candidate" | "all-other-than-candidate";
  readonly nominator?: false;
  readonly "of-which"?: { readonly from: string; readonly min?: number };
  readonly "also-holds"?: string;
  readonly "small-group"?: { readonly under: number; readonly min: number };
}

export interface ObjectionsAsked {
  readonly from?: string;
  readonly exactly?: true;
  readonly window?: string;
  readonly starts?: "met" | "nominated";
  readonly in?: string;
  readonly "overruled-by"?: { readonly of: string; readonly share?: string; readonly "min-yes"?: number };
  readonly withdrawal?: "restarts" | "clears";
}

export interface AttestationAsked {
  readonly text: string;
  readonly by?: string;
  readonly min?: number;
}

export type Asked =
  | { readonly sponsors: SponsorsAsked }
  | { readonly vote: VoteAsked }
  | { readonly objections: ObjectionsAsked }
  | { readonly "lazy-consensus": ObjectionsAsked }
  | { readonly attestation: AttestationAsked }
  | { readonly acceptance: true | { readonly text: string } }
  | { readonly notice: string }
  | { readonly holds: string | { readonly role: string; readonly area?: true; readonly exactly?: true } }
  | {
      readonly seats: {
        readonly max?: number;
        readonly "per-employer"?: number;
        readonly share?: string;
        readonly of?: string;
      };
    }
  | { readonly "merged-pulls": number }
  | { readonly nomination: { readonly by: string; readonly in?: string } };

export type Item = (
  | Asked
  | { readonly any: readonly Item[] }
  | { readonly some: { readonly min: number; readonly of: readonly Item[] } }
) & {
  readonly for?: readonly string[];
};

export interface WrittenRule {
  readonly all: readonly Item[];
  readonly nominate?: readonly string[];
  readonly waive?:
    | string
    | false
    | { readonly by: string; readonly min?: number; readonly share?: string; readonly exactly?: true };
  readonly expires: string;
}

/** Which of the open promotions a word names; what is left out it does not say. */
export interface About {
  readonly user?: string;
  readonly role?: string;
  readonly areas?: readonly string[];
}

export type Word = {
  readonly by: string;
  readonly at: number;
  readonly about?: About;
  /** When its comment is deleted. */
  readonly gone?: number;
} & (
  | { readonly say: "sponsor" | "accept"; readonly cancel: boolean }
  | { readonly say: "object"; readonly cancel: boolean }
  | { readonly say: "vote"; readonly choice: Ballot["choice"] }
  | { readonly say: "attest" | "waive"; readonly cancel: boolean; readonly number: number | null }
  | { readonly say: "withdraw" }
);

export type Rules = Readonly<Record<string, WrittenRule | undefined>>;

/** A `/promote`, and what people do with its registry change so long after it passed. */
export interface Asking {
  readonly by: string;
  readonly at: number;
  readonly candidate: string;
  readonly role: string;
  readonly areas: readonly string[];
  readonly fate: { readonly end: "merged" | "closed"; readonly after: number } | null;
}

export interface Scene {
  readonly nominations: readonly Asking[];
  readonly employers: Community["employers"];
  /** The first is from the beginning. */
  readonly changes: readonly (Change & { readonly rules: Rules })[];
  readonly words: readonly Word[];
  /** `null`: GitHub does not tell. */
  readonly merged: number | null;
  readonly until: number;
}

export interface Answer {
  readonly stage: "refused" | "open" | "passed" | "done" | "withdrawn" | "declined" | "expired";
  /** When it ended, or passed. */
  readonly at: number | null;
}

/** A promotion as it was asked for. */
export interface Case extends Omit<Asking, "by" | "fate"> {
  readonly nominator: string;
  readonly rule: WrittenRule;
  /** As it was then. */
  readonly frozen: Community;
  readonly merged: number | null;
}

interface Leaf {
  readonly asked: Asked;
  readonly number: number;
  readonly isAsked: boolean;
}

/** All there is to see at a moment. */
interface Moment {
  readonly scene: Case;
  readonly leaves: readonly Leaf[];
  readonly now: number;
  readonly community: Community;
  /** Words that counted when they were said. */
  readonly words: readonly Word[];
  readonly clearSince: number | null;
}

export type Standing = "met" | "time" | "open" | "lost" | "unknown";

/** What is asked of a promotion, and all there is to see of it at a moment. */
export interface Look extends Omit<Case, "merged"> {
  readonly now: number;
  readonly community: Community;
  readonly words: readonly Word[];
  readonly clearSince: number | null;
}

/** How each criterion of the rule stands by itself, waived ones as met. */
export function standingsAt({ now, community, words, clearSince, ...scene }: Look): readonly Standing[] {
  const numbered = { next: 1 };
  const leaves = scene.rule.all.flatMap((item) => leavesOf(item, scene, numbered));
  const moment = cleared({ scene: { ...scene, merged: 3 }, leaves, now, community, words, clearSince });
  return leaves.map((leaf) => (leaf.isAsked ? stands(leaf, moment) : "met"));
}

/** A promotion that is open, or has ended. */
interface Running {
  readonly scene: Case;
  readonly leaves: readonly Leaf[];
  readonly fate: Asking["fate"];
  readonly answer: Answer;
  readonly words: readonly Word[];
  readonly clearSince: number | null;
  /** When its registry change was closed. */
  readonly closedAt: number | null;
}

const REFUSED: Answer = { stage: "refused", at: null };
const OPEN: Answer = { stage: "open", at: null };

const isOpen = ({ answer: { stage } }: Running): boolean => stage === "open" || stage === "passed";

/** Of each nomination, in their order. */
export function answersOf(scene: Scene): readonly Answer[] {
  let running: readonly (Running | null)[] = scene.nominations.map(() => null);
  let promoted: readonly Entry[] = [];
  const last = Math.max(...scene.nominations.map(({ at }) => at));
  const events = { at: scene.nominations[0]?.at ?? 0, ...scene };
  for (const now of momentsOf({ ...events, words: [...scene.words, ...gone(scene.words), ...scene.nominations] })) {
    const change = scene.changes.findLast(({ at }) => at <= now);
    running = running.map((one) => (one === null ? null : afterFate(one, now)));
    promoted = running.flatMap((one) =>
      one?.answer.stage === "done" && one.fate?.end === "merged" ? entryOf(one) : [],
    );
    const community = communityOf([...(change?.people ?? []), ...promoted], scene.employers);
    scene.nominations.forEach((asking, place) => {
      if (asking.at !== now) return;
      const open = running.flatMap((one) => (one !== null && isOpen(one) ? [one] : []));
      const made = begun(asking, change?.rules[asking.role], open, { ...scene, community });
      running = running.with(place, made);
    });
    for (const word of scene.words.filter(({ at }) => at === now)) {
      const open = running.flatMap((one) => (one !== null && isOpen(one) && !isEnded(one) ? [one] : []));
      const meant = meantBy(word, open);
      running = running.map((one) => (one !== null && meant.includes(one) ? withWord(one, word, now, community) : one));
    }
    running = running.map((one) => (one === null ? null : withoutGone(one, scene.words, now)));
    running = running.map((one) => (one === null || !isOpen(one) ? one : stepped(one, now, community)));
    if (now >= last && !running.some((one) => one !== null && isOpen(one))) break;
  }
  return running.map((one) => one?.answer ?? REFUSED);
}

function gone(words: readonly Word[]) {
  return words.flatMap((word) => (word.gone === undefined ? [] : [{ at: word.gone }]));
}

function entryOf({ scene: { candidate, role, areas } }: Running): Entry {
  return { login: candidate, role, areas };
}

const isEnded = ({ words }: Running): boolean => words.some(({ say }) => say === "withdraw");

/** Merged it is done. Closed, sponsors and votes must be given anew, and all time begins anew. */
function afterFate(one: Running, now: number): Running {
  const { answer, fate } = one;
  if (answer.stage !== "passed" || answer.at === null || fate === null || now < answer.at + fate.after) return one;
  if (fate.end === "merged") return { ...one, answer: { stage: "done", at: now } };
  return { ...one, fate: null, answer: OPEN, clearSince: null, closedAt: now };
}

/** `null`: it is refused. */
function begun(
  asking: Asking,
  written: WrittenRule | undefined,
  open: readonly Running[],
  { community, merged }: { readonly community: Community; readonly merged: number | null },
): Running | null {
  const { candidate, role, by } = asking;
  const areas = missingAreas(asking, community);
  if (holds(community, candidate, { roles: [role] }, areas)) return null;
  const isSame = ({ scene }: Running) =>
    scene.candidate === candidate &&
    scene.role === role &&
    (areas.length === 0 || scene.areas.length === 0 || areas.some((area) => scene.areas.includes(area)));
  if (open.some(isSame)) return null;
  const rule = written ?? usualRule(areas, community);
  const scene: Case = { ...asking, areas, nominator: by, rule, frozen: community, merged };
  if (!mayNominate(scene, community)) return null;
  const numbered = { next: 1 };
  const leaves = rule.all.flatMap((item) => leavesOf(item, scene, numbered));
  return { scene, leaves, fate: asking.fate, answer: OPEN, words: [], clearSince: null, closedAt: null };
}

/** One sponsor of the top role in each area; of the top role anywhere where nobody holds it there. */
function usualRule(areas: readonly string[], community: Community): WrittenRule {
  const top = { roles: ["maintainers"] };
  const places = areas.length === 0 ? [[]] : areas.map((area) => [area]);
  const isHeld = places.every((where) => community.people.some(({ login }) => holds(community, login, top, where)));
  const sponsors = { from: "maintainers", min: 1, ...(!isHeld && { area: "anywhere" }) };
  return { all: [{ sponsors }], expires: "90d" };
}

/** Those of the open promotions that a word is about. */
function meantBy(word: Word, open: readonly Running[]): readonly Running[] {
  const { about = {} } = word;
  const own = word.say === "accept" ? open.filter(({ scene }) => scene.candidate === word.by) : open;
  const named = own.filter(({ scene }) => about.user === undefined || about.user === scene.candidate);
  const places = about.areas?.length === 0 ? [EVERYWHERE] : (about.areas ?? []);
  const selecting = [...(about.role === undefined ? [] : [about.role]), ...places];
  // Behind these words people write a text, to which the name of a role or an area may belong as well.
  const isText = word.say === "object" || (word.say === "attest" && about.user === undefined);
  const most = [...selecting.keys(), selecting.length].toReversed();
  const chosenBy = most
    .map((length) => selecting.slice(0, length))
    .find((words) => !isText || words.length === 0 || named.some(({ scene }) => isNamedBy(words, scene)));
  const fitting = named.filter(({ scene }) => isNamedBy(chosenBy ?? [], scene));
  // That whose areas are all of those named is meant, not one of more.
  const whole = fitting.filter(
    ({ scene: { areas } }) => areas.length > 0 && areas.every((area) => about.areas?.includes(area) === true),
  );
  const chosen = fitting.length > 1 && whole.length === 1 ? whole : fitting;
  const asking = chosen.filter((one) => isAskedFor(word, one));
  const meant = asking.length === 0 ? chosen : asking;
  // One objects to all that is asked for somebody.
  return meant.length === 1 || (word.say === "object" && about.user !== undefined) ? meant : [];
}

const EVERYWHERE = "everywhere";

function isNamedBy(words: readonly string[], { role, areas }: Case): boolean {
  return words.every((word) => (word === EVERYWHERE ? areas.length === 0 : word === role || areas.includes(word)));
}

function isAskedFor(word: Word, { leaves }: Running): boolean {
  return leaves.some(({ asked, isAsked, number }) => {
    if (!isAsked) return false;
    switch (word.say) {
      case "sponsor":
        return "sponsors" in asked;
      case "accept":
        return "acceptance" in asked;
      case "object":
        return silenceAsked(asked) !== null;
      case "vote":
        return "vote" in asked || silenceAsked(asked)?.["overruled-by"] !== undefined;
      case "attest":
        return "attestation" in asked;
      case "waive":
        return number === word.number && !isDecision(asked);
      default:
        return true;
    }
  });
}

/** What was said before its registry change was closed: sponsors and votes count no more. */
function counted({ words, closedAt }: Running): readonly Word[] {
  if (closedAt === null) return words;
  return words.filter(({ say, at }) => at > closedAt || (say !== "sponsor" && say !== "vote"));
}

function momentOf(one: Running, now: number, community: Community): Moment {
  const { scene, leaves, clearSince } = one;
  return { scene, leaves, now, community, words: counted(one), clearSince };
}

function withWord(one: Running, word: Word, now: number, community: Community): Running {
  return isHeard(word, momentOf(one, now, community)) ? { ...one, words: [...one.words, word] } : one;
}

/** Deleting support takes it back, as if it had never been; a vote from then on. */
function withoutGone(one: Running, all: readonly Word[], now: number): Running {
  const deleted = all.filter((word) => word.gone === now && one.words.includes(word));
  let { words } = one;
  for (const word of deleted) {
    if (word.say === "object" || word.say === "withdraw") continue;
    const isLast = words.findLast(({ say, by }) => say === "vote" && by === word.by) === word;
    if (word.say !== "vote") words = words.map((each) => (each === word ? { ...word, cancel: true } : each));
    else if (isLast && (word.choice === "yes" || word.choice === "abstain"))
      words = words.concat({ ...word, choice: "none", at: now });
  }
  return { ...one, words };
}

function stepped(one: Running, now: number, community: Community): Running {
  const { scene, clearSince, closedAt } = one;
  const { rule, candidate, nominator, areas, role, at } = scene;
  const ended = (stage: Answer["stage"]): Running => ({ ...one, answer: { stage, at: now } });
  if (holds(community, candidate, { roles: [role] }, areas)) return ended("done");
  const end = one.words.find(({ say }) => say === "withdraw");
  if (end !== undefined) return ended([candidate, nominator].includes(end.by) ? "withdrawn" : "declined");
  const standing = cleared(momentOf(one, now, community));
  if (one.answer.stage === "passed") {
    // What nobody can tell takes nothing back.
    if (isTrue(rule.all, standing, ["met", "unknown"])) return one;
    if (!isTrue(rule.all, standing, ["met", "time", "open", "unknown"])) return ended("declined");
    return now >= after(at, rule.expires) ? ended("expired") : { ...one, answer: OPEN, clearSince: null };
  }
  const isClear = isTrue(rule.all, standing, ["met", "time"]);
  const isStill = isClear || isTrue(rule.all, standing, ["met", "time", "unknown"]);
  const since = isClear ? (clearSince ?? now) : isStill ? clearSince : null;
  const later = { ...standing, clearSince: since };
  const isWanted = closedAt === null || one.words.some((word) => word.at > closedAt && isSupport(word));
  if (isTrue(rule.all, later, ["met"]) && isWanted)
    return { ...one, clearSince: since, answer: { stage: "passed", at: now } };
  if (!isTrue(rule.all, later, ["met", "time", "open", "unknown"])) return ended("declined");
  return now >= after(at, rule.expires) ? ended("expired") : { ...one, clearSince: since };
}

function isSupport(word: Word): boolean {
  if (word.say === "vote") return word.choice === "yes";
  return word.say !== "object" && word.say !== "withdraw" && !word.cancel;
}

/** The employer of somebody without an entry is not written anywhere. */
export function communityOf(people: readonly Entry[], all: Community["employers"]): Community {
  const logins = people.map(({ login }) => login);
  const employers = Object.entries(all).filter(([who]) => logins.includes(who));
  return { people, employers: Object.fromEntries(employers) };
}

/** Of somebody who holds the role in some of the areas only the others are asked for. */
function missingAreas({ areas, candidate, role }: Asking, community: Community): readonly string[] {
  const missing = areas.filter((area) => !holds(community, candidate, { roles: [role] }, [area]));
  return missing.length === 0 ? areas : missing;
}

function mayNominate({ rule, candidate, nominator, areas }: Case, community: Community): boolean {
  const is = (role: string, where: Where) => holds(community, nominator, { roles: [role] }, where);
  const asked = rule.nominate;
  const musts = rule.all.flatMap((item) => ("nomination" in item && item.for === undefined ? [item.nomination] : []));
  // Whoever else nominates would open what cannot pass.
  if (musts.length > 0 && (asked === undefined || asked.join() === musts[0]?.by))
    return nominator !== candidate && musts.every(({ by, in: place }) => is(by, place === "area" ? areas : null));
  if (asked !== undefined) {
    if (asked.includes("anyone") || (nominator === candidate && asked.includes("self"))) return true;
    return asked.some((role) => role !== "self" && is(role, null));
  }
  return nominator === candidate || is("members", null);
}

function leavesOf(
  item: Item,
  { areas }: Pick<Case, "areas">,
  numbered: { next: number },
  isAsked = true,
): readonly Leaf[] {
  const own = isAsked && isFor(item, areas);
  if ("any" in item) return item.any.flatMap((one) => leavesOf(one, { areas }, numbered, own));
  if ("some" in item) return item.some.of.flatMap((one) => leavesOf(one, { areas }, numbered, own));
  return [{ asked: item, number: numbered.next++, isAsked: own }];
}

/** Everywhere is asked for all; elsewhere it is not asked. */
function isFor({ for: named }: Item, areas: readonly string[]): boolean {
  return named === undefined || areas.length === 0 || areas.some((area) => named.includes(area));
}

function isTrue(all: readonly Item[], moment: Moment, good: readonly Standing[]): boolean {
  const { areas } = moment.scene;
  const isMet = (item: Item): boolean => {
    if ("any" in item) return item.any.filter((one) => isFor(one, areas)).some(isMet);
    if ("some" in item) return item.some.of.filter((one) => isFor(one, areas)).filter(isMet).length >= item.some.min;
    const leaf = moment.leaves.find(({ asked }) => asked === item);
    return leaf !== undefined && good.includes(stands(leaf, moment));
  };
  return all.filter((item) => isFor(item, areas)).every(isMet);
}

/** What of a criterion is silence, with what holds unless it says otherwise. */
function silenceAsked(asked: Asked): ObjectionsAsked | null {
  if ("objections" in asked) return { starts: "met", ...asked.objections };
  return "lazy-consensus" in asked ? { starts: "nominated", window: "1w", ...asked["lazy-consensus"] } : null;
}

function stands(leaf: Leaf, moment: Moment): Standing {
  return isWaived(leaf, moment) ? "met" : ownStanding(leaf, moment);
}

function ownStanding({ asked, number }: Leaf, moment: Moment): Standing {
  const { scene, community, now, clearSince, words } = moment;
  const { candidate, at, areas } = scene;
  const isThere = (met: boolean): Standing => (met ? "met" : "open");
  if ("merged-pulls" in asked)
    return scene.merged === null ? "unknown" : isThere(scene.merged >= asked["merged-pulls"]);
  if ("notice" in asked) return now >= after(at, asked.notice) ? "met" : "time";
  if ("holds" in asked) {
    const {
      role: held,
      area,
      exactly,
    } = typeof asked.holds === "string"
      ? ({ role: asked.holds } as { role: string; area?: true; exactly?: true })
      : asked.holds;
    return isThere(holds(community, candidate, { roles: [held], exactly }, area === true ? areas : null));
  }
  if ("seats" in asked) return seatsStand(asked.seats, moment);
  if ("nomination" in asked)
    return isThere(
      scene.nominator !== candidate &&
        holds(
          community,
          scene.nominator,
          { roles: [asked.nomination.by] },
          asked.nomination.in === "area" ? areas : null,
        ),
    );
  if ("acceptance" in asked) {
    const last = words.findLast(({ say }) => say === "accept");
    if (last !== undefined && "cancel" in last) return isThere(!last.cancel);
    return isThere(asked.acceptance === true && scene.nominator === candidate);
  }
  if ("attestation" in asked) {
    const people = new Set(words.filter(({ say }) => say === "attest").map(({ by }) => by));
    const may = [...people].filter(
      (who) => mayAttest(asked.attestation, who, moment) && isSaid(who, "attest", number, words),
    );
    return isThere(may.length >= (asked.attestation.min ?? 1));
  }
  if ("vote" in asked) {
    const standing = voteStands(votingOf(asked.vote, moment), now);
    return ({ passed: "met", carried: "time", open: "open", lost: "lost", nobody: "unknown" } as const)[standing];
  }
  if ("sponsors" in asked) return isThere(areSponsored(asked.sponsors, moment));
  const written = silenceAsked(asked);
  if (written === null) throw new Error("a criterion that the oracle does not know");
  const start = written.starts === "met" ? clearSince : at;
  const silence = silenceStands(objectingOf(written, moment, start), now);
  const logins = community.people.map(({ login }) => login);
  // Of nobody silence is no consent.
  if (silence !== "stopped" && written.window !== undefined && !logins.some((who) => mayObject(written, who, moment)))
    return "unknown";
  return ({ met: "met", runs: "time", stopped: "open" } as const)[silence];
}

/** The newest word of a person about that criterion, or about all. */
function isSaid(who: string, say: "attest" | "waive", number: number, words: readonly Word[]): boolean {
  const last = words.findLast(
    (word) =>
      word.by === who && word.say === say && "number" in word && (word.number === number || word.number === null),
  );
  return last !== undefined && "cancel" in last && !last.cancel;
}

function mayAttest({ by }: AttestationAsked, who: string, { scene, community }: Moment): boolean {
  if (by === "candidate") return who === scene.candidate;
  return who !== scene.candidate && holds(community, who, { roles: [by ?? scene.role] }, scene.areas);
}

function seatsStand(
  asked: { readonly max?: number; readonly "per-employer"?: number; readonly share?: string; readonly of?: string },
  { scene, community }: Moment,
): Standing {
  const logins = [...new Set(community.people.map(({ login }) => login))];
  const holders = logins.filter((who) => holds(community, who, { roles: [asked.of ?? scene.role] }, null));
  const all = [...new Set([...holders, scene.candidate])];
  if (asked.max !== undefined && all.length > asked.max) return "open";
  const employer = community.employers[scene.candidate];
  if (asked["per-employer"] === undefined && asked.share === undefined) return "met";
  if (employer === undefined) return "unknown";
  const isKept = (number: number) =>
    (asked["per-employer"] === undefined || number <= asked["per-employer"]) &&
    (asked.share === undefined || isWithin(number, asked.share, all.length));
  const own = all.filter((who) => community.employers[who] === employer).length;
  if (!isKept(own)) return "open";
  return isKept(own + all.filter((who) => community.employers[who] === undefined).length) ? "met" : "unknown";
}

function votingOf(asked: VoteAsked, { scene, community, words }: Moment): Voting {
  const { areas, candidate, at, frozen } = scene;
  const where = asked.in === "area" ? areas : asked.in === undefined || asked.in === "anywhere" ? null : [asked.in];
  const from = { roles: [asked.of ?? ""], exactly: asked.exactly };
  const logins = [...new Set(frozen.people.map(({ login }) => login))].filter((who) => who !== candidate);
  const electors = logins.filter((who) => holds(frozen, who, from, where) && holds(community, who, from, where));
  const ballots = words.flatMap((word) => (word.say === "vote" ? [word] : []));
  return { asked, electors, employers: community.employers, ballots, begun: at };
}

function placeOf(named: string | undefined, areas: readonly string[]): Where {
  if (named === "anywhere") return null;
  return named === undefined || named === "area" ? areas : [named];
}

function objectingOf(asked: ObjectionsAsked, moment: Moment, start: number | null): Objecting {
  const { scene, community, words } = moment;
  return {
    may: (login) => mayObject(asked, login, moment),
    objections: words.flatMap((word) => (word.say === "object" ? [word] : [])),
    start,
    window: asked.window ?? null,
    isOutvoted: isOutvoted(asked, { scene, community, words }),
  };
}

/** For one of the areas is enough to stop it for all. */
function mayObject(
  asked: ObjectionsAsked,
  login: string,
  { scene, community }: Pick<Moment, "scene" | "community">,
): boolean {
  const from = { roles: [asked.from ?? scene.role], exactly: asked.exactly };
  const place = placeOf(asked.in, scene.areas);
  if (login === scene.candidate) return false;
  if (place === null || place.length === 0) return holds(community, login, from, null);
  return place.some((area) => holds(community, login, from, [area]));
}

function isOutvoted(
  asked: ObjectionsAsked,
  { scene, community, words }: Pick<Moment, "scene" | "community" | "words">,
): boolean {
  const by = asked["overruled-by"];
  if (by === undefined) return false;
  const logins = [...new Set(community.people.map(({ login }) => login))].filter((who) => who !== scene.candidate);
  const may = logins.filter((who) => holds(community, who, { roles: [by.of] }, scene.areas));
  const votes = words.flatMap((word) => (word.say === "vote" ? [word] : []));
  const yes = may.filter((who) => votes.findLast((one) => one.by === who)?.choice === "yes").length;
  if (by.share === undefined) return yes >= (by["min-yes"] ?? 1);
  return yes > 0 && yes >= (by["min-yes"] ?? 0) && isShare(yes, by.share, may.length);
}

function mayWaive(who: string, { scene, community }: Pick<Moment, "scene" | "community">): boolean {
  const { waive } = scene.rule;
  if (waive === false || who === scene.candidate) return false;
  const { by, exactly } = typeof waive === "object" ? waive : { by: waive ?? "maintainers", exactly: undefined };
  return holds(community, who, { roles: [by], exactly }, scene.areas);
}

const DECISIONS = ["vote", "objections", "lazy-consensus", "acceptance"];
const isDecision = (asked: Asked): boolean => Object.keys(asked).some((key) => DECISIONS.includes(key));

function isWaived({ asked, number }: Leaf, moment: Moment): boolean {
  const { scene, community, words } = moment;
  const { waive } = scene.rule;
  if (isDecision(asked)) return false;
  const people = [...new Set(words.filter(({ say }) => say === "waive").map(({ by }) => by))];
  const waiving = people.filter((who) => mayWaive(who, moment) && isSaid(who, "waive", number, words)).length;
  if (typeof waive !== "object") return waiving > 0;
  if (waive.share === undefined) return waiving >= (waive.min ?? 1);
  const logins = [...new Set(community.people.map(({ login }) => login))];
  return waiving > 0 && isShare(waiving, waive.share, logins.filter((who) => mayWaive(who, moment)).length);
}

function maySponsor(
  asked: SponsorsAsked,
  who: string,
  where: Where,
  { scene, community }: Pick<Moment, "scene" | "community">,
): boolean {
  if (who === scene.candidate || (asked.nominator === false && who === scene.nominator)) return false;
  if (asked["also-holds"] !== undefined && !holds(community, who, { roles: [asked["also-holds"]] }, null)) return false;
  return holds(community, who, { roles: [asked.from ?? scene.role], exactly: asked.exactly }, where);
}

/** Each area of the nomination by itself. */
function sponsoredPlaces({ area }: SponsorsAsked, areas: readonly string[]): readonly Where[] {
  if (area === "anywhere") return [null];
  if (area !== undefined) return [[area]];
  return areas.length === 0 ? [[]] : areas.map((one) => [one]);
}

function sponsorsSaid(words: readonly Word[]): readonly string[] {
  const people = [...new Set(words.filter(({ say }) => say === "sponsor").map(({ by }) => by))];
  return people.filter((who) => {
    const last = words.findLast((word) => word.by === who && word.say === "sponsor");
    return last !== undefined && "cancel" in last && !last.cancel;
  });
}

/** By these people of those who said so, for one entry: some of them fit together. */
function areEnough(asked: SponsorsAsked, people: readonly string[], moment: Moment): boolean {
  const { scene, community } = moment;
  const logins = [...new Set(community.people.map(({ login }) => login))];
  return sponsoredPlaces(asked, scene.areas).every((where) => {
    const may = (who: string) => maySponsor(asked, who, where, moment);
    const small = asked["small-group"];
    const isSmall = small !== undefined && logins.filter(may).length < small.under;
    const least = isSmall ? Math.min(small.min, asked.min) : asked.min;
    return subsets(people.filter(may)).some(
      (some) => some.length >= least && areFitting(asked, some, where, least, moment),
    );
  });
}

function subsets([first, ...others]: readonly string[]): readonly (readonly string[])[] {
  if (first === undefined) return [[]];
  const rest = subsets(others);
  return rest.flatMap((some) => [some, [first, ...some]]);
}

function areFitting(
  asked: SponsorsAsked,
  people: readonly string[],
  where: Where,
  least: number,
  { scene, community }: Moment,
): boolean {
  const { candidate } = scene;
  const { employers } = community;
  const which = asked["of-which"];
  const ofWhich = people.filter((who) => which !== undefined && holds(community, who, { roles: [which.from] }, where));
  if (which !== undefined && ofWhich.length < (which.min ?? 1)) return false;
  const names = people.flatMap((who) => employers[who] ?? []);
  const known = new Set(names);
  const own = employers[candidate];
  const others = own === undefined ? [] : names.filter((name) => name !== own);
  switch (asked.employers) {
    case "distinct":
      return known.size > 1 || least < 2;
    case "all-distinct":
      return known.size === people.length;
    case "one-other-than-candidate":
      return others.length > 0 || known.size > 1;
    case "all-other-than-candidate":
      return others.length === people.length;
    default:
      return true;
  }
}

/** Entries beside each other need different people, shared out as it serves best. */
function areSponsored(asked: SponsorsAsked, moment: Moment): boolean {
  const { scene, words } = moment;
  const beside = scene.rule.all.flatMap((item) =>
    "sponsors" in item && isFor(item, scene.areas) && !isWaived(leafOf(item, moment), moment) ? [item.sponsors] : [],
  );
  const said = sponsorsSaid(words);
  if (!beside.includes(asked) || beside.length < 2) return areEnough(asked, said, moment);
  return shared(
    beside,
    said,
    beside.map(() => []),
    moment,
  );
}

function leafOf(item: Asked, { leaves }: Moment): Leaf {
  const leaf = leaves.find(({ asked }) => asked === item);
  if (leaf === undefined) throw new Error("a criterion of the rule");
  return leaf;
}

function shared(
  entries: readonly SponsorsAsked[],
  left: readonly string[],
  given: readonly (readonly string[])[],
  moment: Moment,
): boolean {
  const [who, ...others] = left;
  if (who === undefined) return entries.every((entry, at) => areEnough(entry, given[at] ?? [], moment));
  return entries.some((_, at) =>
    shared(
      entries,
      others,
      given.map((people, place) => (place === at ? [...people, who] : people)),
      moment,
    ),
  );
}

/** Sponsors and votes that an objection's withdrawal took away, where the rule says so. */
function cleared(moment: Moment): Moment {
  const { words, leaves } = moment;
  const all = leaves
    .filter(({ isAsked }) => isAsked)
    .flatMap(({ asked }) => silenceAsked(asked) ?? [])
    .filter(({ withdrawal }) => withdrawal === "clears");
  if (all.length === 0) return moment;
  const taken = words.filter(
    (word, at) =>
      word.say === "object" &&
      word.cancel &&
      all.some((asked) => mayObject(asked, word.by, moment)) &&
      words.slice(0, at).some((one) => one.say === "object" && one.by === word.by && !one.cancel),
  );
  const last = Math.max(...taken.map(({ at }) => at), 0);
  return {
    ...moment,
    words: words.filter((word) => word.at > last || (word.say !== "sponsor" && word.say !== "vote")),
  };
}

/** Whether a word counts when it is said; one that does not never will. */
function isHeard(word: Word, given: Moment): boolean {
  const moment = cleared(given);
  const { scene, leaves, community, words, now } = moment;
  const { candidate, nominator, areas, at } = scene;
  const { by } = word;
  const asked = leaves.filter(({ isAsked }) => isAsked).map((leaf) => leaf.asked);
  if (word.say === "withdraw")
    return [candidate, nominator].includes(by) || holds(community, by, { roles: ["maintainers"] }, areas);
  const isCancel = word.say === "vote" ? word.choice === "none" : word.cancel;
  // Whoever nominated themselves has accepted.
  if (word.say === "accept" && nominator === candidate)
    return by === candidate && asked.some((one) => "acceptance" in one);
  // What was given can be taken back by whoever gave it.
  if (isCancel && word.say !== "vote" && word.say !== "object")
    return words.some((one) => one.by === by && one.say === word.say);
  switch (word.say) {
    case "sponsor":
      return asked.some(
        (one) =>
          "sponsors" in one &&
          sponsoredPlaces(one.sponsors, areas).some((where) => maySponsor(one.sponsors, by, where, moment)),
      );
    case "accept":
      return by === candidate && asked.some((one) => "acceptance" in one);
    case "object":
      return asked.some((one) => {
        const written = silenceAsked(one);
        if (written === null || !mayObject(written, by, moment)) return false;
        const start = written.starts === "met" ? moment.clearSince : at;
        return written.window === undefined || silenceStands(objectingOf(written, moment, start), now) !== "met";
      });
    case "vote":
      return asked.some((one) => {
        if ("vote" in one) {
          const voting = votingOf(one.vote, moment);
          const end = voteEnds(voting);
          return voting.electors.includes(by) && now >= voteOpens(voting) && (end === null || now <= end);
        }
        const of = silenceAsked(one)?.["overruled-by"]?.of;
        return of !== undefined && by !== candidate && holds(community, by, { roles: [of] }, areas);
      });
    case "attest":
      return leaves.some(
        (leaf) =>
          leaf.isAsked &&
          "attestation" in leaf.asked &&
          (word.number === null || word.number === leaf.number) &&
          mayAttest(leaf.asked.attestation, by, moment),
      );
    case "waive":
      return (
        mayWaive(by, moment) &&
        leaves.some((leaf) => leaf.isAsked && leaf.number === word.number && !isDecision(leaf.asked))
      );
    default:
      return false;
  }
}
