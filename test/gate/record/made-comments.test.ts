import { describe, expect, it } from "vitest";
import { callsIn } from "../../../src/commands/text/parse-commands.ts";
import {
  commandsDigest,
  madeTogether,
  withHarmlessEdits,
  withMadeComments,
} from "../../../src/gate/record/made-comments.ts";
import { recordSchema } from "../../../src/gate/record/marker.ts";
import type { PullFacts, Utterance } from "../../../src/model/facts.ts";
import type { ReadNote } from "../../../src/model/job.ts";
import type { PullRecord } from "../../../src/model/pull-record.ts";
import type { Account } from "../../../src/shared/names.ts";
import { aComment, aLadder, aPull, aReview, aReviewComment, minute, person, reworded } from "../../support/a-pull.ts";
import { judged, sinceNoon } from "../judged.ts";

const index = aLadder({ approvers: ["ann", "ben"] });
const said = aComment("ann", "/approve", { at: minute(5) });

function look(record: PullRecord, facts: PullFacts, ...notes: readonly ReadNote[]): PullRecord {
  return withMadeComments(record, facts, notes, (account) => index.holdsAnyRole(account));
}

function showing(...comments: readonly Utterance[]): PullFacts {
  return aPull({ comments });
}

/** As GitHub shows it once somebody has edited it. */
function edited(body: string, editor: Account | null = person("ann"), one = said): Utterance {
  return { ...reworded(one, body), edited: true, ...(editor && { editor }) };
}

function noteOf(now: string, by = person("ann")): ReadNote {
  const edit = { by, before: "/approve", now };
  const calls = { before: callsIn("/approve"), now: callsIn(now) };
  return { kind: "unsaid", utterance: "comment", id: said.id, how: "edited", edit, calls };
}

const asMade = look(sinceNoon(aPull()), showing(said));
const state = (record: PullRecord, comment: Utterance) => {
  const facts = withHarmlessEdits(showing(comment), record);
  return judged(facts, index, { record }).state.kind;
};

describe("a comment that approves, edited", () => {
  it.each(["/approve\n\nThank you, pat!", "Looks right.\n\n/approve", "/Approve"])(
    "R7: counts on where its author left the commands as they were: %j",
    (body) => {
      const comment = edited(body);
      expect(state(look(asMade, showing(comment)), comment)).toBe("approved");
      expect(state(look(asMade, showing(comment), noteOf(body)), comment)).toBe("approved");
    },
  );

  it.each(["never mind", "/approve docs", "/approve\n/lgtm", "/approve cancel", "/approve\n/approve"])(
    "R7, R9b: counts no more where its commands are others, also once they are put back: %j",
    (body) => {
      expect(state(look(asMade, showing(edited(body))), edited(body))).toBe("waiting");
      const after = look(asMade, showing(edited(body)));
      expect(state(look(after, showing(edited("/approve"))), edited("/approve"))).toBe("waiting");
      const told = look(asMade, showing(edited("/approve")), noteOf(body), noteOf("/approve"));
      expect(state(told, edited("/approve"))).toBe("waiting");
    },
  );

  it("R7: counts for nothing where somebody else edited it, or GitHub does not tell who", () => {
    for (const editor of [person("ben"), null])
      expect(state(look(asMade, showing(edited("/approve!", editor))), edited("/approve!", editor))).toBe("waiting");
    const told = look(asMade, showing(edited("/approve")), noteOf("/approve", person("ben")));
    expect(state(told, edited("/approve"))).toBe("waiting");
  });

  it("R42: counts for nothing where nobody remembers what it said", () => {
    const none = look(sinceNoon(aPull()), showing(edited("/approve")));
    expect(none.made).toBeUndefined();
    expect(state(none, edited("/approve"))).toBe("waiting");
  });

  it("what it said is known from its event too, which may be told again after an edit", () => {
    const event: ReadNote = {
      ...{ kind: "said", utterance: "comment", id: said.id, nodeId: "", by: person("ann"), text: "/approve" },
      ...{ at: minute(5), calls: callsIn("/approve") },
    };
    const fast = look(sinceNoon(aPull()), showing(edited("/approve docs")), event);
    expect(state(fast, edited("/approve"))).toBe("waiting");
    const kind = look(sinceNoon(aPull()), showing(edited("Thanks\n/approve")), event);
    expect(state(kind, edited("Thanks\n/approve"))).toBe("approved");
    const withdrawn = look(asMade, showing(edited("no")), event);
    expect(state(look(withdrawn, showing(edited("/approve")), event), edited("/approve"))).toBe("waiting");
  });

  it("on the code likewise", () => {
    const inline = aReviewComment("ann", "/approve", { at: minute(5) });
    const record = look({ ...sinceNoon(aPull()), inline: true }, aPull({ reviewComments: [inline] }));
    const facts = aPull({ reviewComments: [edited("/approve\nthanks", person("ann"), inline)] });
    expect(judged(withHarmlessEdits(facts, record), index, { record }).state.kind).toBe("approved");
  });
});

