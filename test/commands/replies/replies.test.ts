import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Asked, eachReply, replies } from "../../../src/commands/replies/replies.ts";
import { callsIn } from "../../../src/commands/text/parse-commands.ts";
import { emptyRecord } from "../../../src/gate/record/record-changes.ts";
import { readNote } from "../../../src/jobs/read-notes.ts";
import type { Effect } from "../../../src/model/effect.ts";
import type { Utterance } from "../../../src/model/facts.ts";
import type { Note, ReadNote } from "../../../src/model/job.ts";
import { replyMarker } from "../../../src/model/own-comment.ts";
import { indexed } from "../../../src/registry/registry-index.ts";
import { anyText } from "../../support/any-text.ts";
import {
  aComment,
  anArea,
  anIssue,
  aPull,
  aRegistry,
  aReview,
  aVerdict,
  BOT,
  countedAs,
  failedAs,
  listedAll,
  minute,
  person,
} from "../a-context.ts";

/** The note by which an utterance came. */
function noteOf(said: Utterance, with_: Partial<Extract<Note, { kind: "said" }>> = {}): ReadNote {
  return readNote({
    kind: "said",
    utterance: said.kind,
    id: said.id,
    nodeId: said.nodeId,
    by: said.author ?? person("octo-fan"),
    text: said.body,
    at: said.at,
    ...with_,
  });
}

/** On a pull request with these comments, the last one new. */
function answered(comments: readonly Utterance[], with_: Partial<Asked> = {}): readonly Effect[] {
  const registry = with_.registry ?? aRegistry();
  const last = comments.at(-1);
  return replies({
    facts: aPull({ comments: listedAll(comments) }),
    registry,
    index: indexed(registry),
    verdict: aVerdict(),
    record: emptyRecord(),
    notes: last === undefined ? [] : [noteOf(last)],
    bot: BOT,
    ...with_,
  });
}

function bodies(effects: readonly Effect[]): readonly string[] {
  return effects.flatMap((effect) => (effect.kind === "reply" ? [effect.body] : []));
}

describe("R14: while a team cannot be read", () => {
  it("a refusal says that it may be for want of that, and anything else is answered as ever", () => {
    const said = aComment(5, "/approve engine", { author: person("mem") });
    const verdict = aVerdict({ uncounted: [failedAs(said, { kind: "no-role" })] });
    expect(bodies(answered([said], { verdict, teamsUnread: true })).join()).toContain("I may have missed a role");
    expect(bodies(answered([said], { verdict })).join()).not.toContain("missed a role");
    const thanked = answered([aComment(6, "/hold", { author: person("ann") })], { teamsUnread: true });
    expect(bodies(thanked)).toEqual([]);
  });
});

const THUMB = { kind: "reaction", content: "+1" };

