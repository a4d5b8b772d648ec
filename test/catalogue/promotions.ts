/** The texts about a promotion, in its own issue or pull request. */

import { announcement } from "../../src/promotions/announcements.ts";
import { KINDS } from "../../src/promotions/criteria/index.ts";
import { criteriaTable } from "../../src/promotions/criteria-table.ts";
import { answersOf, decideStatements } from "../../src/promotions/decided-statements.ts";
import { nextStep } from "../../src/promotions/next-step.ts";
import { commandOf } from "../../src/promotions/promotion-statements.ts";
import { promotionStatus } from "../../src/promotions/promotion-status.ts";
import type { PromotionStatement } from "../../src/promotions/promotion-types.ts";
import { abandonedNote, alreadyNote, closingNote, foreignNote } from "../../src/promotions/pull-notes.ts";
import { registryChange } from "../../src/promotions/registry-change.ts";
import { type Review, review, reviewIn } from "../../src/promotions/review.ts";
import { parsePromotion } from "../../src/promotions/rule.ts";
import {
  changing,
  declined,
  endOf,
  expired,
  fallenBack,
  measured,
  merged,
  nominated,
  reopened,
  type Stage,
  sponsored,
  unopposed,
  voided,
  withdrawn,
} from "../../src/promotions/stages.ts";
import { stepDownChange } from "../../src/promotions/stepping-down.ts";
import { voidStatus } from "../../src/promotions/void-status.ts";
import { anIssue } from "../commands/a-context.ts";
import {
  aCount,
  accept,
  aPerson,
  aPromotion,
  ballot,
  cancelled,
  days,
  LADDER,
  object,
  type PromotionOptions,
  sponsor,
  waive,
} from "../promotions/a-promotion.ts";
import { aComment } from "../support/a-pull.ts";
import type { Chapter, Entry } from "./chapter.ts";

const PULL = { repository: { owner: "KusionStack", name: ".github" }, number: 5 };
const PASSED = unopposed(sponsored(measured(nominated()), days(0)), days(7));
const OPEN = changing(PASSED, PULL);
const PLACE = { webUrl: "https://github.test", unreadTeams: [], isResting: false, registryBranch: "main" };
const RULE = {
  "merged-pulls": 3,
  sponsors: { from: "maintainers", min: 2 },
  objections: { from: "maintainers", window: "7d" },
};

interface Given {
  readonly block?: unknown;
  readonly words?: readonly PromotionStatement[];
  readonly stage?: Stage;
  readonly count?: number;
  readonly day?: number;
  readonly trouble?: string;
  readonly options?: PromotionOptions;
}

function given({ block = RULE, words = [], stage = nominated(), count = 3, trouble, ...more }: Given) {
  const now = days(more.day ?? 1);
  const facts = aPromotion(block, { measured: { "merged-pulls": aCount(count) }, now, ...more.options });
  const figures = { measured: [...facts.measured], measuredAt: now };
  const flags = { reminded: false, trouble: trouble ?? null, rebuilt: false };
  const record = { nomination: facts.nomination, url: "https://github.test/c/1", words, stage, ...figures, ...flags };
  const known = { index: LADDER, owner: "KusionStack", repositories: [], now, fresh: true, unreadTeams: [] };
  return { promotion: { record, edited: [] }, known };
}

function reviewed(one: Given): Review {
  const { promotion, known } = given(one);
  return reviewIn(one.stage ?? nominated(), promotion, { ...known, fresh: one.stage?.stage === "unopposed" });
}

function status(review: Review): string {
  const scope = "the repositories of KusionStack";
  return promotionStatus({ ...PLACE, review, edited: [], scope, privateUncounted: 0 });
}

function withoutTable(text: string): string {
  return text.replaceAll(/(?:^\|.*\|\n?)+\n*/gm, "");
}

const SPONSORED = [sponsor("ann", days(1)), sponsor("ben", days(1))];

const STAGES: Readonly<Record<Stage["stage"], Given>> = {
  nominated: { count: 1, words: [waive("octo-fan", 1)] },
  measured: { words: [sponsor("ann", days(1)), object("cho", "the tests are missing", days(1))] },
  sponsored: { words: SPONSORED, day: 2, stage: sponsored(measured(nominated()), days(1)) },
  unopposed: { words: SPONSORED, day: 8, stage: unopposed(sponsored(measured(nominated()), days(1)), days(8)) },
  "registry-change": { words: SPONSORED, day: 9, stage: OPEN },
  done: { words: SPONSORED, day: 9, stage: merged(OPEN, days(9), ["2 sponsors from maintainers in kusion (1 of 2)"]) },
  withdrawn: { stage: withdrawn(nominated(), aPerson("dee"), days(2)) },
  declined: { stage: declined(nominated(), "declined by cho", days(2)) },
  expired: { stage: expired(nominated(), days(90)), day: 90 },
  void: { stage: voided(nominated(), "the registry has no role approvers any more", days(2)) },
};

