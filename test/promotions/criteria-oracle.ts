/**
 * Each criterion by itself, and whose word counts, written a second time as `docs/criteria.md` tells them and as plainly as they go, for the
 * oracle of promotions.
 */

import { isByTeam } from "./dressed.ts";
import { areSponsored, maySponsor, sponsoredPlaces } from "./sponsors-oracle.ts";
import type {
  Asked,
  AttestationAsked,
  Case,
  Item,
  Leaf,
  Look,
  Moment,
  ObjectionsAsked,
  SponsorsAsked,
  Standing,
  Word,
  WrittenRule,
} from "./told.ts";
import {
  after,
  type Community,
  type Entry,
  holds,
  isShare,
  isWithin,
  type Objecting,
  silenceStands,
  type VoteAsked,
  type Voting,
  voteEnds,
  voteOpens,
  voteStands,
  type Where,
} from "./voting-oracle.ts";

/** How each criterion of the rule stands by itself, waived ones as met. */
export function standingsAt({ now, community, words, clearSince, ...look }: Look): readonly Standing[] {
  const numbered = { next: 1 };
  const scene = { ...look, rule: withOwnItems(look.rule) };
  const leaves = scene.rule.all.flatMap((item) => leavesOf(item, scene, numbered));
  const moment = cleared({ scene: { ...scene, merged: 3 }, leaves, now, community, words, clearSince });
  return leaves.map((leaf) => (leaf.isAsked ? stands(leaf, moment) : "met"));
}

/** Two items that say the same are two: whoever drew them may have taken one for both. */
export function withOwnItems(rule: WrittenRule): WrittenRule {
  return JSON.parse(JSON.stringify(rule));
}

/** The employer of somebody without an entry of their own is not written anywhere. */
export function communityOf(people: readonly Entry[], all: Community["employers"]): Community {
  const logins = people.filter((one) => !isByTeam(one)).map(({ login }) => login);
  const employers = Object.entries(all).filter(([who]) => logins.includes(who));
  return { people, employers: Object.fromEntries(employers) };
}

export function leavesOf(
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
export function isFor({ for: named }: Item, areas: readonly string[]): boolean {
  return named === undefined || areas.length === 0 || areas.some((area) => named.includes(area));
}

export function isTrue(all: readonly Item[], moment: Moment, good: readonly Standing[]): boolean {
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
export function silenceAsked(asked: Asked): ObjectionsAsked | null {
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
  if ("sponsors" in asked) return isThere(areSponsored(asked.sponsors, sponsorsBeside(moment), moment));
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

/** All that are asked for together and are not waived. */
function sponsorsBeside(moment: Moment): readonly SponsorsAsked[] {
  const { scene, leaves } = moment;
  return scene.rule.all.flatMap((item) => {
    if (!("sponsors" in item) || !isFor(item, scene.areas)) return [];
    const leaf = leaves.find(({ asked }) => asked === item);
    return leaf === undefined || isWaived(leaf, moment) ? [] : [item.sponsors];
  });
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
  const { areas, candidate, at } = scene;
  const frozen = scene.frozen ?? community;
  const where = asked.in === "area" ? areas : asked.in === undefined || asked.in === "anywhere" ? null : [asked.in];
  const from = { roles: [asked.of ?? ""], exactly: asked.exactly };
  const logins = [...new Set(frozen.people.map(({ login }) => login))].filter((who) => who !== candidate);
  const electors = logins.filter((who) => holds(frozen, who, from, where) && holds(community, who, from, where));
  const ballots = words.flatMap((word) => (word.say === "vote" ? [word] : []));
  const employers = { ...frozen.employers, ...community.employers };
  return { asked, electors, employers, ballots, begun: at };
}

function placeOf(named: string | undefined, areas: readonly string[]): Where {
  if (named === "anywhere") return null;
  return named === undefined || named === "area" ? areas : [named];
}

function objectingOf(asked: ObjectionsAsked, moment: Moment, start: number | null): Objecting {
  const { words } = moment;
  return {
    may: (login) => mayObject(asked, login, moment),
    objections: words.flatMap((word) => (word.say === "object" ? [word] : [])),
    start,
    window: asked.window ?? null,
    isOutvoted: (then) => wasOutvoted(asked, moment, then),
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

/** By what was said before then. */
function wasOutvoted(asked: ObjectionsAsked, { scene, community, words }: Moment, then: number): boolean {
  const by = asked["overruled-by"];
  if (by === undefined) return false;
  const logins = [...new Set(community.people.map(({ login }) => login))].filter((who) => who !== scene.candidate);
  const may = logins.filter((who) => holds(community, who, { roles: [by.of] }, scene.areas));
  const votes = words.flatMap((word) => (word.say === "vote" && word.at < then ? [word] : []));
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
export const isDecision = (asked: Asked): boolean => Object.keys(asked).some((key) => DECISIONS.includes(key));

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

/** Without the sponsors and votes that an objection's withdrawal took away, where the rule says so; one that was outvoted takes nothing. */
export function cleared(moment: Moment): Moment {
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
      all.some((asked) => mayObject(asked, word.by, moment) && !wasOutvoted(asked, moment, word.at)) &&
      words.slice(0, at).some((one) => one.say === "object" && one.by === word.by && !one.cancel),
  );
  const last = words.findLastIndex((word) => taken.includes(word));
  return {
    ...moment,
    words: words.filter((word, at) => at > last || (word.say !== "sponsor" && word.say !== "vote")),
  };
}

/** Whether a word counts when it is said; one that does not never will. */
export function isHeard(word: Word, given: Moment): boolean {
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
  if (isCancel && word.say !== "object") return words.some((one) => one.by === by && one.say === word.say);
  // So can an objection, by whoever lost the role meanwhile as well: with the role it would stand again.
  const objection = words.findLast((one) => one.by === by && one.say === "object");
  if (isCancel && objection?.say === "object" && !objection.cancel) return true;
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
        // At its very end it is in time.
        return written.window === undefined || silenceStands(objectingOf(written, moment, start), now - 1) !== "met";
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
