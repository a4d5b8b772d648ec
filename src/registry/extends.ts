/**
 * Joins a repository's own registry with the organisation's that it extends.
 *
 * Lists join, rules override: people, teams and areas of both stand; a rule that the repository's file writes replaces the
 * organisation's. The ladder, its order and its role names are the organisation's; of a role the file may change summary and
 * promotion. The joined registry is asked only about that one repository, so its own people hold nothing elsewhere, and nothing
 * in the organisation's file.
 *
 * What the organisation keeps to itself with `exclusive` stays so. In such an area the file can name nobody, put no area inside,
 * and ask for no less: role and count stay the organisation's, and with such an area in the repository, the rules that would
 * loosen it (`mode`, `author-counts`, `contributors-count`, `lapse`, `lgtm`, `branches`) only ever become stricter. An area's
 * name that both files use is the organisation's.
 */
import type { LoginKey } from "../shared/names.ts";
import type {
  ApprovalRule,
  AreaDefinition,
  Holding,
  KindRule,
  Lapse,
  Registry,
  ReviewRule,
  RoleDefinition,
  TeamHolding,
} from "./registry-types.ts";

/** Joining is idempotent: a registry that needs it no more is returned as it is. Throws where `organisation` itself waits. */
export function joined(own: Registry, organisation: Registry): Registry {
  if (own.extends === undefined) return own;
  if (organisation.extends !== undefined)
    throw new Error("the registry that is extended extends another; one step is all");
  const isWritten = (rule: string) => own.extends?.written.includes(rule) === true;
  const guarded = organisation.areas.filter((area) => area.exclusive);
  const areas = joinedAreas(own, organisation);
  const named = new Set(areas.map((area) => area.name));
  const closed = new Set(guarded.map((area) => area.name));
  const fits = ownHoldings(organisation, named, closed);
  const here = own.sources[0]?.repository.name.toLowerCase() ?? "";
  const guards = guarded.some(({ repos }) => repos.length === 0 || repos.some((repo) => repo.toLowerCase() === here));
  const approval = joinedApproval(own, organisation, isWritten);
  return {
    roles: organisation.roles.map((role) => {
      const mine = own.roles.find(({ name }) => name === role.name);
      return isRewritten(own, role.name) && mine !== undefined ? withOwnText(role, mine) : role;
    }),
    areas,
    kinds: { docs: joinedDocs(own.kinds.docs, organisation.kinds.docs, isWritten) },
    approval: guards ? stricter(approval, organisation.approval) : approval,
    reviews: joinedReviews(own.reviews, organisation.reviews, isWritten),
    labels: joinedLabels(own.labels, organisation.labels, isWritten),
    mode: isWritten("mode") && !(guards && organisation.mode === "enforce") ? own.mode : organisation.mode,
    commands: { ...organisation.commands, ...own.commands },
    welcome: isWritten("welcome") ? own.welcome : organisation.welcome,
    nominate: isWritten("promotion.nominate") ? own.nominate : organisation.nominate,
    people: [...pinnedAs(own.people.flatMap(fits), organisation.people), ...organisation.people],
    teams: [...own.teams.flatMap(fits), ...organisation.teams],
    ...emeritusOf(own, organisation),
    sources: [...own.sources, ...organisation.sources],
  };
}

/** A role of the organisation's ladder with what the repository's file says of it. */
export function withOwnText(role: RoleDefinition, own: RoleDefinition): RoleDefinition {
  const { promotion, references } = own.promotion === null ? role : own;
  return { name: role.name, summary: own.summary ?? role.summary, promotion, references };
}

function isRewritten(own: Registry, role: string): boolean {
  return own.extends?.written.includes(`roles.${role}`) === true;
}

function emeritusOf(own: Registry, organisation: Registry): Pick<Registry, "emeritus"> {
  const emeritus = [...(own.emeritus ?? []), ...(organisation.emeritus ?? [])];
  return emeritus.length > 0 ? { emeritus } : {};
}

/** The organisation's areas first: among equally specific ones the repository's own, written last, is the more specific. */
function joinedAreas(own: Registry, organisation: Registry): readonly AreaDefinition[] {
  const taken = new Set(organisation.areas.map((area) => area.name.toLowerCase()));
  const { from, min } = organisation.approval;
  const fixed = organisation.areas.map((area) =>
    area.exclusive ? { ...area, approval: { from, min, ...area.approval } } : area,
  );
  const added = own.areas
    .filter((area) => !taken.has(area.name.toLowerCase()))
    // It was left to the organisation to say where such an area lies, and that does not say it (R77).
    .filter(({ repos, paths }) => repos.length + paths.length > 0)
    .map((area) => ({ ...area, level: "repository" as const }));
  return [...fixed, ...added];
}

