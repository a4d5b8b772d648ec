/**
 * The rules of promotions written a second time, as `docs/promotions.md`, `docs/criteria.md` and `docs/rules.md` tell them and as plainly as
 * they go: it looks at every four hours after everything that happens, and remembers nothing but since when only time is missing. It knows
 * registries, rules and words as these tests draw them.
 */
import {
  after,
  type Ballot,
  type Change,
  type Community,
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

export type Word = { readonly by: string; readonly at: number } & (
  | { readonly say: "sponsor" | "accept"; readonly cancel: boolean }
  | { readonly say: "object"; readonly cancel: boolean }
  | { readonly say: "vote"; readonly choice: Ballot["choice"] }
  | { readonly say: "attest" | "waive"; readonly cancel: boolean; readonly number: number | null }
  | { readonly say: "withdraw" }
);

export interface Scene {
  readonly rule: WrittenRule;
  readonly role: string;
  readonly areas: readonly string[];
  readonly candidate: string;
  readonly nominator: string;
  readonly at: number;
  readonly employers: Community["employers"];
  /** The first is from the beginning. */
  readonly changes: readonly Change[];
  readonly words: readonly Word[];
  /** `null`: GitHub does not tell. */
  readonly merged: number | null;
  readonly until: number;
}

export interface Answer {
  readonly stage: "refused" | "open" | "passed" | "withdrawn" | "declined" | "expired";
  /** When it ended, or passed. */
  readonly at: number | null;
}

interface Leaf {
  readonly asked: Asked;
  readonly number: number;
  readonly isAsked: boolean;
}

/** All there is to see at a moment. */
interface Moment {
  readonly scene: Scene;
  readonly leaves: readonly Leaf[];
  readonly now: number;
  readonly community: Community;
  /** Words that counted when they were said. */
  readonly words: readonly Word[];
  readonly clearSince: number | null;
}

type Standing = "met" | "time" | "open" | "lost" | "unknown";

export function answerOf(given: Scene): Answer {
  const scene = { ...given, areas: missingAreas(given) };
  const { rule, candidate, nominator, areas, role, at } = scene;
  const communities = scene.changes.map((change) => ({ at: change.at, ...communityOf(change, scene) }));
  const communityAt = (now: number): Community =>
    communities.findLast((change) => change.at <= now) ?? communityOf(undefined, scene);
  const numbered = { next: 1 };
  const leaves = rule.all.flatMap((item) => leavesOf(item, scene, numbered));
  if (!mayNominate(scene, communityAt(at)) || holds(communityAt(at), candidate, { roles: [role] }, areas))
    return { stage: "refused", at: null };
  let words: readonly Word[] = [];
  let clearSince: number | null = null;
  let passedAt: number | null = null;
  const expiry = after(at, rule.expires);
  for (const now of momentsOf(scene)) {
    const community = communityAt(now);
    const seen = { scene, leaves, now, community };
    for (const word of scene.words.filter((one) => one.at === now)) {
      if (isHeard(word, { ...seen, words, clearSince })) words = [...words, word];
    }
    const end = words.find(({ say }) => say === "withdraw");
    if (end !== undefined)
      return { stage: [candidate, nominator].includes(end.by) ? "withdrawn" : "declined", at: now };
    const standing = cleared({ ...seen, words, clearSince });
    const isMet = (moment: Moment) => isTrue(rule.all, moment, ["met"]);
    if (passedAt !== null) {
      // What nobody can tell takes nothing back.
      if (isTrue(rule.all, standing, ["met", "unknown"])) continue;
      [passedAt, clearSince] = [null, null];
      if (!isTrue(rule.all, standing, ["met", "time", "open", "unknown"])) return { stage: "declined", at: now };
      continue;
    }
    const isClear = isTrue(rule.all, standing, ["met", "time"]);
    if (isClear) clearSince ??= now;
    else if (!isTrue(rule.all, standing, ["met", "time", "unknown"])) clearSince = null;
    const later = { ...standing, clearSince };
    if (isMet(later)) passedAt = now;
    else if (!isTrue(rule.all, later, ["met", "time", "open", "unknown"])) return { stage: "declined", at: now };
    else if (now >= expiry) return { stage: "expired", at: now };
  }
  return passedAt === null ? { stage: "open", at: null } : { stage: "passed", at: passedAt };
}

/** The employer of somebody without an entry is not written anywhere. */
function communityOf(change: Change | undefined, scene: Pick<Scene, "employers">): Community {
  const people = change?.people ?? [];
  const logins = people.map(({ login }) => login);
  const employers = Object.entries(scene.employers).filter(([who]) => logins.includes(who));
  return { people, employers: Object.fromEntries(employers) };
}

/** Of somebody who holds the role in some of the areas only the others are asked for. */
function missingAreas({ areas, candidate, role, changes, employers }: Scene): readonly string[] {
  const first = communityOf(changes[0], { employers });
  const missing = areas.filter((area) => !holds(first, candidate, { roles: [role] }, [area]));
  return missing.length === 0 ? areas : missing;
}

function mayNominate({ rule, candidate, nominator, areas }: Scene, community: Community): boolean {
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

function leavesOf(item: Item, { areas }: Scene, numbered: { next: number }, isAsked = true): readonly Leaf[] {
  const own = isAsked && isFor(item, areas);
  if ("any" in item) return item.any.flatMap((one) => leavesOf(one, { areas } as Scene, numbered, own));
  if ("some" in item) return item.some.of.flatMap((one) => leavesOf(one, { areas } as Scene, numbered, own));
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
  const { areas, candidate, at, changes } = scene;
  const where = asked.in === "area" ? areas : asked.in === undefined || asked.in === "anywhere" ? null : [asked.in];
  const from = { roles: [asked.of ?? ""], exactly: asked.exactly };
  const then = communityOf(changes[0], scene);
  const logins = [...new Set(then.people.map(({ login }) => login))].filter((who) => who !== candidate);
  const electors = logins.filter((who) => holds(then, who, from, where) && holds(community, who, from, where));
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

function isWaived({ asked, number }: Leaf, moment: Moment): boolean {
  const { scene, community, words } = moment;
  const { waive } = scene.rule;
  if (Object.keys(asked).some((key) => DECISIONS.includes(key))) return false;
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
      return by === candidate;
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
        leaves.some(
          (leaf) =>
            leaf.isAsked &&
            leaf.number === word.number &&
            !Object.keys(leaf.asked).some((key) => DECISIONS.includes(key)),
        )
      );
    default:
      return false;
  }
}
