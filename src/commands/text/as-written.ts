/** Quotes a command in an answer the way it was typed: somebody who wrote `/unsponsor` did not write `/sponsor cancel`. */

import type { Call } from "../../model/call.ts";
import { code } from "../../shared/markdown.ts";
import type { Command } from "../command.ts";
import { typedWord } from "./typed-word.ts";

type Named = Pick<Command, "name" | "aliases" | "cancelForms">;

/** The call with its slash as it is in `line`: `/unsponsor`, `/nominate`, `/sponsor cancel`. */
export function typedForm({ cancel, part }: Pick<Call, "cancel" | "part">, command: Named, line: string): string {
  const taking = (command.cancelForms ?? []).filter((form) => !form.includes(" ")).map((form) => form.slice(1));
  const first = typedWord(line)?.word ?? "";
  const others = line.slice(1).match(/(?<=\/)[a-z]+(?:-[a-z]+)*/gi) ?? [];
  const typed =
    part === undefined ? [first] : others.map((word) => word.toLowerCase()).slice(line.startsWith("/") ? 0 : 1);
  const one = typed.find((word) => (cancel ? taking : (command.aliases ?? [])).includes(word));
  const isNamed = typed.includes(command.name);
  return one === undefined || isNamed ? `/${command.name}${cancel ? " cancel" : ""}` : `/${one}`;
}

/**
 * `text` with its first mention of the call, by its command's own name, replaced by what was typed. Words that the line does not have
 * are left out.
 */
export function asWritten(text: string, call: Pick<Call, "cancel" | "part">, command: Named, line: string): string {
  const form = typedForm(call, command, line);
  const isOther = form !== `/${command.name}${call.cancel ? " cancel" : ""}`;
  const quoted = new RegExp(`\`/${command.name}( (?:cancel|yes|no|abstain))?\``);
  return text.replace(quoted, (whole, word: string | undefined) => {
    // How somebody takes back what they did is no quotation of it.
    if (word === " cancel" && !call.cancel) return whole;
    const isThere = word === undefined || line.toLowerCase().includes(word.trim());
    if (isThere && !isOther) return whole;
    return code(`${isOther ? form : `/${command.name}`}${isThere ? (word ?? "") : ""}`);
  });
}
