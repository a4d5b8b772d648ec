import { describe, expect, it } from "vitest";
import { editReplies } from "../../../src/commands/replies/edited.ts";
import { callsIn } from "../../../src/commands/text/parse-commands.ts";
import type { ReadNote } from "../../../src/model/job.ts";
import type { Account } from "../../../src/shared/names.ts";
import { aReview } from "../../support/a-pull.ts";
import { aComment, anIssue, aPull, BOT, listedAll, person } from "../a-context.ts";

const said = aComment(5, "whatever", { author: person("pat") });
const facts = anIssue({ comments: listedAll([said]) });

function edit(before: string | null, now: string, by: Account = person("pat"), id = 5): ReadNote {
  const calls = { before: before === null ? null : callsIn(before), now: callsIn(now) };
  return { kind: "unsaid", utterance: "comment", id, how: "edited", edit: { by, before, now }, calls };
}

const answers = (...notes: readonly ReadNote[]) =>
  editReplies(facts, notes, BOT).map(({ body }) => body.split("\n")[1]);

describe("an edit that makes commands", () => {
  it("R7: is answered with what to do, naming them", () => {
    expect(answers(edit("/lable bug", "/label bug"))).toEqual([
      "Commands are read as they were when a text was posted, so `/label bug`, written by editing, does nothing. Please say it in a new comment.",
    ]);
    expect(answers(edit("/approve", "/approve docs\n/hold"))).toEqual([
      "Commands are read as they were when a text was posted, so `/approve docs` and `/hold`, written by editing, do nothing. Please say them in a new comment. What it said before counts no more, since it is not what it says now.",
    ]);
  });

  it("R53: is found among thousands of lines, before and now, without going through them for each", () => {
    const lines = (from: number) => Array.from({ length: 8_000 }, (_, n) => `/cc u${from + n}`).join("\n");
    const notes = Array<ReadNote>(40).fill(edit(lines(10_000), lines(20_000)));
    const before = process.cpuUsage();
    expect(answers(...notes)[0]).toContain("`/cc u20000`, `/cc u20001`, `/cc u20002`");
    expect(process.cpuUsage(before).user).toBeLessThan(2_000_000);
  });

  it("R7: is answered once, however often the comment is edited", () => {
    const [first] = editReplies(facts, [edit("a", "/hold"), edit("/hold", "/close")], BOT);
    expect(first?.body).toContain("`/hold` and `/close`");
    const own = aComment(6, first?.body ?? "", { author: { ...BOT, type: "Bot" } });
    const later = anIssue({ comments: listedAll([said, own]) });
    expect(editReplies(later, [edit("/close", "/reopen")], BOT)).toEqual([]);
  });

  it("R7: in the text of a review, too", () => {
    const review = aReview(person("ann"), "COMMENTED", { id: 34 });
    const pull = aPull({ reviews: listedAll([review]) });
    const note = { ...edit("hm", "/approve", person("ann"), 34), utterance: "review" as const };
    expect(editReplies(pull, [note], BOT).map(({ to }) => to)).toEqual(["review:34 edited"]);
  });

  it("on a pull request too, in its description", () => {
    const note = { ...edit("", "/hold"), utterance: "description" as const, id: 0 };
    const pull = aPull();
    const author = pull.description.author ?? person("pat");
    const by = { ...note, edit: { by: author, before: "", now: "/hold" } };
    expect(editReplies(pull, [by], BOT).map(({ to }) => to)).toEqual(["description:0 edited"]);
  });

  it("is not answered where it makes none, somebody else made it, or what was there before is not told", () => {
    expect(answers(edit("/approve", "/approve\n\nThanks."))).toEqual([]);
    expect(answers(edit("/hold\n/approve", "/approve"))).toEqual([]);
    expect(answers(edit("hm", "/approve", person("ann")))).toEqual([]);
    expect(answers(edit(null, "/approve"))).toEqual([]);
    expect(answers(edit("hm", "/approve", person("pat"), 77))).toEqual([]);
  });

  it("R25: what was typed is shown as inert text", () => {
    expect(answers(edit("", "/label @ann"))[0]).toContain("so `/label @ann`, written by editing");
  });
});
