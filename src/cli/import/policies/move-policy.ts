/** Imports another tool's policy: reads it, writes the registry, and proves that it asks no less. */

import { parseRegistry } from "../../../commands/read-registry.ts";
import { glob } from "../../../registry/glob.ts";
import type { Tree } from "../../../registry/ownership/tree.ts";
import { MERGIFY_FILES, mergifyPolicy } from "../mergify/mergify-file.ts";
import { POLICY_BOT_FILE, policyBotPolicy } from "../policy-bot/policy-bot-file.ts";
import { registryText } from "../write.ts";
import { assembled } from "./assembled.ts";
import { type PolicyProof, policyProof } from "./policy-proof.ts";
import { policyRegistry } from "./policy-registry.ts";
import {
  type Fate,
  type MovedStatement,
  POLICY_SOURCES,
  type Policy,
  type PolicySource,
  type UnknownGroup,
  type Unread,
} from "./policy-types.ts";

export interface PolicyMove {
  readonly kind: "policy";
  readonly policy: Policy;
  readonly text: string;
  readonly proof: PolicyProof;
  /** A statement each, in the order of the file. */
  readonly told: readonly MovedStatement[];
  /** Groups that the registry names and somebody has to fill. */
  readonly toFill: readonly UnknownGroup[];
}

/** The file says nothing of approvals, or cannot be read. */
export interface PolicyNotMoved {
  readonly kind: "policy-not-moved";
  readonly file: string;
  readonly why: string | null;
  readonly faults: Unread["faults"];
}

interface PolicyMoving {
  readonly owner: string | null;
  readonly repository: string | null;
}

/** What is there, in words; `null`: nothing. */
export function policyFound(source: PolicySource, tree: Tree): string | null {
  if (source === "policy-bot") return tree.read(POLICY_BOT_FILE) === null ? null : POLICY_BOT_FILE;
  return MERGIFY_FILES.find((path) => tree.read(path) !== null) ?? null;
}

export function policiesFound(tree: Tree): readonly PolicySource[] {
  return POLICY_SOURCES.filter((source) => policyFound(source, tree) !== null);
}

/** `null`: the tree has no such file. */
export function movePolicy(source: PolicySource, tree: Tree, moving: PolicyMoving): PolicyMove | PolicyNotMoved | null {
  const policy = source === "policy-bot" ? policyBotPolicy(tree) : mergifyPolicy(tree, moving.owner);
  if (policy === null) return null;
  if ("faults" in policy) return { kind: "policy-not-moved", file: policy.file, why: null, faults: policy.faults };
  const asks = policy.clauses.flatMap(({ literals }) => literals.flatMap((literal) => literal.asks));
  if (asks.length === 0)
    return { kind: "policy-not-moved", file: policy.file, why: "it asks for nobody's approval", faults: [] };
  const rules = assembled(policy.clauses, (paths) => countOf(paths, tree));
  const moved = policyRegistry(policy, rules);
  const about = [
    `Moved in from ${policy.file} (${policy.tool}) by \`rung import\`: what passes here passed there; what is asked more strictly, and what ${policy.tool} looked at besides, its report tells.`,
    "Check a change with `rung check`; ask with `rung who PATH`.",
  ];
  const writing = { repository: moving.repository, about };
  const text = registryText(moved, writing);
  const proof = policyProof(registryText(moved, { ...writing, filled: true }), policy, tree.paths, {
    owner: moving.owner ?? "",
    name: moving.repository ?? "",
  });
  const { faults } = parseRegistry(text, { repository: { owner: "", name: "" }, path: "roles.yaml", oid: "" });
  const told = joined([...policy.told, ...rules.told]);
  const toFill = policy.unknown.filter(({ name }) => text.includes(`\n  ${name}: []`));
  return { kind: "policy", policy, text, proof: { ...proof, faults }, told, toFill };
}

function countOf(paths: readonly string[], tree: Tree): number {
  const globs = paths.map((path) => glob(path));
  return tree.paths.filter((path) => globs.some(({ matches }) => matches(path))).length;
}

const WORST: readonly Fate[] = ["elsewhere", "stricter", "said"];

/** Of what is told of one statement, the worst. */
function joined(told: readonly MovedStatement[]): readonly MovedStatement[] {
  const groups = Map.groupBy(told, ({ statement }) => `${statement.line}:${statement.column} ${statement.text}`);
  const worst = [...groups.values()].flatMap((list) => {
    const fate = WORST.find((each) => list.some((one) => one.fate === each));
    return list.find((one) => one.fate === fate) ?? [];
  });
  return worst.sort((a, b) => a.statement.line - b.statement.line || a.statement.column - b.statement.column);
}
