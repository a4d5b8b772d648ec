/**
 * The rules of promotions written a second time, as `docs/promotions.md`, `docs/criteria.md` and `docs/rules.md` tell them and as plainly as
 * they go: it looks at every four hours after everything that happens, and remembers of each promotion nothing but its words, since when only
 * time is missing, and since when it is asked for again. It knows registries, rules and words as these tests draw them.
 */

import {
  cleared,
  communityOf,
  isDecision,
  isHeard,
  isTrue,
  leavesOf,
  silenceAsked,
  withOwnItems,
} from "./criteria-oracle.ts";
import { isByTeam } from "./dressed.ts";
import type { Answer, Asking, Case, Leaf, Moment, Scene, Word, WrittenRule } from "./told.ts";
import { after, type Community, type Entry, holds, isWithinOne, momentsOf, type Where } from "./voting-oracle.ts";

/** A promotion that is open, or has ended. */
interface Running {
  readonly scene: Case;
  readonly leaves: readonly Leaf[];
  readonly fate: Asking["fate"];
  readonly answer: Answer;
  /** Its registry change was: what others wrote there is done as well, and may be taken out again. */
  readonly isMerged: boolean;
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
  const lost = lostBy(scene);
  const anew = lost === null ? null : calledAnew(scene, lost.who);
  const employers = anew === null ? scene.employers : anew.employers;
  let isCalledAnew = false;
  let running: readonly (Running | null)[] = scene.nominations.map(() => null);
  let promoted: readonly Entry[] = [];
  const last = Math.max(...scene.nominations.map(({ at }) => at));
  const moves = [...scene.unread.flat(), ...(scene.renamed === null ? [] : [scene.renamed.at])];
  const spans = moves.map((at) => ({ at, people: [] }));
  const events = { at: scene.nominations[0]?.at ?? 0, ...scene, changes: [...scene.changes, ...spans] };
  for (const now of momentsOf({ ...events, words: [...scene.words, ...gone(scene.words), ...scene.nominations] })) {
    const change = scene.changes.findLast(({ at }) => at <= now);
    const isAnew = lost !== null && now >= lost.at;
    const { words, nominations } = (isAnew ? anew : null) ?? scene;
    if (isAnew && !isCalledAnew)
      running = running.map((one) => (one === null ? null : withName(one, scene.words, words, lost.who)));
    isCalledAnew = isAnew;
    running = running.map((one) => (one === null ? null : afterFate(one, now)));
    promoted = running.flatMap((one) => (one?.isMerged === true ? entryOf(one) : []));
    const people = [...(change?.people ?? []), ...promoted];
    const isUnread = isWithinOne(scene.unread, now) && people.some(isByTeam);
    const community = communityOf(isUnread ? people.filter((one) => !isByTeam(one)) : people, employers);
    if (!isUnread) running = running.map((one) => (one === null ? null : withElectors(one, community)));
    nominations.forEach((asking, place) => {
      if (asking.at !== now) return;
      const open = running.flatMap((one) => (one !== null && isOpen(one) ? [one] : []));
      const made = begun(asking, change?.rules[asking.role], open, { ...scene, community, isUnread });
      running = running.with(place, made);
    });
    for (const word of words.filter(({ at }) => at === now)) {
      const open = running.flatMap((one) => (one !== null && isOpen(one) && !isEnded(one) ? [one] : []));
      const meant = meantBy(word, open);
      running = running.map((one) =>
        one !== null && meant.includes(one) ? withWord(one, word, now, { community, isUnread }) : one,
      );
    }
    running = running.map((one) => (one === null ? null : withoutGone(one, words, now)));
    running = running.map((one) => (one === null || !isOpen(one) ? one : stepped(one, now, { community, isUnread })));
    if (now >= last && !running.some((one) => one !== null && isOpen(one))) break;
  }
  return running.map((one) => one?.answer ?? REFUSED);
}

/** Of whom the registry tells the login alone, another name makes somebody else: what it lists stays, and nobody says anything as that. */
function lostBy({ renamed, changes }: Scene): Scene["renamed"] {
  const isByName = ({ login, as = "login" }: Entry) => login === renamed?.who && (as === "login" || as === "cased");
  return changes.some(({ people }) => people.some(isByName)) ? renamed : null;
}

function nameOf(login: string, who: string): string {
  return login === who ? `${who}-now` : login;
}

function wordAnew(word: Word, who: string): Word {
  const { about, ...rest } = { ...word, by: nameOf(word.by, who) };
  const user = about?.user === undefined ? {} : { user: nameOf(about.user, who) };
  return { ...rest, ...(about !== undefined && { about: { ...about, ...user } }) } as Word;
}

function calledAnew({ words, nominations, employers }: Scene, who: string) {
  const theirs = employers[who];
  return {
    words: words.map((word) => wordAnew(word, who)),
    nominations: nominations.map((one) => ({
      ...one,
      by: nameOf(one.by, who),
      candidate: nameOf(one.candidate, who),
    })),
    employers: theirs === undefined ? employers : { ...employers, [nameOf(who, who)]: theirs },
  };
}

/** What was said before is theirs under the new name. */
function withName(one: Running, before: readonly Word[], later: readonly Word[], who: string): Running {
  const { scene, words } = one;
  const { candidate, nominator } = scene;
  return {
    ...one,
    words: words.map((word) => later[before.indexOf(word)] ?? wordAnew(word, who)),
    scene: { ...scene, candidate: nameOf(candidate, who), nominator: nameOf(nominator, who) },
  };
}

