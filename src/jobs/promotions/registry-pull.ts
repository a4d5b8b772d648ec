/** The registry's side of a promotion: where its file lies, the pull request that changes it, and what became of that. */
import { z } from "zod";
import { Gone } from "../../github/client/errors.ts";
import { parsed } from "../../github/read/graphql-pages.ts";
import { readRegistryBlobs } from "../../github/read/read-subject.ts";
import { apply } from "../../github/write/apply.ts";
import { type RegistryChangeOutcome, registrySays } from "../../github/write/registry-pulls.ts";
import type { RegistryChangeEffect } from "../../model/effect.ts";
import type { RepositoryFacts } from "../../model/facts.ts";
import { affiliationOf } from "../../promotions/promotion-people.ts";
import type { Person } from "../../promotions/promotion-types.ts";
import { type Passed, registryChange } from "../../promotions/registry-change.ts";
import type { Review } from "../../promotions/review.ts";
import { tenureLists } from "../../promotions/rule.ts";
import { isOpen, type RegistryPull } from "../../promotions/stages.ts";
import type { RegistrySource } from "../../registry/registry-types.ts";
import { escapeMarkdown } from "../../shared/markdown.ts";
import { fullName, type Instant, instant } from "../../shared/names.ts";
import { auditContextOf } from "../audit/audit-context.ts";
import { scopeText } from "./figures.ts";
import { type PromotionJobContext, webUrlOf } from "./promotion-job-context.ts";

export interface RegistryPlace {
  readonly repository: RepositoryFacts;
  readonly path: string;
  readonly defaultBranch: string;
}

/** `null`: the repository is not to be seen any more, or is empty. */
export async function placeOf(context: PromotionJobContext, source: RegistrySource): Promise<RegistryPlace | null> {
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

/** The effect for a promotion that has passed. */
export function changeFor(
  context: PromotionJobContext,
  review: Review,
  { passedAt, place, login }: { readonly passedAt: Instant; readonly place: RegistryPlace; readonly login: string },
): RegistryChangeEffect {
  const { facts, index, parts } = context;
  const { nomination, measuredAt, rebuilt, stage } = review.record;
  const reopenedAt = isOpen(stage) ? stage.reopenedAt : null;
  const { owner, name, id } = facts.repository;
  const passed: Passed = {
    ...{ nomination, evaluation: review.evaluation, words: review.words, passedAt, measuredAt },
    subject: { repository: { owner, name, id }, number: facts.number, url: facts.description.url },
    registry: {
      ...place,
      ladder: index.registry.roles.map((role) => role.name),
      keeps: tenureLists(index.registry.roles),
    },
    login,
    ...(rebuilt ? { closedSince: reopenedAt ?? nomination.at } : {}),
    affiliation: affiliationOf(index, nomination.candidate),
    scope: scopeText(index.registry, owner),
    webUrl: webUrlOf(facts),
    botLogin: parts.bot.login,
    key: parts.key,
  };
  return registryChange(passed);
}

export type Identity =
  | { readonly kind: "known"; readonly login: string }
  /** `why`: the end of a sentence, for people. */
  | { readonly kind: "unsure"; readonly why: string };

const accountView = z.object({ login: z.string(), id: z.number() });

/** Whom the nomination means, by id, as GitHub calls them at this moment: a login may have been given away since (R50). */
export async function identityOf({ parts }: PromotionJobContext, { login, id }: Person): Promise<Identity> {
  if (id === null)
    return { kind: "unsure", why: `it is not known by id who was nominated as ${escapeMarkdown(login)}` };
  for (const path of [`/user/${id}`, `/users/${encodeURIComponent(login)}`]) {
    try {
      const found = parsed(accountView, (await parts.client.rest("GET", path)).data, "an account");
      if (found.id === id) return { kind: "known", login: found.login };
    } catch (error) {
      if (!(error instanceof Gone)) throw error;
    }
  }
  return {
    kind: "unsure",
    why: `the account that was nominated as ${escapeMarkdown(login)} is not to be found any more, and nobody else is meant`,
  };
}

/** Whether the registry on the default branch says it: no matter what was merged, and where (R50). */
export async function isSaid(context: PromotionJobContext, effect: RegistryChangeEffect): Promise<boolean> {
  return await registrySays(context.parts.client, effect);
}

/** Performs the change through the one writer. */
export async function performed(
  context: PromotionJobContext,
  effect: RegistryChangeEffect,
): Promise<RegistryChangeOutcome> {
  const { client, db, log, appId } = context.parts;
  let outcome: RegistryChangeOutcome = { kind: "cannot", why: "GitHub refused it" };
  context.work.signal.throwIfAborted();
  await apply([effect], {
    ...{ client, db, log, appId, repositoryId: context.facts.repository.id, surelyNew: false, rewrite: false },
    audit: auditContextOf(context.work, context.facts, context.index, null),
    registryChanged: (_effect, told) => {
      outcome = told;
    },
  });
  return outcome;
}

/** Closes a pull request whose promotion no longer holds; before its status says so, so that none is left behind. */
export async function closed(context: PromotionJobContext, { repository, number }: RegistryPull): Promise<void> {
  const { client, db, log, appId } = context.parts;
  context.work.signal.throwIfAborted();
  await apply([{ kind: "close-issue", repository, number, reason: "not_planned" }], {
    ...{ client, db, log, appId, repositoryId: context.facts.repository.id, surelyNew: false, rewrite: false },
    audit: auditContextOf(context.work, context.facts, context.index, null),
  });
}

export type RegistryPullState =
  | { readonly kind: "open" }
  | { readonly kind: "merged"; readonly at: Instant; readonly into: string }
  | { readonly kind: "closed"; readonly at: Instant };

const pullView = z.object({
  state: z.string(),
  merged_at: z.string().nullish(),
  closed_at: z.string().nullish(),
  base: z.object({ ref: z.string() }),
});

/** One that is not there any more was closed. */
export async function registryPullState(
  context: PromotionJobContext,
  { repository, number }: RegistryPull,
): Promise<RegistryPullState> {
  try {
    const { data } = await context.parts.client.rest("GET", `/repos/${fullName(repository)}/pulls/${number}`);
    const { state, merged_at: mergedAt, closed_at: closedAt, base } = parsed(pullView, data, "a pull request");
    if (mergedAt) return { kind: "merged", at: instant(mergedAt), into: base.ref };
    if (state === "open") return { kind: "open" };
    return { kind: "closed", at: closedAt ? instant(closedAt) : context.facts.readAt };
  } catch (error) {
    if (error instanceof Gone) return { kind: "closed", at: context.facts.readAt };
    throw error;
  }
}