describe("the answer to an utterance", () => {
  it("is a reaction when the command simply worked", () => {
    expect(answered([aComment(3, "/hold")])).toEqual([
      {
        kind: "reaction",
        repository: { owner: "KusionStack", name: "kusion" },
        to: { kind: "comment", id: 3, number: 7 },
        content: "+1",
      },
    ]);
  });

  it("is nothing for a review that worked: reviews take no reaction", () => {
    const said = aReview(3, "/approve");
    const verdict = aVerdict({ areas: [anArea("engine", { approved: [countedAs(said)] })] });
    const facts = aPull({ reviews: listedAll([said]) });
    expect(answered([], { facts, verdict, notes: [noteOf(said)] })).toEqual([]);
  });

  it("R8: is a refusal for `/approve` without the role, in a review as well", () => {
    const author = person("octo-fan");
    const comment = aComment(3, "/approve", { author });
    const review = aReview(3, "/approve", { author });
    const facts = aPull({ comments: listedAll([comment]), reviews: listedAll([review]) });
    for (const said of [comment, review]) {
      const verdict = aVerdict({ uncounted: [failedAs(said, { kind: "no-role" })] });
      const [body] = bodies(answered([], { facts, verdict, notes: [noteOf(said)] }));
      expect(body).toMatch(
        new RegExp(`^<!-- rung:reply to=${said.kind}:3 -->\nI cannot take \`/approve\` from octo-fan`),
      );
    }
  });

  it("R8: is nothing for an approving review without the role that says no command", () => {
    const said = aReview(3, "Looks good", { author: person("octo-fan") });
    const verdict = aVerdict({ uncounted: [failedAs(said, { kind: "no-role" }, { said: "approval" })] });
    const facts = aPull({ reviews: listedAll([said]) });
    expect(answered([], { facts, verdict, notes: [noteOf(said)] })).toEqual([]);
  });

  it("R3: is nothing for bots", () => {
    const bot = aComment(3, "/hold\n/aprove", { author: { login: "dep[bot]", id: 77, type: "Bot" } });
    expect(answered([bot])).toEqual([]);
  });

  it("joins all answers of one utterance in one reply, and names what worked", () => {
    const [body, ...others] = bodies(answered([aComment(3, "/hold\n/hold cancel\n/hold cancel\n/help lgtm\n/aprove")]));
    expect(others).toEqual([]);
    expect(body).toContain("Nothing is held here");
    expect(body).toContain("`/lgtm`: Says that the change");
    expect(body).toContain("`/aprove` is no command; did you mean `/approve`?");
    expect(body).toContain("Done: `/hold`, `/hold cancel`.");
    const [typed] = bodies(answered([aComment(3, "/hold\n/unhold\n/help lgtm")]));
    expect(typed).toContain("Done: `/hold`, `/unhold`.");
  });

  it("is not given twice: a reply of the bot's to it is there already", () => {
    const said = aComment(3, "/help");
    const reply = (author: Utterance["author"]) => aComment(4, `${replyMarker("comment:3")}\nWhat ann may`, { author });
    const ask = (author: Utterance["author"]) =>
      answered([], { facts: aPull({ comments: listedAll([said, reply(author)]) }), notes: [noteOf(said)] });
    expect(ask({ login: "rung", id: BOT.id, type: "Bot" })).toEqual([]);
    expect(ask({ login: "Rung", id: null, type: "Bot" })).toEqual([]);
    expect(bodies(ask(person("octo-fan")))).toHaveLength(1);
    expect(bodies(ask({ login: "rung", id: null, type: "User" }))).toHaveLength(1);
    expect(bodies(ask({ login: "other[bot]", id: 5, type: "Bot" }))).toHaveLength(1);
  });

  it("is given once for a note that came twice", () => {
    const said = aComment(3, "/help");
    expect(answered([said], { notes: [noteOf(said), noteOf(said)] })).toHaveLength(1);
  });

  it("is given only to what is new", () => {
    expect(answered([aComment(2, "/help"), aComment(3, "thanks")])).toEqual([]);
    expect(answered([aComment(2, "/help")], { notes: [] })).toEqual([]);
  });

  it("R7: goes by the text as created, which an edit since does not change", () => {
    const edited = aComment(3, "never mind", { edited: true });
    expect(
      answered([], { facts: aPull({ comments: listedAll([edited]) }), notes: [noteOf(edited, { text: "/hold" })] }),
    ).toMatchObject([THUMB]);
    const added = aComment(3, "/hold", { edited: true });
    expect(
      answered([], { facts: aPull({ comments: listedAll([added]) }), notes: [noteOf(added, { text: "some words" })] }),
    ).toEqual([]);
  });

  it("is nothing for a comment that was deleted meanwhile, unless the list of comments was cut", () => {
    const gone = aComment(3, "/help");
    const ask = (complete: boolean) =>
      answered([], { facts: aPull({ comments: { items: [], complete, total: 200 } }), notes: [noteOf(gone)] });
    expect(ask(true)).toEqual([]);
    expect(bodies(ask(false))).toHaveLength(1);
  });

  it("R37, R58: is there for a comment that GitHub does not show yet", () => {
    const unshown = aComment(3, "/help");
    const facts = { ...aPull({ comments: listedAll([]) }), awaited: ["comment:3"] };
    expect(bodies(answered([], { facts, notes: [noteOf(unshown)] }))).toHaveLength(1);
  });

  it("reaches inline comments that were not read, and descriptions", () => {
    const inline = noteOf(aComment(8, "/hold", { kind: "review-comment" }));
    expect(answered([], { notes: [inline] })).toMatchObject([{ ...THUMB, to: { kind: "review-comment", id: 8 } }]);
    const description = aComment(0, "/hold", { kind: "description", author: person("pat") });
    expect(answered([], { facts: aPull({ description }), notes: [noteOf(description)] })).toMatchObject([
      { ...THUMB, to: { kind: "description", number: 7 } },
    ]);
  });

  it("on issues refuses what is for pull requests and helps", () => {
    const said = aComment(3, "/approve\n/help");
    const facts = anIssue({ comments: listedAll([said]) });
    const [body] = bodies(answered([], { facts, verdict: null, record: null, notes: [noteOf(said)] }));
    expect(body).toContain("pull requests only");
    expect(body).toContain("| `/help [command]` |");
  });

  it("R25: never mentions anybody and never carries a marker that a person wrote", () => {
    fc.assert(
      fc.property(anyText({ maxLength: 60 }), fc.constantFrom("@ann ", "<!-- rung:x -->", "| ", ""), (noise, bait) => {
        const said = aComment(3, `/help ${bait}${noise}\n/aprove ${bait}`, { author: person("octo-fan") });
        for (const body of bodies(answered([said]))) {
          expect(body.match(/<!--/g)).toHaveLength(1);
          expect(body.replaceAll(/`[^`\n]*`/g, "")).not.toMatch(/@[a-z0-9]/i);
        }
      }),
    );
  });

  it("is one bounded reply to a comment with thousands of commands", () => {
    const lines = Array.from({ length: 3_000 }, (_, index) => `/help ${index}`);
    const [body, ...others] = bodies(answered([aComment(3, lines.join("\n"))]));
    expect(others).toEqual([]);
    expect(body?.length).toBeLessThan(4_000);
    expect(body).toContain("I answer only a few commands of one comment. 45 more");
  });

  it("R58: says that commands behind the fiftieth were not taken up, also where all others worked", () => {
    const lines = Array.from({ length: 60 }, () => "/hold");
    expect(bodies(answered([aComment(3, lines.join("\n"), { author: person("mem") })]))).toEqual([
      expect.stringContaining("only the first 50 commands of one comment, and this one has 60"),
    ]);
    expect(bodies(answered([aComment(3, lines.slice(10).join("\n"), { author: person("mem") })]))).toEqual([]);
  });
});

describe("R15b: what is held before an answer", () => {
  it("follows the order of what was said in one job", () => {
    const hold = aComment(3, "/hold", { author: person("mem") });
    const cancel = aComment(4, "/hold cancel", { author: person("mem") });
    const again = aComment(5, "/hold cancel", { author: person("mem") });
    const effects = answered([again, cancel, hold], { notes: [again, hold, cancel].map((said) => noteOf(said)) });
    expect(effects.map((effect) => effect.kind)).toEqual(["reaction", "reaction", "reply"]);
  });

  it("counts holds of the record whose comment is gone", () => {
    const record = {
      ...emptyRecord(),
      holds: [{ by: { login: "dee", id: person("dee").id }, at: minute(1), why: "", source: "comment" as const }],
    };
    const by = (login: string) => answered([aComment(3, "/hold cancel", { author: person(login) })], { record });
    expect(by("dee")).toMatchObject([THUMB]);
    expect(by("ben")).toMatchObject([THUMB]);
    expect(bodies(by("mem"))[0]).toContain("dee or an approver can release it");
  });

  it("does not take a hold up again once it was released", () => {
    const record = {
      ...emptyRecord(),
      holds: [{ by: { login: "dee", id: person("dee").id }, at: minute(1), why: "", source: "comment" as const }],
    };
    expect(bodies(answered([aComment(3, "/hold cancel\n/hold cancel")], { record }))[0]).toContain("Nothing is held");
  });

  it("counts the hold label put on by hand, which whoever put it on may release", () => {
    const said = aComment(5, "/hold cancel", { author: person("mem") });
    const facts = aPull({ comments: listedAll([said]), labels: listedAll(["Do-Not-Merge/Hold"]) });
    const note: Note = { kind: "labelled", label: "do-not-merge/hold", on: true, by: person("mem"), at: minute(2) };
    expect(answered([], { facts, notes: [note, noteOf(said)] })).toMatchObject([THUMB]);
    const theirs: Note = { ...note, by: person("dee") };
    expect(bodies(answered([], { facts, notes: [theirs, noteOf(said)] }))[0]).toContain("dee or an approver");
    const own = { ...emptyRecord(), ownHoldLabel: true };
    expect(bodies(answered([], { facts, record: own, notes: [noteOf(said)] }))[0]).toContain("Nothing is held");
  });
});

describe("R53: piles of long texts", () => {
  it("what others said before is looked up, not gone through for each line", () => {
    const lines = (line: string) => `${line}\n`.repeat(50);
    const pile = Array.from({ length: 200 }, (_, n) =>
      n < 100
        ? aComment(n + 1, lines("/lgtm"), { author: person("dee") })
        : aComment(n + 1, lines(n < 199 ? "/hold cancel" : "/lgtm cancel"), { author: person("octo-fan") }),
    );
    const before = process.cpuUsage();
    const [reply] = bodies(answered(pile));
    expect(process.cpuUsage(before).user).toBeLessThan(2_000_000);
    expect(reply).toContain("only dee, or an approver, can withdraw that word");
  });

  it("a text of thousands of lines is gone through once for whether it takes its approval back", () => {
    const said = aComment(5, "/approve\n".repeat(2_000), { author: person("ann") });
    let reads = 0;
    const calls = callsIn(said.body).map((call) =>
      Object.defineProperty({ ...call }, "cancel", {
        get: () => {
          reads += 1;
          return call.cancel;
        },
      }),
    );
    const note = { ...noteOf(said), calls } as ReadNote;
    answered([said], { notes: [note] });
    expect(reads).toBeGreaterThan(0);
    expect(reads).toBeLessThan(10_000);
  });

  it("they are answered one after another, so that other work has its turn in between", () => {
    const pile = Array.from({ length: 5 }, (_, n) => aComment(n + 1, "/approve", { author: person("octo-fan") }));
    const facts = aPull({ comments: listedAll(pile) });
    const registry = aRegistry();
    const asked = { facts, registry, index: indexed(registry), verdict: null, record: null, bot: BOT };
    const each = [...eachReply({ ...asked, notes: pile.map((one) => noteOf(one)) })];
    expect(each.map((effects) => effects.length)).toEqual(pile.map(() => 1));
  });
});
