/** The texts of the check run. */

import { type Report, report } from "../../src/gate/check-report.ts";
import { combined } from "../../src/gate/combined.ts";
import { effectParagraphs } from "../../src/gate/effect-text.ts";
import { becauseOf, explained } from "../../src/gate/uncounted-reasons.ts";
import { brokenRegistry, unknownVerdict } from "../../src/gate/verdict.ts";
import type {
  AreaVerdict,
  RegistryEffect,
  UncountedReason,
  Verdict,
  VerdictState,
} from "../../src/gate/verdict-types.ts";
import { type Withdrawal, withdrawn } from "../../src/gate/withdrawn-check.ts";
import { shutBy } from "../../src/jobs/inactivity/notice.ts";
import { judged } from "../gate/judged.ts";
import { LADDER } from "../promotions/a-promotion.ts";
import { aComment, aFile, aLadder, aPull, approval, aReview, minute, type PullOptions } from "../support/a-pull.ts";
import type { Chapter, Entry } from "./chapter.ts";

const FILES = ["main.go", "pkg/engine/apply.go"];
const FAULTS = [
  'roles.yaml:14:5 unknown key "approver"; did you mean "approvers"?',
  'roles.yaml:31:12 area "egnine" is not defined',
];

function of(options: PullOptions, index = LADDER): Verdict {
  return judged(aPull({ files: FILES, ...options }), index);
}

const WAITING = of({
  comments: [
    aComment("eve", "/approve kusion", { at: minute(12) }),
    aComment("octo-fan", "/approve", { at: minute(15) }),
    aComment("kim", "/approve", { at: minute(16) }),
  ],
});

const FAULT = {
  severity: "error",
  line: 14,
  column: 5,
  message: 'unknown key "approver"; did you mean "approvers"?',
} as const;
const FAULTY = { path: "roles.yaml", parsed: { registry: null, faults: [FAULT] }, changes: [] };
const CHANGE = {
  path: "roles.yaml",
  parsed: { registry: LADDER.registry, faults: [] },
  changes: ["pat becomes an approver of engine.", "kim is no longer an approver of karpor."],
};

/** At least one of each state. */
const STATES: Readonly<Record<VerdictState["kind"], Readonly<Record<string, Verdict>>>> = {
  approved: {
    "every area has its approvals": of({ reviews: [approval("ann")] }),
    "the areas ask for nobody": of({}, aLadder({ approvers: ["ann"], approval: { min: 0 } })),
    "approved, and it conflicts": of({ reviews: [approval("ann")], conflicts: true }),
    "roles.yaml on the default branch is faulty, and an older version counts": {
      ...of({ reviews: [approval("ann")] }),
      staleRegistry: { path: "roles.yaml", faults: FAULTS, goodSince: minute(-16_000) },
    },
    "the registry advises": of({ reviews: [approval("ann")] }, aLadder({ approvers: ["ann"], mode: "advise" })),
    "a change of roles.yaml that is good": judged(
      aPull({ files: ["roles.yaml"], reviews: [approval("ann")] }),
      LADDER,
      { proposal: CHANGE },
    ),
  },
  notice: {
    "a proposal to move somebody who was not seen": shutBy(
      of({ reviews: [approval("ann")] }),
      { kind: "waiting", until: minute(20_000), remind: false },
      { person: { login: "eve", id: null } },
    ),
  },
  waiting: {
    "an area waits, and words did not count": WAITING,
    "several people are needed": of({}, aLadder({ approvers: ["ann", "ben", "cho"], approval: { min: 2 } })),
    "more people are needed than there are": of(
      { reviews: [approval("ann")] },
      aLadder({ approvers: ["ann"], approval: { min: 2 } }),
    ),
    "nobody but its author could approve it": of({}, aLadder({ approvers: ["pat"] })),
    "approved, and `/lgtm` is missing": of(
      { reviews: [approval("ann")] },
      aLadder({ contributors: ["dee"], approvers: ["ann"], approval: { lgtm: 2 } }),
    ),
  },
  "changes-requested": {
    "somebody who may approve asked for changes": of({ reviews: [aReview("ann", "CHANGES_REQUESTED")] }),
  },
  held: {
    "somebody holds it, with the reason": of({ comments: [aComment("dee", "/hold waiting for the release branch")] }),
    "somebody put the label on": of({ labels: ["do-not-merge/hold"], reviews: [approval("ann")] }),
  },
  draft: {
    "a draft": of({ draft: true }),
    "a draft with an approval": of({ draft: true, reviews: [approval("eve")] }),
  },
  "proposal-faulty": {
    "a change of roles.yaml that is faulty": judged(aPull({ files: ["roles.yaml"] }), LADDER, { proposal: FAULTY }),
  },
  drifted: {
    "a list that follows the registry is edited by hand": judged(
      aPull({ files: ["MAINTAINERS.md"], reviews: [approval("ann")] }),
      LADDER,
      {
        drift: [
          {
            ...{ path: "MAINTAINERS.md", line: 7, column: null, level: "failure" as const },
            message: "This comes from roles.yaml line 3; change it there.",
          },
        ],
      },
    ),
  },
  "registry-broken": { "no good version of roles.yaml is known": brokenRegistry("roles.yaml", FAULTS) },
  unknown: {
    "GitHub did not tell everything": of({ files: { items: [aFile("main.go")], complete: false, total: 3_100 } }),
  },
};

