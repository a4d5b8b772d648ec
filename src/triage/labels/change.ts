/** Which labels to put on and to take off: compares those wanted with those on the pull request, and with who put them there. Pure. */

import type { Effect } from "../../model/effect.ts";
import type { LabelId, PullFacts } from "../../model/facts.ts";
import type { LabelMemory, PullRecord } from "../../model/pull-record.ts";
import type { Registry } from "../../registry/registry-types.ts";
import { LABEL_RULES } from "./index.ts";
import type { Labelling } from "./label-rule.ts";
import { allStyles, type LabelStyle, stylesOf } from "./label-styles.ts";

/** GitHub takes no longer names. */
export const MAX_LABEL_LENGTH = 50;

interface LabelChange {
  readonly add: readonly LabelStyle[];
  readonly remove: readonly LabelId[];
  /** Including who put each of these labels on, as of after the change. */
  readonly memory: LabelMemory;
  /** The hold label on the pull request is Rung's own. */
  readonly ownHoldLabel: boolean;
}

/** "unasked": the pull request has labels of unknown origin; look up who put them on, and ask again. */
export type Change = LabelChange | { readonly kind: "unasked"; readonly names: readonly string[] };

interface ChangeInput extends Labelling {
  readonly record: PullRecord;
}

/**
 * Only Rung's own labels are ever taken off, and one that a person took off is not put back until the label would have gone; unless the
 * registry says that they are Rung's alone (`enforced`). The hold label is put back while there is a hold: taking it off releases
 * nothing, and must not look as if it did (R15b). `null` if nothing may be concluded: cut lists, broken registries.
 */
export function labelChange(input: ChangeInput): Change | null {
  const { facts, index, verdict, record } = input;
  const isKnown = verdict.state.kind !== "unknown" && verdict.state.kind !== "registry-broken";
  if (facts.state !== "open" || !isKnown || !facts.labels.complete) return null;
  const { enforced } = index.registry.labelling;
  const known = record.labels ?? { own: [], others: [] };
  const there = new Map(facts.labels.items.map((name) => [name.toLowerCase(), name]));
  const wanted = wantedLabels(input);
  const holdName = index.registry.labels.hold?.toLowerCase() ?? null;
  const isOwn = (name: string) => known.own.includes(name) || (name === holdName && record.ownHoldLabel);
  const names = possibleNames(index.registry);
  const extra = [...there.keys()].filter((name) => names.has(name) && !wanted.has(name));
  // A hold label of somebody else's is a hold until it is released in words; then it is of no use any more.
  const isReleased = (name: string) => name === holdName && record.labelSeen;
  // Rung's own under a name that the registry has since given up says nothing any more (R90).
  const outdated = [...there.keys()].filter((name) => !names.has(name) && known.own.includes(name));
  const removable = extra.filter((name) => isOwn(name) || isReleased(name) || (enforced && name !== holdName));
  const unasked = extra.filter(
    (name) => !removable.includes(name) && !known.others.includes(name) && name !== holdName,
  );
  if (unasked.length > 0) return { kind: "unasked", names: unasked };
  const missing = [...wanted].filter(([name]) => !there.has(name));
  const add = missing.filter(([name]) => enforced || name === holdName || !known.own.includes(name));
  const current = [...wanted.keys()].filter((name) => known.own.includes(name) || !there.has(name));
  // One that comes off is remembered until it is seen to be off, should this process die before.
  const own = [...current, ...outdated];
  // One that a command has just put on is not in the reading yet.
  const others = known.others.filter((name) => names.has(name) && !removable.includes(name));
  const holdWanted = holdName !== null && wanted.has(holdName);
  return {
    add: add.map(([, style]) => style),
    remove: [...removable, ...outdated].flatMap((folded) => {
      const name = there.get(folded) ?? folded;
      const id = facts.labelIds.get(name);
      return id === undefined ? [] : [{ name, id }];
    }),
    memory: { own, others },
    ownHoldLabel: holdWanted && (!there.has(holdName) || record.ownHoldLabel),
  };
}

/** One request each way. */
export function labelEffects(
  facts: PullFacts,
  { add, remove }: Pick<LabelChange, "add" | "remove">,
): readonly Effect[] {
  const { repository, number, nodeId } = facts;
  const place = { repository: { owner: repository.owner, name: repository.name }, number };
  return [
    ...(remove.length === 0 ? [] : [{ kind: "unlabelled" as const, ...place, nodeId, labels: remove }]),
    ...(add.length === 0 ? [] : [{ kind: "labelled" as const, ...place, labels: add }]),
  ];
}

/** By name in lower case, as GitHub compares them. */
function wantedLabels(labelling: Labelling): ReadonlyMap<string, LabelStyle> {
  const { registry } = labelling.index;
  const all = LABEL_RULES.flatMap((rule) => {
    const wanted = rule.wanted(labelling);
    if (typeof wanted === "boolean") return wanted ? stylesOf(rule, registry, null) : [];
    return stylesOf(rule, registry, wanted);
  });
  return new Map(
    all.filter(({ name }) => name.length <= MAX_LABEL_LENGTH).map((style) => [style.name.toLowerCase(), style]),
  );
}

/** Every label name, in lower case, that the registry gives to Rung. */
export function possibleNames(registry: Registry): ReadonlySet<string> {
  const known = possible.get(registry);
  if (known !== undefined) return known;
  const all = new Set(allStyles(registry).map(({ name }) => name.toLowerCase()));
  possible.set(registry, all);
  return all;
}

/** Registries are immutable, and large ones have thousands of areas. */
const possible = new WeakMap<Registry, ReadonlySet<string>>();
