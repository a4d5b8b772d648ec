/** Makes a registry of a sound draft: defaults filled in, names folded, pins spread. */
import { type LoginKey, loginKey } from "../shared/names.ts";
import {
  DEFAULT_APPROVAL,
  DEFAULT_DOCS,
  DEFAULT_LABELS,
  DEFAULT_REVIEWS,
  defaultApprovers,
  defaultReviewers,
} from "./ladder.ts";
import type { Draft, DraftEntry } from "./registry-draft.ts";
import type { Entry, Fixed } from "./registry-schema.ts";
import type {
  AreaDefinition,
  Holding,
  LabelRule,
  Registry,
  RegistryExtension,
  RegistrySource,
  TeamHolding,
} from "./registry-types.ts";
import { powerlessLogin } from "./spelling.ts";

export function registryOf(draft: Draft, source: RegistrySource): Registry {
  const { fixed, roles } = draft;
  const approval = approvalOf(
    fixed,
    roles.map((role) => role.name),
  );
  const names = roles.map((role) => role.name);
  const emeritus = (fixed.emeritus ?? []).map((former) => {
    const { login, id } = typeof former === "string" ? { login: former, id: null } : former;
    return { login, key: loginKey(login), id: id ?? null };
  });
  const extension = extensionOf(fixed);
  return {
    roles,
    areas: areasOf(fixed),
    kinds: { docs: withDefaults(DEFAULT_DOCS, fixed.kinds?.docs) },
    approval,
    reviews: {
      request: fixed.reviews?.request ?? DEFAULT_REVIEWS.request,
      from: fixed.reviews?.from ?? defaultReviewers(names, approval.from),
      maxOpen: fixed.reviews?.["max-open"] ?? DEFAULT_REVIEWS.maxOpen,
      ...(fixed.reviews?.nudge == null ? {} : { nudge: fixed.reviews.nudge }),
      ...(fixed.reviews?.reassign == null ? {} : { reassign: fixed.reviews.reassign }),
    },
    labels: labelsOf(fixed),
    mode: fixed.mode ?? "enforce",
    commands: fixed.commands ?? {},
    welcome: fixed.welcome ?? null,
    nominate: fixed.promotion?.nominate ?? null,
    people: peopleOf(draft.entries),
    teams: teamsOf(draft.entries),
    ...(emeritus.length > 0 ? { emeritus } : {}),
    sources: [source],
    ...(extension === null ? {} : { extends: extension }),
  };
}

/** The given values, where there are any, over the defaults. */
function withDefaults<T extends object>(
  defaults: T,
  given: { readonly [K in keyof T]?: T[K] | null | undefined } | null | undefined,
): T {
  const set = Object.entries(given ?? {}).filter(([, value]) => value !== null && value !== undefined);
  return { ...defaults, ...Object.fromEntries(set) };
}

function approvalOf({ approval }: Fixed, roles: readonly string[]): Registry["approval"] {
  const branches = Object.entries(approval?.branches ?? {}).map(([pattern, { min }]) => ({ pattern, min }));
  return {
    from: approval?.from ?? defaultApprovers(roles),
    min: approval?.min ?? DEFAULT_APPROVAL.min,
    lgtm: approval?.lgtm ?? DEFAULT_APPROVAL.lgtm,
    authorCounts: approval?.["author-counts"] ?? DEFAULT_APPROVAL.authorCounts,
    contributorsCount: approval?.["contributors-count"] ?? DEFAULT_APPROVAL.contributorsCount,
    lapse: approval?.lapse ?? DEFAULT_APPROVAL.lapse,
    branches,
  };
}

function labelsOf({ labels }: Fixed): LabelRule {
  const or = (written: string | false | null | undefined, usual: string | null) =>
    written === false ? null : (written ?? usual);
  return {
    approved: or(labels?.approved, DEFAULT_LABELS.approved),
    lgtm: or(labels?.lgtm, DEFAULT_LABELS.lgtm),
    hold: or(labels?.hold, DEFAULT_LABELS.hold),
    needsApprover: or(labels?.["needs-approver"], DEFAULT_LABELS.needsApprover),
    areas: or(labels?.areas, DEFAULT_LABELS.areas),
    roles: or(labels?.roles, DEFAULT_LABELS.roles),
    reviewed: or(labels?.reviewed, DEFAULT_LABELS.reviewed),
    ...(labels?.enforced == null ? {} : { enforced: labels.enforced }),
    ...(labels?.colors == null ? {} : { colors: colorsOf(labels.colors) }),
  };
}

function colorsOf(written: Readonly<Record<string, string | null | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(written).flatMap(([key, color]) => (color == null ? [] : [[key, color]])));
}

function areasOf({ areas }: Fixed): readonly AreaDefinition[] {
  return Object.entries(areas ?? {}).map(([name, area]) => ({
    name,
    repos: area?.repos ?? [],
    paths: area?.paths ?? [],
    exclusive: area?.exclusive ?? false,
    ...(area?.inherits === false ? { inherits: false } : {}),
    approval: {
      ...(area?.approval?.from == null ? {} : { from: area.approval.from }),
      ...(area?.approval?.min == null ? {} : { min: area.approval.min }),
    },
  }));
}

function extensionOf(fixed: Fixed): RegistryExtension | null {
  if (fixed.extends == null) return null;
  const [owner, name] = fixed.extends === true ? [] : fixed.extends.split("/");
  return {
    repository: owner === undefined || name === undefined ? null : { owner, name },
    written: writtenRules(fixed),
  };
}

/** The rules a file writes itself, as dotted paths in the file's own words. */
function writtenRules(fixed: Fixed): readonly string[] {
  const sections = { approval: fixed.approval, reviews: fixed.reviews, labels: fixed.labels, kinds: fixed.kinds?.docs };
  const nested = Object.entries(sections).flatMap(([section, rules]) =>
    Object.entries(rules ?? {}).flatMap(([rule, value]) => (value == null ? [] : [`${section}.${rule}`])),
  );
  const plain = (["mode", "welcome"] as const).filter((rule) => fixed[rule] != null);
  const ladder = Object.entries(fixed.roles ?? {}).flatMap(([name, role]) => (role == null ? [] : [`roles.${name}`]));
  return [...nested, ...plain, ...ladder, ...(fixed.promotion?.nominate == null ? [] : ["promotion.nominate"])];
}

function peopleOf(entries: readonly DraftEntry[]): readonly Holding[] {
  const holdings = entries.flatMap(({ role, entry }) => holdingOf(role, entry) ?? []);
  const pins = new Map<LoginKey, number>();
  for (const { key, id } of holdings) if (id !== null) pins.set(key, id);
  // Pinned once is pinned everywhere: else another entry of the same login would still go to whoever takes that login (R4).
  return holdings.map((holding) => ({ ...holding, id: pins.get(holding.key) ?? null }));
}

function holdingOf(role: string, entry: Entry): Holding | null {
  if (typeof entry === "string") return holdingOf(role, { login: entry });
  if ("team" in entry || powerlessLogin(entry.login) !== null) return null;
  const { login, away } = entry;
  return {
    ...{ role, login, key: loginKey(login), id: entry.id ?? null, areas: [...new Set(entry.areas ?? [])] },
    ...{
      since: entry.since ?? null,
      affiliation: entry.affiliation ?? null,
      away: away === false ? null : (away ?? null),
    },
  };
}

function teamsOf(entries: readonly DraftEntry[]): readonly TeamHolding[] {
  return entries.flatMap(({ role, entry }) =>
    typeof entry === "string" || !("team" in entry) ? [] : [{ role, team: entry.team, areas: entry.areas ?? [] }],
  );
}
