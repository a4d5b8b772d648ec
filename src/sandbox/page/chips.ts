/** The commands offered under the comment box, from the same list that the parser and `/help` use. */
import type { Command } from "../../commands/model.ts";

export interface Chip {
  readonly text: string;
  readonly says: string;
}

/** Each command that makes sense there; those of a review also in the form that takes them back. */
export function commandChips(commands: readonly Command[], on: "pull" | "issue"): readonly Chip[] {
  return commands
    .filter((command) => command.on.includes(on))
    .flatMap((command) => [
      { text: `/${command.name}`, says: command.summary },
      ...(command.group === "review" ? command.cancelForms.slice(0, 1) : []).map((text) => ({
        text,
        says: `Takes ${command.name} back`,
      })),
    ]);
}
