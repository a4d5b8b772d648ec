/** The commands that put labels on and take them off differ only in how their labels begin. */

import type { Registry } from "../registry/registry-types.ts";
import { code } from "../shared/markdown.ts";
import { LABEL_RULES } from "../triage/labels/index.ts";
import { actAnswer, barred, refused } from "./act-answer.ts";
import type { Command } from "./command.ts";

export interface LabelFamily extends Pick<Command, "name" | "usage" | "summary" | "examples"> {
  /** How its labels begin; empty: any label. */
  prefix(registry: Registry): string;
  /** Its labels by name, where their beginning does not tell them from others (R43). */
  among?(registry: Registry): readonly string[] | null;
}

export function labelCommand({ prefix, among, ...family }: LabelFamily): Command {
  const command: Command = {
    ...family,
    aliases: [],
    group: "triage",
    who: "the author and anyone with a role",
    may: "author-or-any-role",
    on: ["pull", "issue"],
    cancelForms: [`/remove-${family.name}`],
    action(call, acting) {
      const bar = barred(command, acting);
      if (bar !== null) return bar;
      const form = `/${call.cancel ? "remove-" : ""}${family.name}`;
      if (call.words === "")
        return refused(`${code(form)} says no name: write ${code(`${form} ${EXAMPLE}`)}. Nothing was changed.`);
      const start = prefix(acting.registry);
      const reserved = reservedIn(acting.registry);
      const only = among?.(acting.registry) ?? null;
      const act = { kind: "labels" as const, off: call.cancel, words: call.words, prefix: start, reserved };
      return { kind: "act", act: only === null ? act : { ...act, among: only } };
    },
    decide: actAnswer,
  };
  return command;
}

const EXAMPLE = "name";

/** Labels that say what Rung found (R6). */
function reservedIn({ labels }: Registry): readonly string[] {
  return LABEL_RULES.flatMap(({ key, movedBy }) => (movedBy === "rung" ? (labels[key] ?? []) : []));
}
