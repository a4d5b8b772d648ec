/**
 * What people say about their own roles where Rung asks, or asked, whether they want to go on: `/stay`, `/return`, `/step-down` on a
 * proposal.
 */

import type { Answer } from "../../model/answer.ts";
import { threadOf } from "../../model/effect.ts";
import type { RoleStatement } from "../../promotions/collect-promotions.ts";
import { stayedText } from "../../promotions/inactivity/proposal-text.ts";
import { sealReturn } from "../../promotions/inactivity/return-record.ts";
import {
  formerOf,
  type ReturnDecision,
  type ReturnLevel,
  returnChange,
  returnDecision,
} from "../../promotions/inactivity/returning.ts";
import { stayDecision, tooLateText } from "../../promotions/inactivity/stay.ts";
import type { Person } from "../../promotions/promotion-types.ts";
import { carriedPlace } from "../../promotions/pull-marker.ts";
import { inactivityRules } from "../../registry/inactivity/rules.ts";
import type { Registry, RegistrySource } from "../../registry/registry-types.ts";
import { isoDay } from "../../shared/dates.ts";
import { timeAfter } from "../../shared/duration.ts";
import { escapeMarkdown } from "../../shared/markdown.ts";
import { fullName } from "../../shared/names.ts";
import { samePerson } from "../../shared/people.ts";
import type { PromotionJobContext } from "../promotions/promotion-job-context.ts";
import { findRegistryPlace, performRegistryChange } from "../promotions/registry-pull.ts";
import { answerToChanges, type OpenedChange } from "../promotions/step-downs.ts";
import { type OnProposal, proposalOf, updateProposal } from "./on-proposal.ts";
import { readProposals } from "./proposals.ts";

/** Carried out immediately; repeating it finds what is already there. By call key. */
export async function roleStatements(
  context: PromotionJobContext,
  words: readonly RoleStatement[],
): Promise<ReadonlyMap<string, Answer>> {
  const answers = new Map<string, Answer>();
  for (const word of words)
    answers.set(word.key, word.said.kind === "stay" ? await stayed(context, word) : await returned(context, word));
  return answers;
}

async function stayed(context: PromotionJobContext, word: RoleStatement): Promise<Answer> {
  const { index, parts } = context;
  const { by, at, url, said } = word;
  if (said.kind !== "stay") return { kind: "quiet" };
  const asked = proposalOf(context);
  const ended = asked?.record.end ?? null;
  const isOwn = asked !== null && samePerson(by, asked.record.person);
  const until = timeAfter(at, inactivityRules(index.registry).pause);
  const answer = ({ record: { person } }: OnProposal): Answer => ({
    kind: "told",
    text: stayedText(person, isOwn ? null : { login: by.login, url }, until),
  });
  // Its event came once more.
  if (asked !== null && ended?.word?.url === url) return answer(asked);
  const state = asked?.facts.state ?? "open";
  if (asked !== null && state !== "open") return { kind: "refused", text: tooLateText(asked.record.person, state) };
  const isOpen = asked !== null;
  const past = isOpen ? (await readProposals(parts, asked.facts.repository, asked.facts.readAt)).past : [];
  const decided = stayDecision({
    by,
    named: said.named === null ? null : named(said.named, asked),
    why: said.why,
    proposal: isOpen ? asked.record : null,
    index,
    past,
  });
  if (decided.kind === "refused") return decided;
  if (asked === null) return { kind: "quiet" };
  const end = { kind: decided.kind, word: { by: { login: by.login, id: by.id }, at, url } };
  await updateProposal(context, asked, { ...asked.record, end }, "closed");
  return answer(asked);
}

/** The person named is the one who is asked, or somebody else: more need not be known about them. */
function named(login: string, asked: OnProposal | null): Person {
  const bare = login.replace(/^@/, "").replace(/[.,:;!?]+$/, "");
  const person = asked?.record.person;
  return person?.login.toLowerCase() === bare.toLowerCase() ? person : { login: bare, id: null };
}

/** Each file that lists the person puts them back, as `/step-down` takes them out of each. */
async function returned(context: PromotionJobContext, word: RoleStatement): Promise<Answer> {
  const { registry } = context.index;
  const { by, at, said } = word;
  if (said.kind !== "return") return { kind: "quiet" };
  // However late it is read: whoever says it in time is back in time (R31).
  const asked = { by, role: said.role, areas: said.areas, index: context.index, now: at };
  const listing = filesOf(registry).filter(({ level }) => formerOf(registry, by, level).length > 0);
  if (listing.length === 0) {
    const decided = returnDecision(asked);
    return decided.kind === "refused" ? decided : { kind: "quiet" };
  }
  const changes: OpenedChange[] = [];
  const refusals: { readonly where: string; readonly text: string }[] = [];
  for (const { source, level } of listing) {
    const decided = returnDecision({ ...asked, ...(level === undefined ? {} : { level }) });
    if (decided.kind === "refused") refusals.push({ where: fullName(source.repository), text: decided.text });
    else changes.push(...(await putBack(context, { word, source, decided })));
  }
  const [first] = refusals;
  if (changes.length === 0 && first !== undefined && listing.length === refusals.length)
    return { kind: "refused", text: [...new Set(refusals.map(({ text }) => text))].join(" ") };
  const answer = answerToChanges(changes, [], "return");
  // Whoever one of the files lists as emeritus holds nothing by the other either.
  const notes = refusals.map(
    ({ where, text }) =>
      `${escapeMarkdown(where)} goes on listing you as emeritus, so that nothing is held yet: ${text}`,
  );
  return answer.kind === "told" ? { ...answer, text: [answer.text, ...notes].join(" ") } : answer;
}

interface RegistryFile {
  readonly source: RegistrySource;
  readonly level?: ReturnLevel;
}

function filesOf({ sources }: Pick<Registry, "sources">): readonly RegistryFile[] {
  if (sources.length === 1) return sources.map((source) => ({ source }));
  return sources.map((source, index) => ({ source, level: index === 0 ? "repository" : "organisation" }));
}

interface PuttingBack {
  readonly word: RoleStatement;
  readonly source: RegistrySource;
  readonly decided: Extract<ReturnDecision, { kind: "return" }>;
}

/** Nothing if the file's repository cannot be seen. */
async function putBack(
  context: PromotionJobContext,
  { word: { key, by, at, url }, source, decided }: PuttingBack,
): Promise<readonly OpenedChange[]> {
  const { index, facts, parts } = context;
  const place = await findRegistryPlace(context, source);
  if (place === null) return [];
  const effect = returnChange({
    person: { login: by.login, id: by.id },
    decided,
    word: { key, url, at },
    subject: threadOf(facts),
    index,
    place,
    botLogin: parts.bot.login,
  });
  const record = { person: { login: by.login, id: by.id }, role: decided.role, areas: [...decided.areas] };
  const line = sealReturn(
    { ...record, since: isoDay(at), until: decided.until },
    carriedPlace(place.repository.id, effect.branch),
    parts.key,
  );
  const outcome = await performRegistryChange(context, { ...effect, body: `${effect.body}\n\n${line}` });
  return [{ where: fullName(place.repository), branch: effect.branch, outcome }];
}
