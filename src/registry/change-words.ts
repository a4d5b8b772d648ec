/** The rules of a registry under the names its file gives them, for showing changes. */
import { escapeMarkdown } from "../shared/markdown.ts";
import type { Registry } from "./registry-types.ts";

/** Each rule's value by its dotted path; whatever has a value here is told when it changes (R82). */
export function glossary(registry: Registry): Readonly<Record<string, unknown>> {
  const { approval, reviews, labels, kinds } = registry;
  return {
    "approval.from": approval.from,
    "approval.min": approval.min,
    "approval.lgtm": approval.lgtm,
    "approval.author-counts": approval.authorCounts,
    "approval.contributors-count": approval.contributorsCount,
    "approval.lapse": approval.lapse,
    ...Object.fromEntries(approval.branches.map(({ pattern, min }) => [`approval.branches.${pattern}.min`, min])),
    "reviews.request": reviews.request,
    "reviews.from": reviews.from,
    "reviews.max-open": reviews.maxOpen,
    "reviews.nudge": reviews.nudge ?? null,
    "reviews.reassign": reviews.reassign ?? null,
    "labels.approved": labels.approved,
    "labels.lgtm": labels.lgtm,
    "labels.hold": labels.hold,
    "labels.needs-approver": labels.needsApprover,
    "labels.areas": labels.areas,
    "labels.roles": labels.roles,
    "labels.reviewed": labels.reviewed,
    "labels.enforced": labels.enforced ?? false,
    ...Object.fromEntries(Object.entries(labels.colors ?? {}).map(([key, color]) => [`labels.colors.${key}`, color])),
    "kinds.docs.titles": kinds.docs.titles,
    "kinds.docs.labels": kinds.docs.labels,
    "kinds.docs.paths": kinds.docs.paths,
    ...Object.fromEntries(Object.entries(registry.commands).map(([name, role]) => [`commands.${name}`, role])),
    mode: registry.mode,
    "promotion.nominate": registry.nominate,
    welcome: registry.welcome,
  };
}

/** Names as an inert enumeration. */
export function joinNames(names: readonly string[]): string {
  const safe = names.map(escapeMarkdown);
  if (safe.length <= 1) return safe.join("");
  return `${safe.slice(0, -1).join(", ")} and ${safe.at(-1)}`;
}
