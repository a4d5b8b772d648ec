/** What scenarios about decisions look at: the status comments, the labels, what the database lists. */

import type { Subject } from "../../src/sandbox/world/model.ts";
import { aPromotionStage, type PromotionStage } from "./promotion-stage.ts";

export const DAY = 86_400_000;

/** ann, ben, cho and dee maintain; eve approves the docs of kusion; ann alone holds the engine. Nobody else has a role. */
export const DECIDING = `version: 1
areas:
  kusion: { repos: [kusion] }
  docs: { repos: [kusion], paths: ["docs/**"] }
  community: { repos: [community] }
decisions:
  technical:  { by: maintainers, in: area, lazy: 7d }
  direction:  { by: maintainers, vote: { share: 2/3, quorum: 1/2, window: 14d, early: true }, wait: 3d }
  governance: { by: maintainers, vote: { share: 2/3, window: 30d }, paths: [GOVERNANCE.md, "rules/**"] }
maintainers: [SparkYuan, adohe, liu-hm19, { login: wu8685, areas: [community] }]
approvers: [{ login: hoangndst, areas: [kusion] }]
`;

export function aDecisionStage(registry: string = DECIDING): Promise<PromotionStage> {
  return aPromotionStage({ registry, past: false });
}

function byRung(subject: Subject): readonly string[] {
  return subject.comments.filter(({ author }) => author.login === "rung[bot]").map(({ body }) => body);
}

const MARKER = "<!-- rung:decision";

/** The status comments of decisions there, oldest first, without what is hidden. */
export function decisionsOn(subject: Subject): readonly string[] {
  return byRung(subject)
    .filter((body) => body.startsWith(MARKER))
    .map((body) => body.replace(/<!--.*?-->/gs, "").trim());
}

/** The one there is. */
export function decisionOn(subject: Subject): string {
  const all = decisionsOn(subject);
  const [one] = all;
  if (one === undefined || all.length > 1)
    throw new Error(`${all.length} decisions:\n${byRung(subject).join("\n---\n")}`);
  return one;
}

/** What else the bot said, without what is hidden. */
export function answersOn(subject: Subject): readonly string[] {
  return byRung(subject)
    .filter((body) => !body.startsWith(MARKER) && !body.startsWith("<!-- rung:status"))
    .map((body) => body.replace(/<!--.*?-->/gs, "").trim());
}

export function decisionLabels(subject: Subject): readonly string[] {
  return subject.labels.map(({ name }) => name).filter((name) => name.startsWith("decision/"));
}
