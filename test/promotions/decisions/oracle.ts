/** The rules of decisions written a second time, as `docs/decisions.md` tells them; votes and silence are those of promotions. */

import { communityOf } from "../criteria-oracle.ts";
import { isByTeam } from "../dressed.ts";
import {
  type Ballot,
  type Change,
  type Community,
  holds,
  isShare,
  isWithinOne,
  silenceStands,
  type VoteAsked,
  voteStands,
} from "../voting-oracle.ts";

export interface WrittenKind {
  readonly by: string | readonly string[];
  readonly in?: string;
  readonly lazy?:
    | string
    | {
        readonly window: string;
        readonly "overruled-by"?: { readonly of: string; readonly share?: string; readonly "min-yes"?: number };
      };
  readonly vote?: VoteAsked;
  readonly wait?: string;
}

export type Word = { readonly by: string; readonly at: number } & (
  | { readonly say: "vote"; readonly choice: Ballot["choice"] }
  /** Of one review the states follow each other; `none` is a dismissed one. */
  | { readonly say: "review"; readonly choice: "yes" | "no" | "none" }
  | { readonly say: "object"; readonly cancel: boolean }
  | { readonly say: "wait" | "cancel" }
);

export interface Scene {
  readonly kind: WrittenKind;
  readonly opener: string;
  /** Areas of what is decided. */
  readonly areas: readonly string[];
  readonly at: number;
  readonly changes: readonly Change[];
  readonly employers: Community["employers"];
  readonly words: readonly Word[];
  /** From when until when GitHub does not tell who is in a team; nothing is changed meanwhile. */
  readonly unread: readonly (readonly number[])[];
  readonly until: number;
}

export interface Answer {
  readonly stage: "open" | "accepted" | "declined" | "cancelled";
  readonly at: number | null;
}

export function answerOf(scene: Scene, moments: readonly number[]): Answer {
  const communityAt = (now: number): Community => ({
    people: scene.changes.findLast((change) => change.at <= now)?.people ?? [],
    employers: scene.employers,
  });
  let words: readonly Word[] = [];
  for (const now of moments) {
    const community = communityAt(now);
    words = [...words, ...scene.words.filter((word) => word.at === now && isHeard(word, words, scene, community))];
    if (words.some(({ say }) => say === "cancel")) return { stage: "cancelled", at: now };
    const stage = standsAt(now, words, scene, community);
    if (stage !== "open") return { stage, at: now };
  }
  return { stage: "open", at: null };
}

const listed = ({ people }: Community) => [...new Set(people.map(({ login }) => login))];

/** In one of the areas of what is decided; without any everywhere. */
function isPlaced(community: Community, login: string, roles: readonly string[], { kind, areas }: Scene): boolean {
  if (kind.in === undefined || kind.in === "anywhere") return holds(community, login, { roles }, null);
  const places = kind.in === "area" ? areas : [kind.in];
  if (places.length === 0) return holds(community, login, { roles }, []);
  return places.some((area) => holds(community, login, { roles }, [area]));
}

/** Those it was opened to who hold the role still. */
function electors(scene: Scene, community: Community): readonly string[] {
  const then = { people: scene.changes[0]?.people ?? [], employers: {} };
  const by = [scene.kind.by].flat();
  return listed(then).filter((who) => isPlaced(then, who, by, scene) && isPlaced(community, who, by, scene));
}

/** As the registry tells them now, or told them when it was opened. */
function employersOf({ changes, employers }: Scene, { people }: Community): Community["employers"] {
  return communityOf([...(changes[0]?.people ?? []), ...people], employers).employers;
}

function outvoters(scene: Scene, community: Community): readonly string[] {
  const { lazy } = scene.kind;
  const by = typeof lazy === "object" ? lazy["overruled-by"] : undefined;
  return by === undefined ? [] : listed(community).filter((who) => isPlaced(community, who, [by.of], scene));
}

/**
 * What is said by others is never counted, then or later. What could not be told then is found out, and changes nothing but who may end it:
 * that is asked at once.
 */
function isHeard(word: Word, words: readonly Word[], scene: Scene, community: Community): boolean {
  const { by, say, at } = word;
  if (say === "cancel") {
    const people = isWithinOne(scene.unread, at) ? community.people.filter((one) => !isByTeam(one)) : community.people;
    return by === scene.opener || isPlaced({ ...community, people }, by, ["maintainers"], scene);
  }
  // By whoever lost the role meanwhile as well: with the role it would stand again.
  if (isTakenBack(word) && words.some((one) => one.by === by && one.say === say && !isTakenBack(one))) return true;
  if (electors(scene, community).includes(by)) return say !== "wait" || scene.kind.wait !== undefined;
  return (say === "vote" || say === "review") && outvoters(scene, community).includes(by);
}

function isTakenBack(word: Word): boolean {
  return word.say === "object" ? word.cancel : word.say === "vote" && word.choice === "none";
}

function standsAt(now: number, words: readonly Word[], scene: Scene, community: Community): Answer["stage"] {
  const { kind, at } = scene;
  const people = electors(scene, community);
  const ballots = words.flatMap((word): readonly Ballot[] =>
    word.say === "vote" || word.say === "review" ? [{ by: word.by, at: word.at, choice: word.choice }] : [],
  );
  const delays = delaysOf(words, people, kind);
  if (kind.vote !== undefined) {
    const isQuick = kind.vote.early === true || kind.vote.window === undefined;
    const asked = isQuick && kind.wait !== undefined ? { ...kind.vote, wait: kind.wait } : kind.vote;
    const voting = { asked, electors: people, employers: employersOf(scene, community), ballots, begun: at, delays };
    const standing = voteStands(voting, now);
    if (standing === "passed") return "accepted";
    if (standing === "lost") return "declined";
    // Nobody is left who might decide it.
    return standing === "nobody" &&
      kind.vote.window !== undefined &&
      voteStands({ ...voting, electors: ["nobody"] }, now) === "lost"
      ? "declined"
      : "open";
  }
  const lazy = typeof kind.lazy === "string" ? { window: kind.lazy } : kind.lazy;
  if (lazy === undefined || people.length === 0) return "open";
  const objections = words.flatMap((word) => {
    if (word.say === "object") return [word];
    // A request for changes is an objection, and an approval takes it back.
    return word.say === "review" ? [{ by: word.by, at: word.at, cancel: word.choice !== "no" }] : [];
  });
  const by = lazy["overruled-by"];
  const group = outvoters(scene, community);
  const least = by?.["min-yes"] ?? (by?.share === undefined ? 1 : 0);
  const isOutvoted = (then: number): boolean => {
    const cast = ballots.filter((one) => one.at < then);
    const yes = group.filter((who) => cast.findLast((one) => one.by === who)?.choice === "yes").length;
    const isEnough = yes > 0 && yes >= least;
    return by !== undefined && isEnough && (by.share === undefined || isShare(yes, by.share, group.length));
  };
  const may = (login: string) => people.includes(login);
  const silence = silenceStands({ may, objections, start: at, window: lazy.window, isOutvoted, delays }, now);
  return silence === "met" ? "accepted" : "open";
}

/** Each once. */
function delaysOf(words: readonly Word[], people: readonly string[], { wait }: WrittenKind) {
  const asked = words.filter(
    (word, at) => word.say === "wait" && words.findIndex((one) => one.say === "wait" && one.by === word.by) === at,
  );
  return wait === undefined ? [] : asked.filter(({ by }) => people.includes(by)).map(({ at }) => ({ at, by: wait }));
}
