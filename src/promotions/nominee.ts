/** Who is nominated for what: reads the words behind `/promote` and refuses impossible nominations. Pure. */

import type { Call } from "../model/call.ts";
import type { RegistryIndex } from "../registry/registry-index.ts";
import { ANYONE } from "../registry/settings.ts";
import { code, escapeMarkdown } from "../shared/markdown.ts";
import { isFiller, personNamed, withoutStop } from "../shared/name-list.ts";
import { nearest } from "../shared/nearest.ts";
import { accountOf, joinList, roleWithArticle, samePerson } from "../shared/people.ts";
import { singular } from "../shared/singular.ts";
import { isJudgedHere, isOwnArea } from "./authority.ts";
import { isBotAmong, isNominatedBy, nominationShape } from "./criteria/nomination.ts";
import { aPlaceText, placeText, promoteText } from "./nomination-text.ts";
import {
  cannotTake,
  type Elsewhere,
  informed,
  judgeOf,
  type Nominee,
  type PromotionCallResult,
  type PromotionContext,
  refused,
} from "./promotion-context.ts";
import { covers, everyone, whoOf } from "./promotion-people.ts";
import type { Nomination, PromotionRule } from "./promotion-types.ts";
import { isEmptyRule, nominationsAsked, ruleOf, wordingOf } from "./rule.ts";

/** More open promotions on one subject than people can follow. */
const MAX_OPEN = 20;
/** For a nomination that is meant for every area. */
const EVERYWHERE: ReadonlySet<string> = new Set(["everywhere", "anywhere"]);

export function nomineeIn(call: Call, context: PromotionContext): PromotionCallResult {
  const { facts, speaker, open } = context;
  if (facts.kind === "issue" && facts.state !== "open")
    return refused("This issue is closed, so no promotion can start here. Reopen it, or open another one.");
  const named = personNamed(call.words, speaker);
  if (named === null)
    return informed(
      "`/promote` needs to know whom and to what: `/promote @user role`, with areas behind it if need be.",
    );
  const { login } = named;
  const nameless = named.isMarked ? null : namelessText([login, ...named.rest], context);
  if (nameless !== null) return informed(nameless);
  const asked = roleAndAreas(named.rest, context);
  if (asked.kind === "answer") return asked;
  const misheld = heldText(login, asked, context);
  if (misheld !== null) return refused(misheld);
  const split = splitText(login, asked, context);
  if (split !== null) return refused(split);
  const whom = candidateOf(login, context);
  if (whom.kind === "answer") return whom;
  const { candidate } = whom;
  const { role } = asked;
  const judging = judgedBy(asked.areas, context);
  const missing = stillMissing(candidate, role, asked.areas, judging);
  if (missing === null)
    return refused(
      `${escapeMarkdown(candidate.login)} already is ${aPlaceText({ role, areas: asked.areas })}; nothing was changed.`,
    );
  const rule = ruleFor(role, judging, asked.areas);
  if (rule === null)
    return refused(`The criteria for ${escapeMarkdown(role)} in the registry have faults; \`rung check\` shows them.`);
  const barred =
    nominatorRefusal(call, { candidate, role, rule }, judging) ??
    nominationRefusal(call, { candidate, role, areas: missing, rule }, judging);
  if (barred !== null) return refused(barred);
  const twin = twinText({ candidate, role, areas: missing }, context);
  if (twin !== null) return informed(twin);
  if (open.length >= MAX_OPEN)
    return refused(
      `${escapeMarkdown(speaker.login)}, ${MAX_OPEN} promotions are open here already; please use another issue.`,
    );
  return { kind: "nomination", nominee: { candidate, role, areas: missing, rule } };
}

/** `null`: no other promotion of theirs to that role in that file is open for any of these areas. Each file has roles of its own (R45). */
function twinText(
  { candidate, role, areas }: Pick<Nomination, "candidate" | "role" | "areas">,
  { open, elsewhere, registry }: PromotionContext,
): string | null {
  const isSame = (one: Elsewhere | Nomination) => {
    const isShared = areas.length === 0 || one.areas.length === 0 || areas.some((area) => one.areas.includes(area));
    return one.role === role && samePerson(one.candidate, candidate) && isShared && isJudgedHere(registry, one);
  };
  const here = open.find(({ nomination }) => isSame(nomination));
  if (here !== undefined) return openAlready(candidate, { ...here.nomination, url: here.url }, "here");
  const twin = elsewhere.find(isSame);
  return twin === undefined ? null : openAlready(candidate, twin, "elsewhere");
}

