/** Writes the rules of a registry that correspond to a policy: approvals with their branches and conditions, labels. */

import { areaNames } from "../import-names.ts";
import { inOrder } from "../import-people.ts";
import { yamlText } from "../yaml-text.ts";
import type { Assembled } from "./assembled.ts";
import type { Policy } from "./policy-types.ts";

export function settingsLines({ options }: Policy, rules: Assembled, standard: number): readonly string[] {
  const { raises } = rules;
  const kinds = botKinds(rules);
  const when = whenLines(rules, kinds);
  const branches = [...branchesOf(raises)].map(([pattern, min]) => `    ${JSON.stringify(pattern)}: { min: ${min} }`);
  const approval = [
    ...(standard === 1 ? [] : [`  min: ${standard}`]),
    ...(options.authorCounts ? ["  author-counts: true"] : []),
    ...(options.contributorsCount ? [] : ["  contributors-count: false"]),
    ...(options.lapsesAtPush ? ["  lapse: push"] : []),
    ...(branches.length > 0 ? ["  branches:", ...branches] : []),
    ...(when.length > 0 ? ["  when:", ...when] : []),
  ];
  const { holdLabel } = options;
  const hold = holdLabel === null ? "" : `, hold: ${yamlText(holdLabel)}`;
  const bots = kinds.map(({ name, bots: logins }) => `${name}: [${logins.map(yamlText).join(", ")}]`);
  return [
    ...(approval.length > 0 ? ["approval:", ...approval] : []),
    ...(bots.length > 0 ? [`bots: { ${bots.join(", ")} }`] : []),
    `labels: { areas: false${hold} }`,
  ];
}

function branchesOf(raises: Assembled["raises"]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const { guard, min } of raises)
    for (const pattern of guard.kind === "branch" ? (guard.set.over ?? []) : [])
      found.set(pattern, Math.max(min, found.get(pattern) ?? 0));
  return found;
}

interface BotKind {
  readonly name: string;
  readonly bots: readonly string[];
}

/** Bots that the same lines are about are of one kind, and a bot is of one. */
function botKinds({ raises, lowerings }: Assembled): readonly BotKind[] {
  const lists = [
    ...raises.flatMap(({ guard }) => (guard.kind === "bots" ? [guard.bots] : [])),
    ...lowerings.map(({ bots }) => bots),
  ];
  const all = inOrder(new Set(lists.flat()));
  const groups = Map.groupBy(all, (bot) => lists.map((list) => list.includes(bot)).join());
  const nameOf = areaNames();
  return [...groups.values()].map((bots) => ({ name: nameOf(kindName(bots)), bots }));
}

const UPDATING = /dependabot|renovate|depfu|snyk|pyup|greenkeeper/;
const WRITING = /copilot|claude|codex|devin|jules|cursor|agent/;

function kindName(bots: readonly string[]): string {
  if (bots.every((bot) => UPDATING.test(bot))) return "dependencies";
  return bots.every((bot) => WRITING.test(bot)) ? "agents" : "others";
}

function whenLines({ raises, lowerings }: Assembled, kinds: readonly BotKind[]): readonly string[] {
  const of = (bots: readonly string[]) => kinds.filter((kind) => kind.bots.every((bot) => bots.includes(bot)));
  const more = raises.flatMap(({ guard, min }): readonly string[] => {
    if (guard.kind === "lines") return [`{ lines: ${guard.from}, min: ${min} }`];
    if (guard.kind === "label") return [`{ label: ${yamlText(guard.label)}, min: ${min} }`];
    return guard.kind === "bots" ? of(guard.bots).map(({ name }) => `{ author: ${name}, min: ${min} }`) : [];
  });
  const fewer = lowerings.flatMap(({ bots, only, min }) =>
    of(bots).map(
      ({ name }) => `{ author: ${name}, only: [${only.map((path) => JSON.stringify(path)).join(", ")}], min: ${min} }`,
    ),
  );
  return [...new Set([...more, ...fewer])].map((line) => `    - ${line}`);
}
