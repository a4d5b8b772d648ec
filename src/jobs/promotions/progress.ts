/** Measures those whom `/role` asks about, for the next role of each. */
import { callsIn } from "../../commands/parse.ts";
import { namesIn } from "../../commands/words.ts";
import { type LoginKey, loginKey } from "../../names.ts";
import { countedRepositories } from "../../promotions/measure/plan.ts";
import type { PromotionFacts } from "../../promotions/model.ts";
import { ruleFor } from "../../promotions/nominee.ts";
import { account } from "../../promotions/people.ts";
import { imagined, nextAreas, nextRole, progressText } from "../../promotions/progress.ts";
import type { Accounts } from "./accounts.ts";
import { counted, scopeText } from "./figures.ts";
import { type Scene, webUrlOf } from "./model.ts";

/** Each takes one or two requests, and anybody may ask. */
const MOST_ASKED = 3;

/** By login; `null` for those that were not asked about, or too many at once. */
export async function progressFor(scene: Scene, accounts: Accounts): Promise<(login: string) => string | null> {
  const texts = new Map<LoginKey, string>();
  for (const login of askedAbout(scene)) {
    if (texts.size >= MOST_ASKED) break;
    const found = accounts.find(login);
    if (typeof found === "string") continue;
    texts.set(loginKey(login), await textAbout(scene, { login: found.login, id: found.id }, accounts));
  }
  return (login) => texts.get(loginKey(login)) ?? null;
}

function askedAbout({ work }: Scene): ReadonlySet<string> {
  const names = work.notes.flatMap((note) => {
    if (note.kind !== "said") return [];
    const calls = callsIn(note.text).filter(({ name }) => name === "role");
    return calls.map(({ words }) => (namesIn(words)[0] ?? note.by.login).replace(/^@/, ""));
  });
  return new Set(names);
}

async function textAbout(
  scene: Scene,
  person: { readonly login: string; readonly id: number | null },
  accounts: Accounts,
): Promise<string> {
  const { index, facts } = scene;
  const { registry } = index;
  const { owner } = facts.repository;
  const held = index.rolesOf(account(person));
  const role = nextRole(registry, held);
  const rule = role === null ? null : ruleFor(role, { registry, index });
  const base = { person, index, webUrl: webUrlOf(facts), scope: scopeText(registry, owner) };
  if (role === null || rule === null) return progressText({ ...base, next: null });
  const own = index.chainsOf(facts.repository, "").flatMap(({ areas }) => areas.slice(0, 1));
  const areas = held.length === 0 ? own : nextAreas(registry, held);
  const nomination = imagined({ person, role, areas, rule, now: facts.readAt });
  const figures = await counted(scene, { ...nomination, id: `role ${loginKey(person.login)}` }, accounts.names);
  const next: PromotionFacts = {
    ...{ nomination, words: [], ...figures, index, owner, now: facts.readAt, clearSince: null },
    repositories: countedRepositories(registry),
  };
  return progressText({ ...base, next });
}
