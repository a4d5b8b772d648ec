/** What Rung says on a pull request without being asked: its status comment, reviewers, reminders, ends. */

import { endedReply, endingOf } from "../../src/commands/orders/ended.ts";
import { concealed } from "../../src/commands/replies/concealed.ts";
import { releaseNotices } from "../../src/commands/replies/released.ts";
import { statusComment } from "../../src/commands/replies/status-comment.ts";
import { emptyRecord } from "../../src/gate/record/record-changes.ts";
import { statementsOf } from "../../src/gate/statements.ts";
import type { Effect } from "../../src/model/effect.ts";
import type { PullFacts } from "../../src/model/facts.ts";
import type { AskedReviewer, PullRecord, Reviewing } from "../../src/model/pull-record.ts";
import { reminderText } from "../../src/promotions/announcements.ts";
import type { RegistryIndex } from "../../src/registry/registry-index.ts";
import { choose } from "../../src/triage/reviewers/choose.ts";
import { lapsedApprovers } from "../../src/triage/reviewers/lapsed-approvers.ts";
import { nudge } from "../../src/triage/reviewers/nudge.ts";
import type { Unavailable } from "../../src/triage/reviewers/reviewer-facts.ts";
import { judged, pushes, sinceNoon } from "../gate/judged.ts";
import { LADDER } from "../promotions/a-promotion.ts";
import { aComment, aLadder, aPull, approval, minute, NOON, type PullOptions, person } from "../support/a-pull.ts";
import { aChoosing, type KnownOptions } from "../triage/reviewers/a-choosing.ts";
import type { Chapter, Entry } from "./chapter.ts";
import { waitingPromotion } from "./promotions.ts";

const BOT = { login: "rung[bot]", id: 9_999 };
const FILES = ["main.go", "pkg/engine/apply.go"];

function bodyOf(effect: Effect | null | undefined): string {
  return effect != null && "body" in effect ? effect.body : "";
}

function status(
  more: Partial<PullRecord>,
  { checkForbidden = false, ...options }: PullOptions & { readonly checkForbidden?: boolean } = {},
  index: RegistryIndex = LADDER,
): string {
  const facts = aPull({ files: FILES, ...options });
  const record = { ...sinceNoon(facts), ...more };
  const verdict = judged(facts, index, { record });
  const shown = { facts, verdict, record, recordMarker: () => "", published: null, index, bot: BOT, wanted: true };
  return bodyOf(statusComment({ ...shown, words: statementsOf(facts, record), checkForbidden }));
}

const by = (login: string) => ({ login, id: person(login).id });
const asked = (login: string, why: string): AskedReviewer => ({ ...by(login), why, at: NOON });
const reviewing = (more: Partial<Reviewing>): Pick<PullRecord, "reviewing"> => ({
  reviewing: { areas: [], asked: [], remarks: [], refused: [], welcomed: false, ...more },
});
const hold = (login: string | null, why = "waiting for the release branch") => ({
  by: login === null ? null : by(login),
  at: minute(4),
  why,
  source: login === null ? ("label" as const) : ("comment" as const),
});

/** As the choice is told: whom it asks, and what else there is to say. */
function chosen(index: RegistryIndex, known: KnownOptions & Parameters<typeof aChoosing>[1]): string {
  const choice = choose(aChoosing(index, { pull: { files: FILES }, ...known }));
  const all = choice.ask.map((one) => ({ ...one, at: NOON }));
  const away = known.away ?? [];
  const record = { ...emptyRecord(), ...reviewing({ asked: all, remarks: choice.remarks }) };
  const facts = aPull({ files: FILES });
  const verdict = { ...judged(facts, index), away };
  const shown = { facts, verdict, record, recordMarker: () => "", published: null, index, bot: BOT, wanted: true };
  return bodyOf(statusComment({ ...shown, words: [] })).split("\n\n")[0] ?? "";
}

const ANN = aLadder({ approvers: ["ann"], contributors: ["dee"] });
const HISTORIES = { "main.go": { ann: [3, 1], ben: [1, 0], eve: [0, 2] } } as const;
const AWAY = [{ ...by("ann"), until: Date.parse("2026-12-02") }];

const UNAVAILABLE: Readonly<Record<Unavailable["kind"], KnownOptions>> = {
  away: { away: AWAY },
  busy: { busy: ["ann"] },
  full: { loads: { ann: 20 } },
  absent: { absent: ["ann"] },
  unnamed: { unnamed: ["ann"] },
};

function again(): string {
  const record = { ...pushes(["h2", 20]), ...reviewing({ areas: ["kusion"] }) };
  const facts = aPull({ files: FILES, head: "h2", reviews: [approval("ann", { at: minute(10) })] });
  const diffs = { "main...h1": { "main.go": "+1" }, "main...h2": { "main.go": "+2" } };
  const verdict = judged(facts, LADDER, { record, diffs });
  const more = lapsedApprovers({ facts, index: LADDER, verdict, reviewing: record.reviewing });
  return status({ ...reviewing({ asked: more }) });
}

