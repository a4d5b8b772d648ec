/** The registry's side of a promotion: where its file is, and the pull request that changes it. */

import { findPresentLogin } from "../../github/read/find-account.ts";
import { readRegistryBlobs } from "../../github/read/registry-head.ts";
import { type RegistryPullRead, readRegistryPull } from "../../github/read/registry-pull-state.ts";
import { type ApplyContext, apply } from "../../github/write/apply.ts";
import type { RegistryChangeOutcome } from "../../github/write/registry-pulls.ts";
import type { RegistryChangeEffect, RegistryPullNoteEffect } from "../../model/effect.ts";
import type { RepositoryFacts } from "../../model/facts.ts";
import { sourceFor } from "../../promotions/authority.ts";
import { affiliationOf } from "../../promotions/promotion-people.ts";
import type { Nomination } from "../../promotions/promotion-types.ts";
import type { Noting } from "../../promotions/pull-notes.ts";
import { type Passed, registryChange } from "../../promotions/registry-change.ts";
import type { Review } from "../../promotions/review.ts";
import { tenureLists } from "../../promotions/rule.ts";
import { isOpen, type RegistryPull } from "../../promotions/stages.ts";
import type { Publishing, Visibility } from "../../registry/publishing/plan.ts";
import type { RegistrySource } from "../../registry/registry-types.ts";
import { listsAround } from "../../registry/rungs.ts";
import { escapeMarkdown } from "../../shared/markdown.ts";
import { fullName, type Instant } from "../../shared/names.ts";
import { applyContext } from "../apply-context.ts";
import { auditContextOf } from "../audit/audit-context.ts";
import { absentOrLate } from "../patience.ts";
import { scopeText } from "./figures.ts";
import { type PromotionJobContext, webUrlOf } from "./promotion-job-context.ts";

export interface RegistryPlace {
  readonly repository: RepositoryFacts;
  readonly path: string;
  readonly defaultBranch: string;
}

/** `null`: the repository cannot be seen any more, or is empty. */
export async function findRegistryPlace(
  context: PromotionJobContext,
  source: RegistrySource,
): Promise<RegistryPlace | null> {
  const wanted = fullName(source.repository).toLowerCase();
  const near = [context.head.own, context.head.organisation].find(
    (blobs) => blobs !== null && fullName(blobs.repository).toLowerCase() === wanted,
  );
  const blobs = near ?? (await readRegistryBlobs(context.parts.client, source.repository));
  const branch = blobs?.repository.defaultBranch ?? null;
  return blobs === null || branch === null
    ? null
    : { repository: blobs.repository, path: source.path, defaultBranch: branch };
}

interface ChangeDetails {
  readonly passedAt: Instant;
  readonly place: RegistryPlace;
  /** The candidate's name now. */
  readonly login: string;
  /** The branch of its open pull request. */
  readonly branch?: string;
}

/** The effect for a promotion that has passed. */
export function changeFor(
  context: PromotionJobContext,
  review: Review,
  { passedAt, place, login, branch }: ChangeDetails,
): RegistryChangeEffect {
  const { facts, index, parts } = context;
  const { nomination, measuredAt, rebuilt, stage } = review.record;
  const reopenedAt = isOpen(stage) ? stage.reopenedAt : null;
  const { owner, name, id } = facts.repository;
  const passed: Passed = {
    nomination,
    evaluation: review.evaluation,
    words: review.words,
    passedAt,
    measuredAt,
    subject: { repository: { owner, name, id }, number: facts.number, url: facts.description.url },
    registry: {
      ...place,
      ladder: listsAround(index.registry.roles, nomination.role),
      keeps: tenureLists(index.registry.roles),
    },
    login,
    reopenedAt,
    ...(branch === undefined ? {} : { branch }),
    ...(rebuilt ? { closedSince: reopenedAt ?? nomination.at } : {}),
    affiliation: affiliationOf(index, nomination.candidate),
    scope: scopeText(index.registry, owner),
    webUrl: webUrlOf(facts, parts),
    botLogin: parts.bot.login,
    key: parts.key,
  };
  return registryChange(passed);
}