/** What remains of a holding of the repository's file. Losing its last area, it is gone: no areas would mean everywhere. */
function ownHoldings(organisation: Registry, named: ReadonlySet<string>, closed: ReadonlySet<string>) {
  const ladder = new Set(organisation.roles.map((role) => role.name));
  return <T extends Holding | TeamHolding>(holding: T): readonly T[] => {
    if (!ladder.has(holding.role)) return [];
    if (holding.areas.length === 0) return [holding];
    const areas = holding.areas.filter((area) => named.has(area) && !closed.has(area));
    return areas.length === 0 ? [] : [{ ...holding, areas }];
  };
}

/** Somebody whom the organisation pins is pinned in the repository's file too (R4). */
function pinnedAs(people: readonly Holding[], organisation: readonly Holding[]): readonly Holding[] {
  const pins = new Map<LoginKey, number>();
  for (const { key, id } of organisation) if (id !== null) pins.set(key, id);
  return people.map((holding) => ({ ...holding, id: pins.get(holding.key) ?? holding.id }));
}

type IsWritten = (rule: string) => boolean;

function joinedApproval(own: Registry, organisation: Registry, isWritten: IsWritten): ApprovalRule {
  const mine = own.approval;
  const theirs = organisation.approval;
  // Both files' branches stand: every pattern that matches applies, and the strictest wins.
  const others = theirs.branches.filter(({ pattern }) => !mine.branches.some((branch) => branch.pattern === pattern));
  return {
    from: isWritten("approval.from") ? mine.from : theirs.from,
    min: isWritten("approval.min") ? mine.min : theirs.min,
    lgtm: isWritten("approval.lgtm") ? mine.lgtm : theirs.lgtm,
    authorCounts: isWritten("approval.author-counts") ? mine.authorCounts : theirs.authorCounts,
    contributorsCount: isWritten("approval.contributors-count") ? mine.contributorsCount : theirs.contributorsCount,
    lapse: isWritten("approval.lapse") ? mine.lapse : theirs.lapse,
    branches: [...mine.branches, ...others],
  };
}

const LAPSES: readonly Lapse[] = ["never", "diff", "push"];

/** The stricter of each switch. Role and count are kept by the exclusive areas themselves. */
function stricter(one: ApprovalRule, other: ApprovalRule): ApprovalRule {
  const lapse = LAPSES.indexOf(one.lapse) > LAPSES.indexOf(other.lapse) ? one.lapse : other.lapse;
  return {
    ...one,
    lgtm: Math.max(one.lgtm, other.lgtm),
    authorCounts: one.authorCounts && other.authorCounts,
    contributorsCount: one.contributorsCount && other.contributorsCount,
    lapse,
    branches: one.branches.map(({ pattern, min }) => ({
      pattern,
      min: Math.max(min, other.branches.find((branch) => branch.pattern === pattern)?.min ?? 0),
    })),
  };
}

function joinedReviews(own: ReviewRule, organisation: ReviewRule, isWritten: IsWritten): ReviewRule {
  return {
    request: isWritten("reviews.request") ? own.request : organisation.request,
    from: isWritten("reviews.from") ? own.from : organisation.from,
    maxOpen: isWritten("reviews.max-open") ? own.maxOpen : organisation.maxOpen,
    ...given("nudge", isWritten("reviews.nudge") ? own.nudge : organisation.nudge),
    ...given("reassign", isWritten("reviews.reassign") ? own.reassign : organisation.reassign),
  };
}

function joinedLabels(own: Registry["labels"], organisation: Registry["labels"], isWritten: IsWritten) {
  return {
    approved: isWritten("labels.approved") ? own.approved : organisation.approved,
    lgtm: isWritten("labels.lgtm") ? own.lgtm : organisation.lgtm,
    hold: isWritten("labels.hold") ? own.hold : organisation.hold,
    needsApprover: isWritten("labels.needs-approver") ? own.needsApprover : organisation.needsApprover,
    areas: isWritten("labels.areas") ? own.areas : organisation.areas,
    roles: isWritten("labels.roles") ? own.roles : organisation.roles,
    reviewed: isWritten("labels.reviewed") ? own.reviewed : organisation.reviewed,
    ...given("enforced", isWritten("labels.enforced") ? own.enforced : organisation.enforced),
    ...given("colors", isWritten("labels.colors") ? own.colors : organisation.colors),
  };
}

/** A rule that may be missing altogether. */
function given<Key extends string, Value>(key: Key, value: Value | undefined): { readonly [K in Key]?: Value };
function given(key: string, value: unknown): object {
  return value === undefined ? {} : { [key]: value };
}

function joinedDocs(own: KindRule, organisation: KindRule, isWritten: IsWritten): KindRule {
  return {
    titles: isWritten("kinds.titles") ? own.titles : organisation.titles,
    labels: isWritten("kinds.labels") ? own.labels : organisation.labels,
    paths: isWritten("kinds.paths") ? own.paths : organisation.paths,
  };
}
