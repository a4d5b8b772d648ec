import { expect, it } from "vitest";
import { asWritten } from "../../../src/commands/text/as-written.ts";

it.each([
  [
    "I cannot take `/sponsor cancel` from ann: no. What helps now: ben comments `/sponsor`.",
    "sponsor",
    "/unsponsor",
    "I cannot take `/unsponsor` from ann: no. What helps now: ben comments `/sponsor`.",
  ],
  [
    "I cannot take `/sponsor cancel` from ann: no.",
    "sponsor",
    "/sponsor cancel",
    "I cannot take `/sponsor cancel` from ann: no.",
  ],
  ["I cannot take `/vote yes` from ann: no.", "vote", "/vote +1", "I cannot take `/vote` from ann: no."],
  ["I cannot take `/vote yes` from ann: no.", "vote", "/Vote Yes", "I cannot take `/vote yes` from ann: no."],
  ["`/promote` does not say to which role.", "promote", "/nominate @x", "`/nominate` does not say to which role."],
  ["Say `/sponsor @newt` or `/sponsor @cho`.", "sponsor", "/unsponsor", "Say `/sponsor @newt` or `/sponsor @cho`."],
])("an answer quotes what was typed, never a word that nobody wrote: %s", (text, name, line, shown) => {
  expect(asWritten(text, name, line)).toBe(shown);
});