const REASONS: Readonly<Record<UncountedReason["kind"], UncountedReason>> = {
  author: { kind: "author" },
  contributor: { kind: "contributor" },
  "contributors-unknown": { kind: "contributors-unknown" },
  bot: { kind: "bot" },
  "deleted-account": { kind: "deleted-account" },
  "no-role": { kind: "no-role" },
  "other-area": { kind: "other-area", holds: ["karpor"] },
  "role-too-low": { kind: "role-too-low", role: "contributors" },
  edited: { kind: "edited" },
  forgotten: { kind: "forgotten" },
  withdrawn: { kind: "withdrawn" },
  dismissed: { kind: "dismissed" },
  superseded: { kind: "superseded" },
  lapsed: { kind: "lapsed", by: "3f2c1aa9", files: ["pkg/engine/apply.go"], why: null },
  "head-unknown": { kind: "head-unknown" },
  "base-changed": { kind: "base-changed", from: "dev", commit: "91bd0e4f", files: ["main.go"], why: null },
  "base-unknown": { kind: "base-unknown" },
  "unknown-area": { kind: "unknown-area", words: ["egnine"] },
  "untouched-area": { kind: "untouched-area", words: ["karpor"] },
  "changes-requested-without-role": { kind: "changes-requested-without-role" },
};

const WITHDRAWN: Readonly<Record<Withdrawal, string>> = {
  left: "the commit is no head any more",
  moved: "the commit is the head of another pull request now",
  unread: "GitHub has not shown the pull request for a while",
  dropped: "the merge queue gave its commit up",
  ungoverned: "the registry was taken away",
};

function reportText({ title, summary, text }: Report): string {
  return [`**${title}**`, summary, text].filter((part) => part !== "").join("\n\n");
}

function withoutTable(text: string): string {
  return text.replaceAll(/(?:^\|.*\|\n?)+\n*/gm, "").trim();
}