/** Its place is mentioned only to those who may see it (R62). */
function openAlready({ login }: Nominee["candidate"], twin: Elsewhere, where: string): string {
  const link = twin.hidden === true ? "" : ` ([nominated](${encodeURI(twin.url)}))`;
  return `The promotion of ${escapeMarkdown(login)} to ${placeText(twin)} is open ${where} already${link}, so this changes nothing.`;
}

/** With the registry that its areas belong to, which alone judges the promotion (R45). */
function judgedBy(areas: readonly string[], context: PromotionContext): PromotionContext {
  const index = judgeOf(context, { areas });
  return { ...context, index, registry: index.registry };
}

/** Areas of two files are two promotions, each judged by its own registry; `null`: they are of one. */
function splitText(login: string, { role, areas }: RoleAndAreas, { registry }: PromotionContext): string | null {
  const own = areas.filter((name) => isOwnArea(registry, name));
  if (own.length === 0 || own.length === areas.length) return null;
  const rest = areas.filter((name) => !own.includes(name));
  const candidate = { login: login.replace(/^@/, ""), id: null };
  const ways = [own, rest].map((those) => code(promoteText({ candidate, role, areas: those })));
  return `${joinList(own.map(escapeMarkdown), "and")} ${own.length === 1 ? "is" : "are"} this repository's own, and ${joinList(rest.map(escapeMarkdown), "and")} the organisation's: two registries judge them. Say ${joinList(ways, "and")} instead.`;
}

/** Of a nomination that has words of its own kind where a name would stand: accounts of such names are nobody's meaning. `null`: it has a name. */
function namelessText(words: readonly string[], context: PromotionContext): string | null {
  const [first = ""] = words;
  const { registry, index, speaker } = context;
  const ladder = registry.roles.map(({ name }) => name);
  const folded = first.toLowerCase();
  const isOwnWord = EVERYWHERE.has(folded) || index.areaNamed(first) !== null;
  if (!isOwnWord && roleNamed(first, ladder) === null) return null;
  const asked = roleAndAreas(words, context);
  if (asked.kind === "answer") return "`/promote` needs to know whom and to what: `/promote @user role`.";
  const way = (login: string) => code(promoteText({ candidate: { login, id: null }, ...asked }));
  return stillMissing(speaker, asked.role, asked.areas, context) === null
    ? `\`/promote\` needs to know whom: ${way("user")}.`
    : `\`/promote\` needs to know whom: ${way(speaker.login)} for yourself, or another name.`;
}

interface RoleAndAreas {
  readonly kind: "asked";
  readonly role: string;
  readonly areas: readonly string[];
  /** Whether areas, or everywhere, were named. */
  readonly isPlaced: boolean;
}

/** Explains that nobody is promoted to the role, or that it is not held in that way; `null`: neither is so. */
function heldText(
  login: string,
  { role, areas, isPlaced }: RoleAndAreas,
  { registry, index }: PromotionContext,
): string | null {
  const { closed, held } = registry.roles.find(({ name }) => name === role) ?? {};
  if (closed === true)
    return `Nobody is promoted to ${escapeMarkdown(role)} (\`promotion: false\`); who holds it is a matter of the registry's file alone.`;
  const candidate = { login: login.replace(/^@/, ""), id: null };
  const way = (those: readonly string[]) => code(promoteText({ candidate, role, areas: those }));
  if (held === "everywhere" && isPlaced && areas.length > 0)
    return `The role ${escapeMarkdown(role)} is held everywhere, not for areas. Say ${way([])}.`;
  if (held !== "area" || (isPlaced && areas.length > 0)) return null;
  const names = areas.length > 0 ? areas : index.areaNames();
  const [first] = names;
  if (first === undefined) return `The role ${escapeMarkdown(role)} is held for areas, and this registry has none yet.`;
  const all = joinList(
    index.areaNames().map((name) => code(name)),
    "and",
    20,
  );
  return `The role ${escapeMarkdown(role)} is held for areas, so say which: ${way([first])}, for instance. There are ${all}.`;
}