const REVIEWERS: readonly Entry[] = [
  {
    when: "a first pull request",
    text: status(reviewing({ welcomed: true, asked: [asked("eve", "approver of kusion; no open reviews")] })),
  },
  { when: "reviewers were chosen", text: chosen(LADDER, { histories: HISTORIES, loads: { eve: 1 } }) },
  { when: "who knows it best is away", text: chosen(LADDER, { histories: HISTORIES, away: AWAY }) },
  ...Object.entries(UNAVAILABLE).map(([why, known]) => ({
    when: `nobody who may approve it can be asked (${why})`,
    text: chosen(ANN, known),
  })),
  { when: "nobody but its author may approve it", text: chosen(aLadder({ approvers: ["pat"] }), {}) },
  { when: "`/reroll`, and nobody else is there", text: chosen(ANN, { more: 1, requested: ["ann", "dee"] }) },
  { when: "a push ended an approval", text: again() },
  {
    when: "somebody was asked and has not answered (`reviews.nudge`)",
    text: nudge(aPull(), asked("eve", "")).body.replace(/^.*\n/, ""),
  },
];

const STATUS: readonly Entry[] = [
  { when: "somebody holds it", text: status({ holds: [hold("dee")] }) },
  { when: "two hold it, one by the label", text: status({ holds: [hold("ann"), hold(null, "")] }) },
  {
    when: "an approval by comment",
    text: status({}, { comments: [aComment("ann", "/approve", { at: minute(9) })] }),
  },
  {
    when: "an approval that was taken back, and a hold that somebody else released",
    text: status(
      {
        released: [{ key: "comment:7", by: by("ann"), at: minute(20), of: by("dee") }],
        restrictions: [
          { kind: "withdrawal", key: "comment:6", by: by("ben"), at: minute(12), gives: null, takes: null } as never,
        ],
      },
      { comments: [aComment("ben", "/approve", { at: minute(9) })] },
    ),
  },
  {
    when: "GitHub is to merge it",
    text: status({
      order: { key: "comment:5", by: by("ann"), at: minute(5), headSha: "h1", baseRef: "main", approved: true },
    }),
  },
  { when: "nothing stands any more", text: status({}) },
  { when: "the app has no permission to write the check", text: status({}, { checkForbidden: true }) },
];

function released(): string {
  const record = emptyRecord();
  const after = { ...record, released: [{ key: "comment:7", by: by("ann"), at: minute(20), of: by("dee") }] };
  return bodyOf(releaseNotices(aPull(), record, after, BOT)[0]);
}

type Judging = Parameters<typeof endingOf>[1];

/** Of ann's `/merge` of `h1` into main. */
function ended(facts: PullFacts, index: RegistryIndex = LADDER, isGoverned = true): string {
  const order = { key: "comment:5", by: person("ann"), at: minute(5), headSha: "h1", baseRef: "main", approved: true };
  const merging = { way: "auto-merge", by: { ...BOT, type: "Bot" }, at: minute(6) } as const;
  const said = aComment("ann", "/merge", { id: 5, at: minute(5) });
  const context: Judging = {
    facts: { ...facts, comments: { items: [said], complete: true, total: 1 } },
    record: emptyRecord(),
    notes: [],
    bot: BOT,
    index,
    isGoverned,
    verdict: judged(facts, index),
  };
  const ending = endingOf({ ...order, merging }, context);
  return ending.kind === "stands" ? "" : bodyOf(endedReply({ ...order, merging }, ending.why, facts));
}

const ENDED: readonly Entry[] = [
  { when: "somebody else released a hold", text: released() },
  { when: "a `/merge` ended by a push", text: ended(aPull({ head: "h2" })) },
  { when: "a `/merge` ended by another base", text: ended(aPull({ base: "dev" })) },
  { when: "a `/merge` ended with its approval", text: ended(aPull()) },
  {
    when: "a `/merge` ended with the role",
    text: ended(aPull({ reviews: [approval("ben")] }), aLadder({ maintainers: ["ben"] })),
  },
  { when: "a `/merge` ended with the registry", text: ended(aPull(), LADDER, false) },
  {
    when: "somebody changed a comment of Rung's",
    text: bodyOf(
      concealed(
        aPull({
          comments: [{ ...aComment({ ...BOT, type: "Bot" }, "hello"), edited: true, editor: person("mia") } as never],
        }),
        BOT,
        new Set(),
      )[0],
    ),
  },
  {
    when: "a promotion waits for long (`remind`)",
    text: reminderText(waitingPromotion.review, waitingPromotion.place),
  },
];

export const CONVERSATION: readonly Chapter[] = [
  {
    title: "Reviewers",
    readers:
      "For the author and those who are asked: the first lines of the status comment, the answer to `/reroll`, and a reminder.",
    entries: REVIEWERS,
  },
  {
    title: "The status comment of a pull request",
    readers: "For everybody who has a part in it: what must be remembered.",
    entries: STATUS,
  },
  { title: "What is told once on a pull request", readers: "For those whom it names.", entries: ENDED },
];
