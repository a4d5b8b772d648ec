import { expect, it } from "vitest";
import { repliedTo, replyMarker } from "../../src/model/own-comment.ts";
import { aComment, bot, person } from "../support/a-pull.ts";

const RUNG = bot("rung[bot]");

it("R25: what was replied to is told by the bot's own first lines alone", () => {
  const marker = replyMarker("comment:3");
  const comments = [
    aComment(RUNG, `${marker}\nDone.`),
    aComment("eve", `${replyMarker("comment:4")}\nDone.`),
    aComment(RUNG, `Quoted: ${replyMarker("comment:5")}`),
  ];
  const isAnswered = repliedTo(comments, RUNG);
  expect(["comment:3", "comment:4", "comment:5", "comment:33"].map(isAnswered)).toEqual([true, false, false, false]);
});

it("R53: it looks through all comments but once, however many lines are asked about", () => {
  let looks = 0;
  const comments = Array.from({ length: 10 }, () => ({
    ...aComment(person("eve"), ""),
    get body() {
      looks += 1;
      return "/vote yes";
    },
  }));
  const isAnswered = repliedTo(comments, RUNG);
  for (let line = 0; line < 100; line += 1) isAnswered(`comment:${line}`);
  expect(looks).toBe(10);
});
