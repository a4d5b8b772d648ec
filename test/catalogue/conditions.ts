/** The texts of the check about conditions. */

import { report } from "../../src/gate/check-report.ts";
import { conditionsText, endText } from "../../src/gate/conditions/conditions-text.ts";
import type { LoweringEnd, RaiseReason } from "../../src/gate/verdict-types.ts";
import { judged } from "../gate/judged.ts";
import { aLadder, aPull, approval } from "../support/a-pull.ts";
import type { Chapter, Entry } from "./chapter.ts";

const PLAIN = judged(aPull(), aLadder({ approvers: ["ann"] }));

const WHYS: Readonly<Record<RaiseReason["kind"], readonly RaiseReason[]>> = {
  lines: [
    { kind: "lines", from: 800, lines: 913 },
    { kind: "lines", from: 800, lines: null },
  ],
  newcomer: [
    { kind: "newcomer", login: "octo-fan" },
    { kind: "newcomer", login: null },
  ],
  bots: [{ kind: "bots", of: "agents", login: "copilot-swe-agent[bot]" }],
  label: [{ kind: "label", label: "security" }],
};

const PATH = { path: "pkg/go.sum" };
const ENDS: Readonly<Record<LoweringEnd["kind"], LoweringEnd>> = {
  "foreign-commit": { kind: "foreign-commit", sha: "3f2c1aa9", by: "ann" },
  "foreign-committer": { kind: "foreign-committer", sha: "3f2c1aa9", by: null },
  "unverified-commit": { kind: "unverified-commit", sha: "3f2c1aa9" },
  "many-commits": { kind: "many-commits", commits: 312 },
  "commits-unread": { kind: "commits-unread" },
  "foreign-push": { kind: "foreign-push", sha: "3f2c1aa9", by: "ann" },
  "push-unknown": { kind: "push-unknown", sha: "3f2c1aa9" },
  file: { kind: "file", path: "pkg/engine/apply.go" },
  "no-files": { kind: "no-files" },
  "registry-file": { kind: "registry-file", path: "roles.yaml" },
  "published-file": { kind: "published-file", path: "MAINTAINERS.md" },
  "github-folder": { kind: "github-folder", path: ".github/go.sum" },
  "exclusive-area": { kind: "exclusive-area", area: "engine", ...PATH },
  "own-min": { kind: "own-min", area: "engine", ...PATH },
  branch: { kind: "branch", pattern: "release-*" },
  "changes-requested": { kind: "changes-requested", by: "ann" },
  raised: { kind: "raised" },
};

const EMPLOYED = aLadder({
  contributors: [{ login: "dee", affiliation: "AntGroup" }],
  approvers: [
    { login: "ann", affiliation: "AntGroup" },
    { login: "ben", affiliation: "Viettel" },
  ],
  approval: { employers: "mixed" },
});

function employerEntries(): readonly Entry[] {
  const of = (author: string, ...logins: string[]) =>
    judged(aPull({ author, reviews: logins.map((login) => approval(login)) }), EMPLOYED);
  const alone = aLadder({ approvers: [{ login: "ann", affiliation: "AntGroup" }], approval: { employers: "mixed" } });
  return [
    { when: "approved by colleagues alone", text: summaryOf(of("dee", "ann")) },
    { when: "several employers took part", text: conditionsText(of("dee", "ben")) },
    {
      when: "nobody of another employer could approve",
      text: summaryOf(judged(aPull({ reviews: [approval("ann")] }), alone)),
    },
  ];
}

function summaryOf(verdict: typeof PLAIN): string {
  return report(verdict)
    .summary.replaceAll(/(?:^\|.*\|\n?)+\n*/gm, "")
    .trim();
}

const holding = { of: "dependencies", min: 0, holds: true } as const;

export const CONDITIONS: Chapter = {
  title: "Conditions",
  readers: "For whoever opens or reviews a pull request of which more or fewer approvals are asked, in the check.",
  entries: [
    ...Object.values(WHYS).map((all) => ({
      when: `more is asked: ${all[0]?.kind}`,
      text: conditionsText({ ...PLAIN, more: all.map((why) => ({ why: [why], min: 2, from: "maintainers" })) }),
    })),
    { when: "fewer are asked", text: conditionsText({ ...PLAIN, lowered: holding }) },
    {
      when: "fewer would be asked, and something ends that",
      text: conditionsText({
        ...PLAIN,
        lowered: { of: "dependencies", min: 1, holds: false, why: ENDS["foreign-commit"] },
      }),
    },
    ...Object.values(ENDS).map((why) => ({ when: `why not: ${why.kind.replaceAll("-", " ")}`, text: endText(why) })),
    ...employerEntries(),
  ],
};
