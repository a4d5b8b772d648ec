/** An open promotion as the page shows it. Pure. */

import { isMet, type ShownPromotion, type ShownRequirement } from "../../model/page-data.ts";
import { evidenceText } from "../../promotions/criteria-table.ts";
import type { LeafResult } from "../../promotions/leaf-result.ts";
import type { Criterion } from "../../promotions/promotion-types.ts";
import type { Review } from "../../promotions/review.ts";
import { askedOf } from "../../promotions/rule.ts";
import { isOpen } from "../../promotions/stages.ts";
import { escapeMarkdown } from "../../shared/markdown.ts";

/** `status`: its status comment. `null`: it has ended. */
export function promotionShown(review: Review, number: number, status: string): ShownPromotion | null {
  const { nomination, stage, url } = review.record;
  if (!isOpen(stage)) return null;
  const requirements = requirementOf(askedOf(nomination.rule.criterion, nomination.areas), shownLeaves(review));
  const { met, of } = progressOf(requirements);
  return {
    candidate: nomination.candidate.login,
    role: nomination.role,
    areas: [...nomination.areas],
    number,
    stage: stage.stage,
    met,
    of,
    nominatedAt: nomination.at,
    url,
    requirements,
    bodyMarkdown: withoutTable(status),
  };
}

/** The page shows the requirements as the tree they are, where the comment has a table. */
function withoutTable(status: string): string {
  return status
    .replace(/<!--.*?-->/gs, "")
    .trim()
    .replace(/^### .*\n+/, "")
    .split("\n")
    .filter((line) => !line.startsWith("|"))
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

type ShownLeaf = Extract<ShownRequirement, { combine: "leaf" }>;

function shownLeaves({ evaluation, record }: Review): ReadonlyMap<number, ShownLeaf> {
  const webUrl = new URL(record.url).origin;
  const pending = new Set(evaluation.pending.map(({ criterion }) => criterion.number));
  return new Map(
    evaluation.leaves.map((leaf) => {
      const { number } = leaf.criterion;
      const state = leaf.counts
        ? leaf.standing.state === "met"
          ? "met"
          : "waived"
        : pending.has(number)
          ? "missing"
          : "spare";
      return [number, shownLeaf(leaf, state, webUrl)];
    }),
  );
}

function shownLeaf(leaf: LeafResult, state: ShownLeaf["state"], webUrl: string): ShownLeaf {
  const { criterion, wording, standing, waivedBy, attested } = leaf;
  const waived = waivedBy.map(({ by, why }) => `waived by ${escapeMarkdown(by.login)}: “${escapeMarkdown(why)}”`);
  const vouched = criterion.kind === "attestation" ? [] : attested;
  const attests = vouched.map(({ by, text }) => `${escapeMarkdown(by.login)}: “${escapeMarkdown(text)}”`);
  return {
    combine: "leaf",
    number: criterion.number,
    textMarkdown: wording,
    figureMarkdown: [standing.figure, ...waived].filter((part) => part !== "").join(", "),
    evidenceMarkdown: [evidenceText(standing.evidence, webUrl), ...attests].filter((part) => part !== "").join("; "),
    state,
  };
}

function requirementOf(criterion: Criterion, leaves: ReadonlyMap<number, ShownLeaf>): ShownRequirement {
  if (criterion.combine === "leaf") return leaves.get(criterion.number) ?? unknownLeaf(criterion.number);
  const of = criterion.of.map((each) => requirementOf(each, leaves));
  const min = criterion.combine === "some" ? criterion.min : criterion.combine === "any" ? 1 : of.length;
  return { combine: criterion.combine, min, isMet: of.filter(isMet).length >= min, of };
}

/** Each leaf of the tree is evaluated, so this never appears; what is unknown counts as missing, not as met. */
function unknownLeaf(number: number): ShownLeaf {
  return {
    combine: "leaf",
    number,
    textMarkdown: "A requirement that could not be read",
    figureMarkdown: "not known",
    evidenceMarkdown: "",
    state: "missing",
  };
}

interface Progress {
  readonly met: number;
  readonly of: number;
}

/** By the shortest way: of a group that needs fewer than all, those that lack the least. */
function progressOf(requirement: ShownRequirement): Progress {
  if (requirement.combine === "leaf") return { met: isMet(requirement) ? 1 : 0, of: 1 };
  const nearest = requirement.of
    .map(progressOf)
    .toSorted((one, other) => one.of - one.met - (other.of - other.met) || one.of - other.of)
    .slice(0, requirement.min);
  return {
    met: nearest.reduce((sum, { met }) => sum + met, 0),
    of: nearest.reduce((sum, { of }) => sum + of, 0),
  };
}