/** Of kinds of criteria blocks with what is found: met, short, unknown. One that stands not here counts something. */
const UNKNOWN = { known: false, why: "GitHub did not answer" } as const;
const counted = (what: string, min: number, numbers: readonly (number | null)[] = [1]): readonly Case[] =>
  numbers.map((found) => [{ [what]: min }, { measured: () => (found === null ? UNKNOWN : aCount(found)) }]);
type Case = readonly [block: unknown, options?: PromotionOptions];

const CRITERIA: Readonly<Record<string, readonly Case[]>> = {
  "merged-pulls": [
    ...counted("merged-pulls", 2, [3, 1, null]),
    [{ "merged-pulls": { min: 5, within: "1y", before: "6mo", once: "cherry-picks" } }, { measured: () => aCount(5) }],
    [{ "merged-pulls": { min: 5, area: "repository" } }, { measured: () => aCount(5) }],
  ],
  "reviewed-pulls": [[{ "reviewed-pulls": { min: 5, "min-text": 10 } }, { measured: () => aCount(5) }]],
  "opened-issues": [
    [{ "opened-issues": { min: 5, area: true } }, { measured: () => aCount(1, { atLeast: true, undecided: 3 }) }],
  ],
  comments: [[{ comments: { min: 5, each: "comment" } }, { measured: () => aCount(2, { count: 5 }) }]],
  contributions: [
    [{ contributions: { min: 5, kind: "code", area: true } }, { measured: () => aCount(2) }],
    [{ contributions: { of: ["merged-pulls", "opened-issues"], min: 5 } }, { measured: () => aCount(2) }],
    [{ contributions: { of: ["merged-pulls", "opened-issues"], min: 5 } }, { measured: () => UNKNOWN }],
  ],
  contributing: [[{ contributing: "3mo" }, { measured: () => aCount(1, { date: Date.parse("2026-10-01") }) }]],
  active: [
    [{ active: "90d" }, { measured: () => aCount(1, { date: Date.parse("2026-09-01") }) }],
    [{ active: "90d" }, { measured: () => aCount(1, { date: Date.parse("2026-08-01") }) }],
  ],
  tenure: [
    [{ tenure: { in: "contributors", min: "5mo" } }],
    [{ tenure: { in: "contributors", min: "6mo" } }],
    [{ tenure: { in: "approvers", min: "1mo" } }],
    [{ tenure: { in: "approvers", min: "1mo" } }, { candidate: "eve" }],
  ],
  holds: [[{ holds: "contributors" }], [{ holds: "approvers" }], [{ holds: "members" }, { candidate: "pat" }]],
  seats: [
    [{ seats: 4 }, { role: "maintainers" }],
    [{ seats: 3 }, { role: "maintainers" }],
    [{ seats: { min: 5 } }, { role: "maintainers" }],
    [{ seats: { "per-employer": 2 } }, { role: "maintainers" }],
    [{ seats: { "per-employer": 3 } }, { role: "maintainers", candidate: "pat" }],
  ],
  colleague: [
    [{ colleague: { in: "maintainers" } }],
    [{ colleague: { in: "maintainers", min: 3 } }],
    [{ colleague: { in: "maintainers" } }, { candidate: "pat" }],
  ],
  nomination: [
    [
      { nomination: { by: "self", bots: ["ladder-bot"], pulls: 10 } },
      { nominator: "ladder-bot[bot]", measured: () => aCount(3) },
    ],
    [{ nomination: "maintainers" }],
    [{ nomination: "approvers" }, { nominator: "pat" }],
  ],
  sponsors: [
    [{ sponsors: { from: "maintainers", min: 1 } }, { words: [sponsor("ann"), sponsor("kim")] }],
    [{ sponsors: { from: "maintainers", min: 2, employers: "distinct" } }, { words: [sponsor("ann"), sponsor("ben")] }],
    [{ sponsors: { from: "maintainers", min: 4 } }],
  ],
  objections: [
    [{ objections: { from: "maintainers", window: "7d" } }],
    [{ objections: { from: "maintainers", window: "7d" } }, { words: [object("cho"), object("kim")] }],
  ],
  "lazy-consensus": [[{ "lazy-consensus": "maintainers" }]],
  vote: [
    [{ vote: { of: "maintainers", after: "14d", window: "3bd" } }, { words: [ballot("ann")] }],
    [{ vote: { of: "maintainers", wait: "7d" } }, { words: [ballot("ann"), ballot("ben")] }],
    [{ vote: { of: "maintainers", share: "2/3", "small-group": { under: 4, min: 1 } } }, { words: [ballot("ann")] }],
    [{ all: [{ for: "karpor", vote: { of: "maintainers" } }] }],
    [{ vote: { of: "maintainers", share: "2/3", window: "7d" } }, { words: [ballot("ann"), ballot("ben", "no")] }],
    [{ vote: { of: "maintainers", veto: true } }, { words: [ballot("ben", "no")] }],
  ],
  acceptance: [[{ acceptance: true }], [{ acceptance: "the code of conduct" }, { words: [accept("dee")] }]],
  attestation: [[{ attestation: { text: "knows the engine", by: "maintainers" } }]],
  notice: [[{ notice: "3d" }]],
};