function roleAndAreas(
  words: readonly string[],
  context: PromotionContext,
): RoleAndAreas | Extract<PromotionCallResult, { kind: "answer" }> {
  const { registry, index, facts } = context;
  const ladder = registry.roles.map(({ name }) => name);
  let role: string | null = null;
  const areas: string[] = [];
  let everywhere = false;
  for (const word of words) {
    const asRole: string | null = role === null ? roleNamed(word, ladder) : null;
    const area = index.areaNamed(word);
    if (asRole !== null) role = asRole;
    else if (EVERYWHERE.has(word.toLowerCase())) everywhere = true;
    else if (area !== null) areas.push(area.name);
    else if (!isFiller(word)) return unknownWord(word, role, context);
  }
  if (role === null)
    return refused(
      `\`/promote\` does not say to which role. There are ${joinList(ladder.map(escapeMarkdown), "and", ladder.length)}.`,
    );
  const isHeldEverywhere = registry.roles.some(({ name, held }) => name === role && held === "everywhere");
  const own = index.areaPathsOf(facts.repository, "").flatMap(({ areas }) => areas.slice(0, 1));
  const usual = isHeldEverywhere ? [] : own;
  return {
    kind: "asked",
    role,
    areas: everywhere ? [] : areas.length === 0 ? usual : [...new Set(areas)],
    isPlaced: everywhere || areas.length > 0,
  };
}

/** In the singular or plural, in any case. */
export function roleNamed(word: string, ladder: readonly string[]): string | null {
  const folded = (withoutStop(word) ?? word).toLowerCase();
  return ladder.find((name) => name.toLowerCase() === folded || singular(name).toLowerCase() === folded) ?? null;
}

function unknownWord(
  word: string,
  role: string | null,
  { registry, index }: PromotionContext,
): Extract<PromotionCallResult, { kind: "answer" }> {
  const ladder = registry.roles.map(({ name }) => name);
  const [what, known] = role === null ? ["role", ladder] : ["area", index.areaNames()];
  const near = nearest(word, role === null ? [...ladder, ...ladder.map(singular)] : known);
  const hint = near === null ? "" : ` Did you mean ${code(near)}?`;
  const there =
    known.length === 0
      ? `This registry has no ${what}s`
      : `There are ${joinList(
          known.map((name) => code(name)),
          "and",
          20,
        )}`;
  return refused(`I know no ${what} ${code(word.slice(0, 60))}, so no promotion was started.${hint} ${there}.`);
}

function candidateOf(
  login: string,
  { account: find }: Pick<PromotionContext, "account">,
):
  | { readonly kind: "found"; readonly candidate: Nominee["candidate"] }
  | Extract<PromotionCallResult, { kind: "answer" }> {
  const name = login.replace(/^@/, "");
  const found = find(name);
  if (found === "unknown")
    return refused(
      `I could not look up ${escapeMarkdown(name.slice(0, 60))} on GitHub just now. Please say it again in a while.`,
    );
  if (found === "none")
    return refused(
      `GitHub knows nobody called ${escapeMarkdown(name.slice(0, 60))}; check the spelling: \`/promote @user role\`.`,
    );
  if (found.type !== "User")
    return refused(
      `${escapeMarkdown(found.login)} is ${found.type === "Bot" ? "a bot" : "no person's account"}; only people hold roles.`,
    );
  return { kind: "found", candidate: { login: found.login, id: found.id } };
}

/** Whether the registry gives the candidate the role already, or one above it. */
export function isHeld({ candidate, role, areas }: Nomination, index: RegistryIndex): boolean {
  return stillMissing(candidate, role, areas, { index }) === null;
}

/** The areas in which the candidate does not hold the role or one above it; `null`: none, the role is held already. */
function stillMissing(
  candidate: Nominee["candidate"],
  role: string,
  areas: readonly string[],
  { index }: Pick<PromotionContext, "index">,
): readonly string[] | null {
  const held = index.rolesOf(accountOf(candidate)).filter((holding) => index.atLeast(holding.role, role));
  if (held.some((holding) => holding.areas.length === 0)) return null;
  if (areas.length === 0) return [];
  const missing = areas.filter((area) => !held.some((holding) => covers(index, holding, area)));
  return missing.length === 0 ? null : missing;
}

