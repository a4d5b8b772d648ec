import { describe, expect, it } from "vitest";
import { commands } from "../../../src/commands/index.ts";
import { asWritten, typedForm } from "../../../src/commands/text/as-written.ts";
import { callsIn } from "../../../src/commands/text/parse-commands.ts";

/** The last call of a line, and its command. */
function lastOf(line: string) {
  const call = callsIn(line).at(-1);
  const command = commands.find(({ name }) => name === call?.name);
  if (call === undefined || command === undefined) throw new Error(`no command: ${line}`);
  return { call, command };
}

describe("an answer quotes what was typed, never a word that nobody wrote", () => {
  it.each([
    [
      "/unsponsor",
      "I cannot take `/sponsor cancel` from ann: no. A maintainer still needs to comment `/sponsor`.",
      "I cannot take `/unsponsor` from ann: no. A maintainer still needs to comment `/sponsor`.",
    ],
    [
      "/sponsor cancel",
      "I cannot take `/sponsor cancel` from ann: no.",
      "I cannot take `/sponsor cancel` from ann: no.",
    ],
    ["/vote +1", "I cannot take `/vote yes` from ann: no.", "I cannot take `/vote` from ann: no."],
    ["/Vote Yes", "I cannot take `/vote yes` from ann: no.", "I cannot take `/vote yes` from ann: no."],
    ["/nominate @x", "`/promote` does not say to which role.", "`/nominate` does not say to which role."],
    ["/unsponsor", "Say `/sponsor @newt` or `/sponsor @cho`.", "Say `/sponsor @newt` or `/sponsor @cho`."],
    ["/remove-label bug", "I cannot take `/label` from ann: no.", "I cannot take `/remove-label` from ann: no."],
    ["/assign @x /unassign @y", "I cannot take `/assign` from ann: no.", "I cannot take `/unassign` from ann: no."],
    ["/away 2w", "You are away. `/away cancel` ends that sooner.", "You are away. `/away cancel` ends that sooner."],
  ])("%s: %s", (line, text, shown) => {
    const { call, command } = lastOf(line);
    expect(asWritten(text, call, command, line)).toBe(shown);
  });

  it.each([
    ["/hold cancel", "/hold cancel"],
    ["/unhold", "/unhold"],
    ["/kind bug /remove-kind feature", "/remove-kind"],
    ["/remove-kind feature /kind bug", "/kind"],
    ["/Roles", "/roles"],
  ])("%s ends with %s", (line, form) => {
    const { call, command } = lastOf(line);
    expect(typedForm(call, command, line)).toBe(form);
  });
});