function criterionEntry([block, options = {}]: Case): string {
  const facts = aPromotion(block, options);
  const { nomination, words } = facts;
  const figures = { measured: [...facts.measured], measuredAt: facts.now };
  const flags = { reminded: false, trouble: null, rebuilt: false };
  const record = { nomination, url: "https://github.test/c/1", words, stage: nominated(), ...figures, ...flags };
  const known = {
    index: LADDER,
    owner: "KusionStack",
    repositories: [],
    now: facts.now,
    fresh: false,
    unreadTeams: [],
  };
  const found = review({ record, edited: [] }, known);
  const [, , row = ""] = criteriaTable(found.evaluation.leaves, { webUrl: PLACE.webUrl, numbersUrl: "", isOpen: true });
  const [, , wording = "", stands = ""] = row.split(/ ?\| ?/);
  const refused = found.evaluation.uncounted.map(({ word, reason }) => ` Did not count: ${word.by.login}, ${reason}.`);
  return `${wording} | ${stands === "" ? "" : `${stands} `}| ${nextStep(found, PLACE)}${refused.join("")}`;
}

function criterionEntries(): readonly Entry[] {
  return KINDS.flatMap(({ name }) =>
    (CRITERIA[name] ?? [countedExample(name)]).map(criterionEntry).map((text) => ({ when: name, text })),
  );
}

/** A criterion that counts is understood as a number; of any other nobody knows here what may be written. */
function countedExample(name: string): Case {
  const [example] = counted(name, 2);
  if (example === undefined || parsePromotion(example[0]).rule === null)
    throw new Error(`${name} counts nothing, so it needs an example here, in CRITERIA`);
  return example;
}

/** Endings, and what else people are told by a comment of its own. */
function announcements(): readonly Entry[] {
  const told = (when: string, before: Stage, after: Given): readonly Entry[] => {
    const said = announcement({ stage: before, trouble: null }, reviewed(after), PLACE);
    return said === null ? [] : [{ when, text: said.text }];
  };
  return [
    ...Object.entries(STAGES).flatMap(([stage, one]) => told(`it is ${stage.replace("-", " ")}`, nominated(), one)),
    ...told("people closed its change", OPEN, { stage: reopened(OPEN, days(9)), day: 9 }),
    ...told("I closed its change", OPEN, { stage: fallenBack(OPEN), day: 9 }),
    ...told("the registry could not be changed", nominated(), {
      stage: PASSED,
      words: SPONSORED,
      day: 8,
      trouble: "the account that was nominated as dee is not to be found any more, and nobody else is meant",
    }),
  ];
}

