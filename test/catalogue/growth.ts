/** The texts about people who may be ready for the next role. */

import {
  type GrowthIssueFacts,
  growthIssue,
  NOBODY_IS_TOLD_OF,
  readyStep,
} from "../../src/promotions/growth/growth-issue.ts";
import { growthLines } from "../../src/promotions/growth/growth-line.ts";
import { growthRoles } from "../../src/promotions/growth/growth-roles.ts";
import { nextSteps, standingOf } from "../../src/promotions/growth/next-steps.ts";
import { measuresOf } from "../../src/promotions/rule.ts";
import { aCount } from "../promotions/a-promotion.ts";
import { anIndex } from "../registry/a-registry.ts";
import type { Chapter } from "./chapter.ts";

const NOW = Date.UTC(2026, 10, 30);
const OWNER = "KusionStack";
const INDEX = anIndex(`areas: { kusion: { repos: [kusion] }, karpor: { repos: [karpor] } }
roles:
  contributors: { promotion: { merged-pulls: 2 } }
  approvers: { promotion: { all: [{ merged-pulls: 3 }, { sponsors: 2 }] } }
  maintainers: { promotion: { sponsors: 2 } }
growth: {}
maintainers: [ann, ben, cho]
contributors: [{ login: dee, areas: [kusion] }]
`);

function ready(login: string): GrowthIssueFacts["ready"][number] {
  const person = { login, id: null };
  const steps = nextSteps(person, INDEX, growthRoles(INDEX.registry, { roles: null })).map((step) => {
    const measures = measuresOf(step.rule.criterion, { owner: OWNER, role: step.role, areas: step.areas });
    const measured = new Map(measures.map(({ key }) => [key, aCount(3)]));
    const standing = standingOf(step, { index: INDEX, owner: OWNER, measured, now: NOW });
    return readyStep(step, standing, "https://github.test");
  });
  return { person, steps };
}

const FACTS: GrowthIssueFacts = {
  ready: [ready("dee"), ready("newt")],
  areas: [{ area: "karpor", approver: "kim" }],
  unknown: 0,
  truncated: false,
  owner: OWNER,
  registry: "KusionStack/.github",
  now: NOW,
  next: Date.UTC(2026, 11, 30),
};

export const GROWTH_CHAPTERS: readonly Chapter[] = [
  {
    title: "Who may be ready for the next role",
    readers:
      "For the maintainers, where the registry has `growth`: one issue, edited in place, without mentions. With `tell: person`, one line for the person.",
    entries: [
      { when: "the issue", text: growthIssue(FACTS).body },
      {
        when: "of some it cannot be told, and there are more",
        text: growthIssue({ ...FACTS, ready: [], unknown: 2, truncated: true }).body,
      },
      { when: "the registry asks for it no more", text: NOBODY_IS_TOLD_OF },
      {
        when: "in the status comment of the person's own pull request",
        text: growthLines("dee", { role: "approvers", areas: ["kusion"] }).join("\n"),
      },
    ],
  },
];
