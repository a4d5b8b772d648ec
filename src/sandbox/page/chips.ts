/** The commands offered under the comment box, from the same list that the parser and `/help` use. */

import type { Command } from "../../commands/command.ts";

interface Chip {
  readonly text: string;
  readonly says: string;
}

export interface ChipGroup {
  readonly name: Command["group"];
  readonly chips: readonly Chip[];
}

/** In the order of the list: each command that makes sense there; those of a review also in the form that takes them back. */
export function commandChips(commands: readonly Command[], on: "pull" | "issue"): readonly ChipGroup[] {
  const here = commands.filter((command) => command.on === undefined || command.on === on);
  const names = [...new Set(here.map(({ group }) => group))];
  return names.map((name) => ({ name, chips: here.filter(({ group }) => group === name).flatMap(chipsOf) }));
}

function chipsOf(command: Command): readonly Chip[] {
  const backs = command.group === "review" ? (command.cancelForms ?? []).slice(0, 1) : [];
  return [
    { text: `/${command.name}`, says: command.summary },
    ...backs.map((text) => ({ text, says: `Takes ${command.name} back` })),
  ];
}