describe("what is remembered of comments as they were made", () => {
  it("R42: is of people with a role alone, the latest of each, and fits the record's shape", () => {
    const many = Array.from({ length: 40 }, (_, at) => aComment("ann", "/approve", { at: minute(at) }));
    const record = look(sinceNoon(aPull()), showing(...many, aComment("eve", "/approve"), aComment("ben", "fine")));
    expect(record.made).toHaveLength(12);
    expect(record.made?.at(-1)?.key).toBe(`comment:${many.at(-1)?.id}`);
    expect(recordSchema.parse(record)).toEqual(record);
  });

  it("R26: of two records that differ, neither vouches for the text", () => {
    const changed = look(asMade, showing(edited("no")));
    for (const both of [madeTogether(asMade, changed), madeTogether(changed, asMade)])
      expect(state({ ...asMade, ...both }, edited("/approve"))).toBe("waiting");
    expect(madeTogether(asMade, asMade).made).toEqual(asMade.made);
  });

  it("commands that are done once are known by their lines", () => {
    const digest = (text: string) => commandsDigest(callsIn(text));
    expect(digest("/approve\n\nfine")).toBe(digest("fine\n\n/approve"));
    expect(digest("/approve\n/label bug")).not.toBe(digest("fine\n/approve\n/label bug"));
    expect(digest("/approve\n/label bug")).toBe(digest("/approve\n/label bug\nfine"));
  });
});

describe("a review or a description that approves, edited", () => {
  it("R7: a review's words count on where its author left the commands as they were, and no more else", () => {
    const review = aReview("ann", "COMMENTED", { id: 34, at: minute(5), body: "/approve", calls: callsIn("/approve") });
    const showingReview = (one: typeof review) => aPull({ reviews: [one] });
    const made = look(sinceNoon(aPull()), showingReview(review));
    const afterEdit = (body: string, editor = person("ann")) => {
      const changed = { ...review, body, calls: callsIn(body), edited: true, editor };
      const record = look(made, showingReview(changed));
      return judged(withHarmlessEdits(showingReview(changed), record), index, { record }).state.kind;
    };
    expect(afterEdit("/approve\n\nThank you!")).toBe("approved");
    expect(afterEdit("never mind")).toBe("waiting");
    expect(afterEdit("/approve!", person("ben"))).toBe("waiting");
  });

  it("R7: so do a description's", () => {
    const written = (body: string, edited: boolean) => {
      const by = person("ann");
      const description = { ...aPull({ author: "ann" }).description, author: by, body, calls: callsIn(body), edited };
      return aPull({ author: "ann", description: edited ? { ...description, editor: by } : description });
    };
    const made = look(sinceNoon(aPull({ author: "ann" })), written("/approve", false));
    const facts = written("Fixes it.\n\n/approve", true);
    expect(made.made?.map(({ key }) => key)).toEqual(["description:0"]);
    expect(withHarmlessEdits(facts, look(made, facts)).description.edited).toBe(false);
  });
});