/** All that the check of a changed registry can tell. */
const EFFECT: RegistryEffect = {
  powers: {
    files: [
      {
        files: [{ repository: { owner: "KusionStack", name: "kusion" }, path: "pkg/engine/apply.go" }],
        gain: ["pat"],
        lose: ["kim", "eve"],
        gainAlone: [],
        loseAlone: ["ann"],
        before: [{ area: "engine", min: 1 }],
        after: [{ area: "engine", min: 2 }],
      },
      {
        files: [{ repository: { owner: "KusionStack", name: "kusion" }, path: "vault/keys/a.pem" }],
        ...{ gain: [], lose: [], gainAlone: [], loseAlone: [], before: [], after: [] },
        within: [{ area: "vault", gain: ["pat"], lose: ["kim"] }],
        when: "on branches `release-*`",
      },
      {
        files: [{ repository: { owner: "KusionStack", name: "kusion" }, path: "api/v1.pb.go" }],
        ...{ gain: [], lose: [], gainAlone: [], loseAlone: [], before: [], after: [] },
        beside: true,
      },
      {
        files: [{ repository: { owner: "KusionStack", name: "kusion" }, path: "docs/a.md" }],
        ...{ gain: [], lose: [], gainAlone: [], loseAlone: [], before: [], after: [] },
        lgtm: { gain: ["dee"], lose: ["fay"] },
      },
    ],
    standing: [{ what: "approve changes of the registry", gain: ["pat"], lose: ["cho"] }],
    looked: 214,
  },
  unmatched: ["`pkg/enigne/**` of `engine`"],
  names: { findings: ["GitHub knows nobody called `mai`"], unknown: 1 },
  looked: 2,
  pulls: [
    {
      repository: "KusionStack/kusion",
      number: 8,
      title: "feat: a flag",
      from: "Approved: kusion",
      to: "Needs 1 approval: kusion",
    },
  ],
  areas: [{ area: "engine", before: 2, after: 1, needed: 2 }],
  limits: ["3 open pull requests of other repositories were not looked at."],
};

function stateEntries(): readonly Entry[] {
  return Object.values(STATES).flatMap((verdicts) =>
    Object.entries(verdicts).map(([when, verdict], at) => {
      const text = reportText(report(verdict));
      return { when, text: at === 0 || verdict.state.kind === "waiting" ? text : withoutTable(text) };
    }),
  );
}

function reasonEntries(): readonly Entry[] {
  const areas: readonly AreaVerdict[] = WAITING.areas.filter(({ area }) => area === "engine");
  const entries = Object.values(REASONS).map((reason) => {
    const said = reason.kind === "changes-requested-without-role" ? "changes requested" : "approval";
    return { login: "mia", said, key: "review:1", commit: "91bd0e4aa", at: minute(0), areas: [], reason } as const;
  });
  return [
    ...entries.slice(0, 1).map((entry) => ({ when: "in full", text: explained(entry, areas) })),
    ...entries.map((entry) => ({ when: entry.reason.kind.replaceAll("-", " "), text: becauseOf(entry, areas) })),
  ];
}

function withdrawnEntries(): readonly Entry[] {
  const at = { repository: { owner: "KusionStack", name: "kusion" }, headSha: "3f2c1aa9" };
  return Object.entries(WITHDRAWN).flatMap(([why, when]) =>
    withdrawn(at, ["rung"], why as Withdrawal).map((check) => ({ when, text: reportText(check) })),
  );
}

function severalEntries(): readonly Entry[] {
  const parts = [
    { number: 7, verdict: WAITING },
    { number: 8, verdict: of({ reviews: [approval("ann")] }) },
  ];
  const merge = [{ number: 9, verdict: unknownVerdict("pull request #9 of this merge was closed") }];
  return [
    { when: "two pull requests share a head", text: reportText({ ...combined(parts, "pull"), text: "" }) },
    {
      when: "a merge queue's commit",
      text: reportText({ ...combined([...parts, ...merge], "merge-group"), text: "" }),
    },
    { when: "a merge queue's commit of nobody knows what", text: reportText(combined([], "merge-group")) },
  ];
}

export const CHECKS: readonly Chapter[] = [
  {
    title: "The check",
    readers: "For whoever opens, reviews or merges a pull request: the `rung` check, its title first.",
    entries: [...stateEntries(), ...severalEntries(), ...withdrawnEntries()],
  },
  {
    title: "What a change of roles.yaml would do",
    readers: "For maintainers, in the check of a pull request that changes it.",
    entries: [{ when: "everything that can be told", text: effectParagraphs(EFFECT) }],
  },
  {
    title: "Why a word did not count",
    readers: "For reviewers, in the check's list “Did not count”.",
    entries: reasonEntries(),
  },
];
