/** What people say of their own roles where Rung asks, or asked, whether they want to go on: `/stay`, `/return`, `/step-down` on a proposal. */
import type { Answer } from "../../model/answer.ts";
import type { RoleWord } from "../../promotions/collect-promotions.ts";
import { stayedText } from "../../promotions/inactivity/proposal-text.ts";
import { sealReturn } from "../../promotions/inactivity/return-record.ts";
import { returnChange, returnDecision } from "../../promotions/inactivity/returning.ts";
import { stayDecision } from "../../promotions/inactivity/stay.ts";
import type { Person } from "../../promotions/promotion-types.ts";
import { carriedPlace } from "../../promotions/pull-marker.ts";
import { inactivityRules } from "../../registry/inactivity/rules.ts";
import { isoDay } from "../../shared/dates.ts";
import { timeAfter } from "../../shared/duration.ts";
import { fullName } from "../../shared/names.ts";
import { samePerson } from "../../shared/people.ts";
import type { PromotionJobContext } from "../promotions/promotion-job-context.ts";
import { performed, placeOf } from "../promotions/registry-pull.ts";
import { answerTo } from "../promotions/step-downs.ts";
import { changed, type OnProposal, proposalOf } from "./on-proposal.ts";
import { readProposals } from "./proposals.ts";

/** Done at once; repeating one finds what is there. By call key. */
export async function roleWords(
  context: PromotionJobContext,
  words: readonly RoleWord[],
): Promise<ReadonlyMap<string, Answer>> {
  const answers = new Map<string, Answer>();
  for (const word of words)
    answers.set(word.key, word.said.kind === "stay" ? await stayed(context, word) : await returned(context, word));
  return answers;
}

async function stayed(context: PromotionJobContext, word: RoleWord): Promise<Answer> {
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
  // Heard once more.
  if (asked !== null && ended?.word?.url === url) return answer(asked);
  const isOpen = asked !== null && asked.facts.state === "open";
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
  await changed(context, asked, { ...asked.record, end }, "closed");
  return answer(asked);
}

/** Whoever is named is the one who is asked, or somebody else: more need not be known of them. */
function named(login: string, asked: OnProposal | null): Person {
  const bare = login.replace(/^@/, "").replace(/[.,:;!?]+$/, "");
  const person = asked?.record.person;
  return person?.login.toLowerCase() === bare.toLowerCase() ? person : { login: bare, id: null };
}

async function returned(context: PromotionJobContext, { key, by, at, url, said }: RoleWord): Promise<Answer> {
  const { index, facts, parts } = context;
  if (said.kind !== "return") return { kind: "quiet" };
  const { role, areas } = said;
  const decided = returnDecision({ by, role, areas, index, now: facts.readAt });
  if (decided.kind === "refused") return decided;
  const { owner, name } = facts.repository;
  const changes: Parameters<typeof answerTo>[0][number][] = [];
  for (const source of index.registry.sources) {
    const place = await placeOf(context, source);
    if (place === null) continue;
    const effect = returnChange({
      person: { login: by.login, id: by.id },
      decided,
      word: { key, url, at },
      subject: { repository: { owner, name }, number: facts.number },
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
    const outcome = await performed(context, { ...effect, body: `${effect.body}\n\n${line}` });
    changes.push({ where: fullName(place.repository), branch: effect.branch, outcome });
  }
  return answerTo(changes, [], "return");
}