function pullTexts(): readonly Entry[] {
  const passed = reviewed({ stage: OPEN, words: SPONSORED, day: 9 });
  const { nomination } = passed.record;
  const home = {
    repository: { owner: "KusionStack", name: ".github", id: 6 },
    path: "roles.yaml",
    defaultBranch: "main",
  };
  const change = registryChange({
    nomination,
    evaluation: passed.evaluation,
    words: passed.words,
    subject: {
      repository: { owner: "KusionStack", name: "kusion", id: 42 },
      number: 7,
      url: "https://github.test/c/1",
    },
    registry: { ...home, ladder: ["contributors", "approvers", "maintainers"] },
    affiliation: "Ant",
    passedAt: days(8),
    measuredAt: days(8),
    scope: "the repositories of KusionStack",
    webUrl: PLACE.webUrl,
    botLogin: "rung[bot]",
    key: new Uint8Array(32),
  });
  const leaving = stepDownChange({
    person: aPerson("eve"),
    role: "approvers",
    areas: ["kusion"],
    botLogin: "rung[bot]",
    word: { key: "comment:5/1", url: "https://github.test/c/1", at: days(1) },
    subject: { repository: { owner: "KusionStack", name: "kusion" }, number: 7 },
    registry: { ...home, ladder: ["contributors", "approvers", "maintainers"], beside: [], emeritus: false },
  });
  const noting = { pull: PULL, subject: { owner: "KusionStack", name: "kusion", number: 7 }, botLogin: "rung[bot]" };
  const closed = (stage: Stage) => closingNote(reviewed({ stage, day: 9 }), noting).text;
  return [
    { when: "a promotion has passed", text: `**${change.title}**\n\n${change.body}` },
    { when: "its commit", text: change.message },
    { when: "somebody steps down", text: `**${leaving.title}**\n\n${leaving.body}` },
    { when: "people pushed to its branch", text: foreignNote(passed.record, noting).text },
    { when: "closed: withdrawn", text: closed(withdrawn(OPEN, aPerson("dee"), days(9))) },
    { when: "closed: declined", text: closed(declined(OPEN, "declined by cho", days(9))) },
    { when: "closed: the registry gives the role already", text: closed(merged(OPEN, days(9), [])) },
    { when: "closed: something is missing again", text: closed(fallenBack(OPEN)) },
    {
      when: "closed: somebody's stepping down is in the registry by now",
      text: alreadyNote("comment:1/1", noting).text,
    },
    { when: "closed: its issue was transferred", text: abandonedNote("comment:1/1", noting).text },
  ];
}

/** Words that are heard and do not count, or do nothing. */
function refusals(): readonly Entry[] {
  const words: readonly PromotionStatement[] = [
    sponsor("kim", days(1)),
    sponsor("pat", days(1)),
    sponsor("dee", days(1)),
    object("dee", "not yet", days(1)),
    object("ben", "", days(1)),
    waive("ann", 3),
    cancelled(sponsor("cho", days(1))),
  ];
  const { promotion, known } = given({ words });
  const keys = words.map(({ key }) => key);
  const decided = decideStatements(promotion, new Set(keys), known);
  const all = {
    promotions: [promotion],
    answers: new Map(),
    statements: keys,
    fresh: new Set(keys),
    made: [],
    stepDowns: [],
    roleStatements: [],
  };
  const answers = answersOf(all, [decided], [review(decided.promotion, known)]);
  return words.map((word) => {
    const answer = answers.get(word.key);
    const text = answer !== undefined && "text" in answer ? answer.text : "a thumbs-up";
    return { when: `${word.by.login}, \`${commandOf(word)}\``, text };
  });
}

function voids(): readonly Entry[] {
  const issue = anIssue();
  const { record } = given({}).promotion;
  const one = { comment: aComment("rung[bot]", ""), id: "comment:1/1", isDouble: false };
  const elsewhere = { ...record, place: { repositoryId: 9, repository: "KusionStack/community", number: 3 } };
  return [
    { when: "what the comment remembered is lost", text: voidStatus({ ...one, claimed: null }, issue) },
    { when: "the promotion lives elsewhere", text: voidStatus({ ...one, claimed: elsewhere }, issue) },
    { when: "a second status comment", text: voidStatus({ ...one, claimed: null, isDouble: true }, issue) },
  ];
}

/** One that waits for sponsors. */
export const waitingPromotion = { review: reviewed({ words: [sponsor("ann", days(1))], day: 20 }), place: PLACE };

export const PROMOTIONS: readonly Chapter[] = [
  {
    title: "The status of a promotion",
    readers: "For candidates and everybody who has a part: the one comment that is kept up to date, at each stage.",
    entries: [
      ...Object.entries(STAGES).map(([stage, one]) => ({
        when: stage.replace("-", " "),
        text: endOf(reviewed(one).record.stage) === null ? status(reviewed(one)) : withoutTable(status(reviewed(one))),
      })),
      ...voids(),
    ],
  },
  {
    title: "Criteria, and what is next",
    readers: "For candidates and everybody who has a part: what each asks for, where it stands, and the line “Next”.",
    entries: criterionEntries(),
  },
  {
    title: "Words in a promotion that do not count",
    readers: "For whoever wrote them; in dee's promotion to approver of kusion.",
    entries: refusals(),
  },
  {
    title: "What is told once",
    readers: "For the candidate and whoever nominated: a comment of its own, which notifies those it names.",
    entries: announcements(),
  },
  {
    title: "Changes of the registry",
    readers: "For maintainers: pull requests that Rung opens, and what it says there.",
    entries: pullTexts(),
  },
];
