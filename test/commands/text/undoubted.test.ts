import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { commands } from "../../../src/commands/index.ts";
import { callsIn, hints } from "../../../src/commands/text/parse-commands.ts";

/** What is proposed in place of words that leave doubt. */
function proposedFor(body: string): string | null {
  const question = hints(body)[0]?.instead ?? "";
  return /If it is, write (?:it without them, as in )?`([^`]+)`,? alone/.exec(question)?.[1] ?? null;
}

describe("R81: words that leave doubt are asked about, and what is proposed instead is obeyed as it stands", () => {
  it.each([
    ["/approve once the tests pass", "/approve"],
    ["/approve docs, but not the engine", "/approve docs"],
    ["/vote yes if nobody objects", "/vote yes"],
    ["/vote governance yes，如果没人反对", "/vote governance yes"],
    ["/vote, maybe later", "/vote yes"],
    ["/vote if nobody objects, yes", "/vote yes"],
    ["/vouch @eve once she has signed", "/vouch @eve"],
    ["/promote @eve approver docs when she is back?", "/promote @eve approver docs"],
    ["/invite @eve @ann, perhaps", "/invite @eve @ann"],
    ["/lgtm, but please wait", "/lgtm"],
  ])("%s", (body, proposed) => {
    expect(proposedFor(body)).toBe(proposed);
  });

  it("whatever the command and its words", () => {
    const words = fc.array(
      fc.constantFrom(
        ..."@eve yes no docs approver once if but ? maybe not until then, perhaps? @max, because wait: 如果 never please".split(
          " ",
        ),
      ),
      { minLength: 1, maxLength: 7 },
    );
    fc.assert(
      fc.property(fc.constantFrom(...commands), words, ({ name }, said) => {
        const proposed = proposedFor(`/${name} ${said.join(" ")}`);
        if (proposed === null) return;
        expect([callsIn(proposed).map((call) => call.name), hints(proposed)]).toEqual([[name], []]);
      }),
      { numRuns: 2_000 },
    );
  });
});