/**
 * A role for which the registry asks nothing is given by anyone who holds the top role in all the areas (R49); if certainly nobody does,
 * by any holder of the top role.
 */
export function ruleFor(
  role: string,
  { registry, index, teamsRead = true }: Pick<PromotionContext, "registry" | "index" | "teamsRead">,
  areas: readonly string[] = [],
): PromotionRule | null {
  const written = registry.roles.find(({ name }) => name === role)?.promotion ?? null;
  if (written === null) return usualRule({ index, teamsRead }, areas);
  const rule = ruleOf(written);
  // A block that asks for nothing there asks as if it were not there (R77); its other keys stand.
  if (rule === null || !isEmptyRule(rule, areas)) return rule;
  const usual = usualRule({ index, teamsRead }, areas);
  return usual === null ? null : { ...rule, criterion: usual.criterion };
}

function usualRule(
  { index, teamsRead }: Required<Pick<PromotionContext, "index" | "teamsRead">>,
  areas: readonly string[],
): PromotionRule | null {
  const top = { roles: [index.topRole()], exactly: false };
  const places = areas.length === 0 ? [{ allOf: [] }] : areas.map((area) => ({ allOf: [area] }));
  const isHeld = !teamsRead || places.every((place) => everyone(index, top, place).length > 0);
  return ruleOf(usualBlocks(index)[isHeld ? "held" : "unheld"]);
}

type UsualBlocks = Readonly<Record<"held" | "unheld", object>>;
const usualOf = new WeakMap<RegistryIndex, UsualBlocks>();

/** The usual rule where the registry has none; the same objects each time, so that they are parsed once. */
function usualBlocks(index: RegistryIndex): UsualBlocks {
  const known = usualOf.get(index);
  if (known !== undefined) return known;
  const sponsor = { from: index.topRole(), min: 1 };
  const blocks = { held: { sponsors: sponsor }, unheld: { sponsors: { ...sponsor, area: "anywhere" } } };
  usualOf.set(index, blocks);
  return blocks;
}

function nominatorRefusal(
  call: Call,
  { rule, candidate, role }: Omit<Nominee, "areas">,
  { registry, index, speaker }: PromotionContext,
): string | null {
  if (rule.bots !== undefined && isBotAmong(rule.bots, speaker.login)) return null;
  if (speaker.type === "Bot") return cannotTake(call, speaker, "the role's rule does not name that bot");
  const own = samePerson(candidate, speaker);
  const held = index.rolesOf(speaker);
  const named = rule.nominate ?? (registry.nominate === null ? null : [registry.nominate]);
  if (named === null) {
    if (own || held.length > 0) return null;
    return cannotTake(call, speaker, "somebody else is nominated by anyone with a role in this registry");
  }
  if (own && named.includes("self")) return null;
  if (named.includes(ANYONE) && !registry.roles.some(({ name }) => name === ANYONE)) return null;
  const { roles } = whoOf(named, false, role);
  if (roles.some((floor) => held.some((holding) => index.atLeast(holding.role, floor)))) return null;
  const who = [
    ...roles.map((name) => `${roleWithArticle(name)} or above`),
    ...(named.includes("self") ? ["the candidate"] : []),
    ...(rule.bots ?? []).map((name) => `the bot ${escapeMarkdown(name)}`),
  ];
  return cannotTake(call, speaker, `nominating for this role takes ${joinList(who, "or")}`);
}

/** What asks for another nominator could not pass, and would stand in the way of their nomination. */
function nominationRefusal(
  call: Call,
  { rule, candidate, role, areas }: Nominee,
  { index, speaker, facts }: PromotionContext,
): string | null {
  const nominating = { candidate, nominator: speaker, role, areas };
  const lacking = nominationsAsked(rule).find(({ params }) => {
    const read = nominationShape.safeParse(params);
    return read.success && !isNominatedBy(read.data, nominating, index);
  });
  if (lacking === undefined) return null;
  const asked = wordingOf(lacking, { owner: facts.repository.owner, role, areas });
  const own = samePerson(candidate, speaker) ? ", and not by themselves" : "";
  return cannotTake(call, speaker, `this role asks to be ${asked}${own}`);
}