/** Who may vote is frozen as soon as all are known. */
function withElectors(one: Running, community: Community): Running {
  return { ...one, scene: { ...one.scene, frozen: one.scene.frozen ?? community } };
}

/** Who is known, and whether others may be in a team of whose members nothing is. */
interface Known {
  readonly community: Community;
  readonly isUnread: boolean;
}

function gone(words: readonly Word[]) {
  return words.flatMap((word) => (word.gone === undefined ? [] : [{ at: word.gone }]));
}

function entryOf({ scene: { candidate, role, areas } }: Running): Entry {
  return { login: candidate, role, areas, as: "pinned" };
}

const isEnded = ({ words }: Running): boolean => words.some(({ say }) => say === "withdraw");

/** Merged it is done. Closed, sponsors and votes must be given anew, and all time begins anew. */
function afterFate(one: Running, now: number): Running {
  const { answer, fate } = one;
  if (answer.stage !== "passed" || answer.at === null || fate === null || now < answer.at + fate.after) return one;
  if (fate.end === "merged") return { ...one, answer: { stage: "done", at: now }, isMerged: true };
  return { ...one, fate: null, answer: OPEN, clearSince: null, closedAt: now };
}

/** `null`: it is refused. */
function begun(
  asking: Asking,
  written: WrittenRule | undefined,
  open: readonly Running[],
  { community, isUnread, merged }: Known & { readonly merged: number | null },
): Running | null {
  const { candidate, role, by } = asking;
  const areas = missingAreas(asking, community);
  if (holds(community, candidate, { roles: [role] }, areas)) return null;
  const isSame = ({ scene }: Running) =>
    scene.candidate === candidate &&
    scene.role === role &&
    (areas.length === 0 || scene.areas.length === 0 || areas.some((area) => scene.areas.includes(area)));
  if (open.some(isSame)) return null;
  const rule = withOwnItems(written ?? usualRule(areas, { community, isUnread }));
  const scene: Case = { ...asking, areas, nominator: by, rule, frozen: isUnread ? null : community, merged };
  if (!mayNominate(scene, community)) return null;
  const numbered = { next: 1 };
  const leaves = rule.all.flatMap((item) => leavesOf(item, scene, numbered));
  return {
    scene,
    leaves,
    fate: asking.fate,
    answer: OPEN,
    isMerged: false,
    words: [],
    clearSince: null,
    closedAt: null,
  };
}

/** One sponsor of the top role in each area; of the top role anywhere where nobody holds it there. */
function usualRule(areas: readonly string[], { community, isUnread }: Known): WrittenRule {
  const top = { roles: ["maintainers"] };
  const places = areas.length === 0 ? [[]] : areas.map((area) => [area]);
  const isHeld =
    isUnread || places.every((where) => community.people.some(({ login }) => holds(community, login, top, where)));
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

/** Whoever may be in a team is heard; none of this is taken for an end. */
function withWord(one: Running, word: Word, now: number, { community, isUnread }: Known): Running {
  const isKept = (isUnread && word.say !== "withdraw") || isHeard(word, momentOf(one, now, community));
  return isKept ? { ...one, words: [...one.words, word] } : one;
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

function stepped(one: Running, now: number, { community, isUnread }: Known): Running {
  const { scene, clearSince, closedAt } = one;
  const { rule, candidate, nominator, areas, role, at } = scene;
  const ended = (stage: Answer["stage"]): Running => ({ ...one, answer: { stage, at: now } });
  if (holds(community, candidate, { roles: [role] }, areas)) return ended("done");
  const end = one.words.find(({ say }) => say === "withdraw");
  if (end !== undefined) return ended([candidate, nominator].includes(end.by) ? "withdrawn" : "declined");
  // Nothing else begins or ends by what may be otherwise.
  if (isUnread) return one;
  const standing = cleared(momentOf(one, now, community));
  if (one.answer.stage === "passed") {
    // What nobody can tell takes nothing back.
    if (isTrue(rule.all, standing, ["met", "unknown"])) return one;
    if (!isTrue(rule.all, standing, ["met", "time", "open", "unknown"])) return ended("declined");
    return now >= after(at, rule.expires)
      ? ended("expired")
      : stepped({ ...one, answer: OPEN, clearSince: null }, now, { community, isUnread });
  }
  const isClear = isTrue(rule.all, standing, ["met", "time"]);
  const isStill = isClear || isTrue(rule.all, standing, ["met", "time", "unknown"]);
  const since = isClear ? (clearSince ?? now) : isStill ? clearSince : null;
  const later = { ...standing, clearSince: since };
  const isWanted = closedAt === null || one.words.some((word) => word.at > closedAt && isWish(word, one, community));
  if (isTrue(rule.all, later, ["met"]) && isWanted)
    return { ...one, clearSince: since, answer: { stage: "passed", at: now } };
  if (!isTrue(rule.all, later, ["met", "time", "open", "unknown"])) return ended("declined");
  return now >= after(at, rule.expires) ? ended("expired") : { ...one, clearSince: since };
}

/** Support that stands, and counts. */
function isWish(word: Word, one: Running, community: Community): boolean {
  const isSame = (other: Word) => other.by === word.by && other.say === word.say && numberOf(other) === numberOf(word);
  const isLast = one.words.findLast(isSame) === word;
  return isLast && isSupport(word) && isHeard(word, momentOf(one, word.at, community));
}

const numberOf = (word: Word): number | null => ("number" in word ? word.number : null);

function isSupport(word: Word): boolean {
  if (word.say === "vote") return word.choice === "yes";
  return word.say !== "object" && word.say !== "withdraw" && !word.cancel;
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
