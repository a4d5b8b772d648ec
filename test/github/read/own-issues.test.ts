import { expect, it } from "vitest";
import { readOwnIssue, readOwnIssues } from "../../../src/github/read/own-issues.ts";
import { anotherGitHub } from "./another-github.ts";

const HERE = { owner: "o", name: "r" };
const issue = (number: number, user: object | null, more: object = {}) => ({
  ...{ number, state: "open", body: "b", user, repository_url: "https://api.github.com/repos/o/r" },
  ...more,
});

it("are the app's alone, also where GitHub lists others': a person, or another app, may be called much as it is", async () => {
  const all = [
    issue(1, { login: "rung", type: "User" }),
    issue(2, { login: "rung" }),
    issue(3, { login: "rung-like[bot]", type: "Bot" }),
    issue(4, null),
    issue(5, { login: "Rung[bot]", type: "Bot" }),
    issue(6, { login: "rung", type: "Bot" }),
    issue(7, { login: "rung[bot]", type: "Bot" }, { pull_request: {} }),
  ];
  const { client } = await anotherGitHub({
    root: {},
    rest: {
      "/repos/o/r/issues": () => ({ body: all }),
      "/repos/o/r/issues/1": () => ({ body: all[0] }),
      "/repos/o/r/issues/5": () => ({ body: all[4] }),
      "/repos/o/r/issues/6": () => ({
        body: { ...all[5], repository_url: "https://api.github.com/repos/o/elsewhere" },
      }),
    },
  });
  const found = await readOwnIssues(client, HERE, "rung[bot]");
  expect(found.map(({ number }) => number)).toEqual([5, 6]);
  const one = async (number: number) => (await readOwnIssue(client, HERE, { number, botLogin: "rung[bot]" }))?.number;
  expect([await one(1), await one(5), await one(6), await one(9)]).toEqual([undefined, 5, undefined, undefined]);
});