/** Where the change goes, and whom it names: by id, since a login may have been given away since (R50). */
type ChangeTarget =
  | { readonly kind: "ready"; readonly place: RegistryPlace; readonly login: string }
  /** `why`: the end of a sentence, for people; here and below. */
  | { readonly kind: "unsure"; readonly place: RegistryPlace; readonly why: string }
  | { readonly kind: "unseen"; readonly why: string };

export async function findChangeTarget(
  context: PromotionJobContext,
  { candidate, areas }: Nomination,
): Promise<ChangeTarget> {
  const source = sourceFor(context.index.registry, areas);
  const place = source === null ? null : await findRegistryPlace(context, source);
  if (place === null) return { kind: "unseen", why: "its repository is not to be seen for this app" };
  const name = escapeMarkdown(candidate.login);
  if (candidate.id === null)
    return { kind: "unsure", place, why: `it is not known by id who was nominated as ${name}` };
  const login = await findPresentLogin(context.parts.client, candidate);
  if (login !== null) return { kind: "ready", place, login };
  const why = `the account that was nominated as ${name} is not to be found any more, and nobody else is meant`;
  return { kind: "unsure", place, why };
}

/** Performs the change through the one writer. */
export async function performRegistryChange(
  context: PromotionJobContext,
  effect: RegistryChangeEffect,
): Promise<RegistryChangeOutcome> {
  context.work.signal.throwIfAborted();
  const publishing = await publishingOf(context, effect);
  const [outcome] = await apply([{ ...effect, publishing }], applyingIn(context));
  return outcome?.kind === "registry-change" ? outcome.change : { kind: "cannot", why: "GitHub refused it" };
}

async function publishingOf(
  context: PromotionJobContext,
  { repository, path }: RegistryChangeEffect,
): Promise<Publishing> {
  const extended = context.authorities.extended?.index.registry ?? null;
  const visibility = await readVisibility(context, extended?.sources[0], { repository, path, oid: "" });
  return { extended, visibility, webUrl: webUrlOf(context.facts, context.parts) };
}

/** For a repository that cannot be seen, the more careful assumption. */
async function readVisibility(
  context: PromotionJobContext,
  from: RegistrySource | undefined,
  to: RegistrySource,
): Promise<Visibility> {
  if (from === undefined) return { from: "public", to: "public" };
  const [extended, own] = await Promise.all([findRegistryPlace(context, from), findRegistryPlace(context, to)]);
  return {
    from: extended?.repository.private === false ? "public" : "private",
    to: own?.repository.private === true ? "private" : "public",
  };
}

/**
 * `null`: it does not exist any more. One that was just opened may be too new for a reading to show it, and is waited for: if it were
 * taken for closed, another would be opened beside it.
 */
export async function registryPullAt(
  { parts, work }: PromotionJobContext,
  pull: RegistryPull,
): Promise<RegistryPullRead | null> {
  const read = await readRegistryPull(parts.client, pull);
  const what = `the pull request ${fullName(pull.repository)}#${pull.number}`;
  const late = read === null ? absentOrLate(what, work, parts.patience) : null;
  if (late !== null) throw late;
  return read;
}

/** Comments on a registry change's pull request, and closes it if the note says so; before the status tells about it. */
export async function writePullNote(context: PromotionJobContext, effect: RegistryPullNoteEffect): Promise<void> {
  context.work.signal.throwIfAborted();
  await apply([effect], applyingIn(context));
}

export function notingOn({ facts, parts }: PromotionJobContext, pull: RegistryPull): Noting {
  const { owner, name } = facts.repository;
  return { pull, subject: { owner, name, number: facts.number }, botLogin: parts.bot.login };
}

function applyingIn({ parts, work, facts, index }: PromotionJobContext): ApplyContext {
  return applyContext(parts, { repositoryId: facts.repository.id, audit: auditContextOf(work, facts, index, null) });
}
