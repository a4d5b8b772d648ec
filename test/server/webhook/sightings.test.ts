import { describe, expect, it } from "vitest";
import { actorOf, sightedAct } from "../../../src/server/webhook/sightings.ts";

const sender = { login: "Ann", id: 7, type: "User" };
const repository = { id: 3, full_name: "o/r", private: false, pushed_at: 1_700_000_000 };
const url = "https://github.com/o/r/pull/1";
const pull = { updated_at: "2026-11-01T10:00:00Z", html_url: url, body: "Text." };
const at = Date.parse("2026-11-01T10:00:00Z");
const person = { login: "Ann", id: 7 };

describe("when somebody was there", () => {
  it("is what GitHub dates of their own act, with its address", () => {
    expect(sightedAct("pull_request", { sender, repository, pull_request: pull })).toEqual({
      ...{ owner: "o", person, at, url },
    });
    const review = { submitted_at: "2026-11-02T10:00:00Z", html_url: `${url}#r1` };
    const reviewed = { sender, repository, pull_request: pull, review };
    expect(sightedAct("pull_request_review", reviewed)).toMatchObject({ at: at + 86_400_000, url: `${url}#r1` });
    const comment = { created_at: "2026-11-03T10:00:00Z", updated_at: "2026-11-03T10:00:00Z", html_url: `${url}#c1` };
    const said = { sender, repository, issue: pull, comment };
    expect(sightedAct("issue_comment", said)).toMatchObject({ at: at + 2 * 86_400_000, url: `${url}#c1` });
  });

  it("a push is dated by GitHub, not by its commits", () => {
    const pushed = {
      sender,
      repository,
      compare: "https://github.com/o/r/compare/a...b",
      head_commit: { timestamp: "x" },
    };
    expect(sightedAct("push", pushed)).toEqual({ owner: "o", person, at: 1_700_000_000_000, url: pushed.compare });
  });

  it("where it was in a private repository is kept from the record (R27)", () => {
    const hidden = { sender, repository: { ...repository, private: true }, pull_request: pull };
    expect(sightedAct("pull_request", hidden)).toMatchObject({ at, url: null });
  });

  it("bots, other events, other shapes, and words on a proposal about somebody tell nothing", () => {
    expect(
      sightedAct("pull_request", { sender: { ...sender, type: "Bot" }, repository, pull_request: pull }),
    ).toBeNull();
    expect(sightedAct("check_run", { sender, repository, pull_request: pull })).toBeNull();
    expect(sightedAct("pull_request", { sender, repository, pull_request: { updated_at: "yesterday" } })).toBeNull();
    expect(sightedAct("pull_request", null)).toBeNull();
    const proposal = { ...pull, body: "Text.\n\n<!-- rung:proposal v1 abc.def -->" };
    const comment = { created_at: "2026-11-03T10:00:00Z" };
    expect(sightedAct("issue_comment", { sender, repository, issue: proposal, comment })).toBeNull();
  });

  it("whose event it is is known without the rest of it", () => {
    expect(actorOf({ sender, repository: { id: 3 } })).toEqual({ repositoryId: 3, by: { ...person, type: "User" } });
    expect(actorOf({ sender })).toBeNull();
  });
});
