/** The changes of the registry by which people give roles back. */

import type { RegistryChangeOutcome } from "../../github/write/registry-pulls.ts";
import type { Answer } from "../../model/answer.ts";
import type { RegistryChangeEffect } from "../../model/effect.ts";
import type { StepDown } from "../../promotions/collect-promotions.ts";
import { tooFewLeft } from "../../promotions/kept-seats.ts";
import { carriedPlace } from "../../promotions/pull-marker.ts";
import { type SaidStepDown, sealStepDown } from "../../promotions/step-down-marker.ts";
import { stepDownChange } from "../../promotions/stepping-down.ts";
import type { RegistrySource } from "../../registry/registry-types.ts";
import { besideOf } from "../../registry/rungs.ts";
import { code, escapeMarkdown } from "../../shared/markdown.ts";
import { fullName } from "../../shared/names.ts";
import { recordAgreement } from "../inactivity/on-proposal.ts";
import type { PromotionJobContext } from "./promotion-job-context.ts";
import { findRegistryPlace, performRegistryChange, type RegistryPlace } from "./registry-pull.ts";

/** Carried out immediately, since the answer names the pull request; repeating it finds the one that is there. */
export async function openStepDowns(
  context: PromotionJobContext,
  stepDowns: readonly StepDown[],
): Promise<ReadonlyMap<string, Answer>> {
  const answers = new Map<string, Answer>();
  for (const one of stepDowns)
    answers.set(one.key, (await recordAgreement(context, one)) ?? (await changed(context, one)));
  return answers;
}

/** A change of one registry's file, with its pull request. */
export interface OpenedChange {
  readonly where: string;
  readonly branch: string;
  readonly outcome: RegistryChangeOutcome;
}

/** The person may be listed in the repository's own file and in the one it extends. */
async function changed(context: PromotionJobContext, { key, by, role, areas, at, url }: StepDown): Promise<Answer> {
  const { facts, index } = context;
  const { registry } = index;
  const { owner, name } = facts.repository;
  const person = { login: by.login, id: by.id };
  const said = { key, by: person, role, areas: [...areas], at, url, subject: { owner, name, number: facts.number } };
  const changes: OpenedChange[] = [];
  const concerns = tooFewLeft(index, { person: by, role, areas });
  for (const source of registry.sources) {
    const place = await findRegistryPlace(context, source);
    if (place === null) continue;
    const effect = stepDownEffect(context, { source, place, said, concerns });
    changes.push({
      where: fullName(place.repository),
      branch: effect.branch,
      outcome: await performRegistryChange(context, effect),
    });
  }
  return answerToChanges(changes, concerns);
}

interface Asked {
  readonly source: RegistrySource;
  readonly place: RegistryPlace;
  readonly said: SaidStepDown;
  readonly concerns: readonly string[];
}

/** With the signed line by which it can be made anew. */
export function stepDownEffect(
  { index: { registry }, parts, authorities }: PromotionJobContext,
  { source, place, said, concerns }: Asked,
): RegistryChangeEffect {
  // The file that is extended is changed as it says itself (R45).
  const isOwn = authorities.extended === null || source === registry.sources[0];
  const { emeritus: former, roles } = isOwn ? registry : (authorities.extended?.index.registry ?? registry);
  const { key, by, role, areas, at, url, subject } = said;
  const effect = stepDownChange({
    person: by,
    role,
    areas,
    word: { key, url, at },
    botLogin: parts.bot.login,
    subject: { repository: { owner: subject.owner, name: subject.name }, number: subject.number },
    registry: {
      ...place,
      ladder: roles.map(({ name }) => name),
      beside: besideOf(roles),
      // Who keeps something, in another file or through a team, is no emeritus: that would take it from them, too (commands/step-down.ts).
      emeritus: former !== undefined && role === null && areas.length === 0,
    },
    concerns,
  });
  const seal = sealStepDown(said, carriedPlace(place.repository.id, effect.branch), parts.key);
  return { ...effect, body: `${effect.body}\n\n${seal}` };
}

/** `command`: the one that asked for them. */
export function answerToChanges(
  changes: readonly OpenedChange[],
  concerns: readonly string[] = [],
  command: "step-down" | "return" = "step-down",
): Answer {
  const anew = `\`/${command}\` in a new comment asks anew`;
  const opened = changes.flatMap(({ where, outcome }) =>
    (outcome.kind === "open" || outcome.kind === "foreign") && outcome.pull !== null
      ? [`${where}#${outcome.pull}`]
      : [],
  );
  const isNew = changes.some(({ outcome }) => outcome.kind === "open" && outcome.wrote);
  if (opened.length > 0)
    return {
      kind: "told",
      text: `The registry's change ${isNew ? "is" : "is open already:"} ${opened.join(" and ")}. It takes effect once whoever may approve changes of the registry merges it; closing it unmerged takes this back.${concerns.map((one) => ` ${one}.`).join("")} ${command === "return" ? "Welcome back." : "Thank you for the work."}`,
    };
  const [taken] = changes.flatMap(({ outcome }) => (outcome.kind === "undone" ? [outcome] : []));
  if (taken !== undefined)
    return {
      kind: "refused",
      text: `The pull request for this (number ${taken.pull}) was ${taken.merged ? "merged" : "closed"} already, so nothing was opened again; ${anew}.`,
    };
  const [theirs] = changes.flatMap((change) => (change.outcome.kind === "foreign" ? [change] : []));
  if (theirs !== undefined)
    return {
      kind: "refused",
      text: `Somebody else has pushed to the branch ${code(theirs.branch)} of ${escapeMarkdown(theirs.where)}, so I opened nothing from it. Once that branch is deleted, ${anew}.`,
    };
  const [why] = changes.flatMap(({ outcome }) => (outcome.kind === "cannot" ? [outcome.why] : []));
  return {
    kind: "refused",
    text:
      why === undefined
        ? "The registry's file does not list that under your own name (perhaps a team does, or a group of the organisation), so there is nothing to change there."
        : `I could not change the registry: ${escapeMarkdown(why)}.`,
  };
}
