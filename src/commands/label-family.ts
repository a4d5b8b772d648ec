/** The commands that put labels on and take them off; they differ only in the prefix of their labels. */

import { raisesOf } from "../registry/conditions/condition.ts";
import type { Registry } from "../registry/registry-types.ts";
import { code } from "../shared/markdown.ts";
import { DECISION_LABELS } from "../triage/labels/decision-labels.ts";
import { LABEL_RULES } from "../triage/labels/index.ts";
import type { LabelStyle } from "../triage/labels/label-styles.ts";
import { actAnswer, barred, refused } from "./act-answer.ts";
import type { ActionRequest, Command } from "./command.ts";
import { mayAct } from "./power.ts";

interface LabelFamily extends Pick<Command, "name" | "usage" | "summary" | "examples"> {
  /** How its labels begin; empty: any label. */
  prefix(registry: Registry): string;
  /** Those that Rung creates if the repository lacks them. */
  made?(registry: Registry): readonly LabelStyle[];
  /** Its labels by name, if their prefix does not tell them from others (R43). */
  among?(registry: Registry): readonly string[] | null;
}

export function labelCommand({ prefix, among, made, ...family }: LabelFamily): Command {
  const command: Command = {
    ...family,
    group: "triage",
    who: "the author and anyone with a role",
    may: "author-or-any-role",
    cancelForms: [`/remove-${family.name}`],
    action(call, acting) {
      const bar = barred(command, acting);
      if (bar !== null) return bar;
      const form = `/${call.cancel ? "remove-" : ""}${family.name}`;
      if (call.words === "")
        return refused(
          `${code(form)} needs a name, such as ${code(`${form} ${exampleOf(family)}`)}. Nothing was changed.`,
        );
      const start = prefix(acting.registry);
      const reserved = reservedIn(acting.registry);
      const only = among?.(acting.registry) ?? null;
      const makes = call.cancel ? [] : (made?.(acting.registry) ?? []);
      const kept = call.cancel ? keptFrom(acting) : [];
      const act = { kind: "labels" as const, off: call.cancel, words: call.words, prefix: start, reserved };
      return {
        kind: "act",
        act: {
          ...act,
          ...(only !== null && { among: only }),
          ...(makes.length > 0 && { makes }),
          ...(kept.length > 0 && { kept }),
        },
      };
    },
    decide: actAnswer,
  };
  return command;
}

/** The name that the first example gives. */
function exampleOf({ examples }: Pick<LabelFamily, "examples">): string {
  return (examples[0] ?? "").replace(/^\S+\s+/, "");
}

/** Labels that say what Rung found (R6), or how a decision ended. */
function reservedIn({ labels, decisions }: Registry): readonly string[] {
  const found = LABEL_RULES.flatMap(({ key, movedBy }) => (movedBy === "rung" ? (labels[key] ?? []) : []));
  const outcomes = decisions === undefined ? [] : Object.values(DECISION_LABELS).map(({ name }) => name);
  return [...found, ...outcomes];
}

/** Through Rung nobody may reduce what is asked for their own change by taking a label off (R43, R74). */
function keptFrom(acting: ActionRequest): readonly string[] {
  if (acting.facts.kind === "issue" || mayAct({ name: "", may: "approval" }, acting).ok) return [];
  return raisesOf(acting.registry.approval.when).flatMap(({ label }) => label ?? []);
}
