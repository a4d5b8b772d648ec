import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Comment, Issue, Pull, Subject } from "../../src/sandbox/world/model.ts";
import { aStage, KUSION, type Stage, saidByRung, statusOn, verdictOn } from "./stage.ts";

/** SparkYuan maintains; hoangndst approves; octo-fan is an outsider. Only commands ask reviewers and put labels on. */
const REGISTRY = `areas:
  kusion: { repos: [kusion] }
  karpor: { repos: [karpor] }
maintainers: [SparkYuan]
approvers: [hoangndst, liu-hm19]
contributors: [adohe, ffforest]
members: [riven-blade]
reviews: { request: 0 }
labels: { areas: false }
`;

let stage: Stage;
beforeAll(async () => {
  stage = await aStage({ registry: REGISTRY });
});
afterAll(() => stage.close());

const as = (login: string) => stage.world.as(login);
let pull: Pull;
let issue: Issue;
let count = 0;

beforeEach(async () => {
  count += 1;
  const files = { [`cmd/main-${count}.go`]: "package main\n" };
  pull = as("octo-fan").openPull({ repo: KUSION, title: "feat: retry", files, branch: `topic-${count}` });
  issue = as("octo-fan").openIssue({ repo: KUSION, title: "Apply fails" });
  await stage.settled();
  stage.requests();
});

/** Says it and waits; the comment. */
async function says(login: string, subject: Subject, body: string): Promise<Comment> {
  const comment = as(login).comment(subject, body);
  await stage.settled();
  return comment;
}

const labelsOf = (subject: Subject) =>
  subject.labels.map(({ name }) => name).toSorted((one, other) => (one < other ? -1 : 1));
const thumbs = (comment: Comment) => comment.reactions.map(({ content }) => content);
const logins = (all: readonly { readonly login: string }[]) =>
  all.map(({ login }) => login).toSorted((one, other) => (one < other ? -1 : 1));

describe("labels", () => {
  it("are put on and taken off by family, in one request each way", async () => {
    const comment = await says("octo-fan", pull, "/kind bug feature");
    expect(labelsOf(pull)).toEqual(["kind/bug", "kind/feature"]);
    expect(thumbs(comment)).toEqual(["+1"]);
    expect(stage.requests().filter((one) => one.startsWith("POST") && one.includes("labels"))).toHaveLength(1);
    await says("riven-blade", pull, "/remove-kind feature");
    expect(labelsOf(pull)).toEqual(["kind/bug"]);
  });

  it("an unknown one is answered with the nearest, never created", async () => {
    await says("octo-fan", issue, "/kind bgu\n/label good first issue");
    expect(labelsOf(issue)).toEqual(["good first issue"]);
    expect(saidByRung(issue)).toEqual([expect.stringContaining("did you mean `kind/bug`?")]);
    expect(stage.kusion.labels.has("kind/bgu")).toBe(false);
  });

  it("R6: those that say what Rung found are not a person's to move", async () => {
    await says("octo-fan", pull, "/label do-not-merge/hold");
    expect(labelsOf(pull)).toEqual([]);
    expect(saidByRung(pull)).toEqual([expect.stringContaining("`/hold` holds")]);
  });

  it("what is so already gets no thumb: it is said", async () => {
    await says("octo-fan", pull, "/kind bug");
    const again = await says("octo-fan", pull, "/kind bug");
    expect(thumbs(again)).toEqual([]);
    expect(saidByRung(pull).at(-1)).toContain("`kind/bug` is on this pull request already.");
    await says("octo-fan", pull, "/assign");
    await says("octo-fan", pull, "/assign\n/unassign @adohe");
    expect(saidByRung(pull).at(-1)).toContain("octo-fan is assigned already.");
    expect(saidByRung(pull).at(-1)).toContain("adohe is not assigned.");
    await says("octo-fan", pull, "/cc @hoangndst");
    await says("octo-fan", pull, "/cc @hoangndst @adohe");
    expect(saidByRung(pull).at(-1)).toContain("Asked adohe to review. hoangndst is asked already.");
    await says("hoangndst", issue, "/away cancel");
    expect(saidByRung(issue).at(-1)).toContain("You had not said that you are away");
  });

  it("are refused to a stranger", async () => {
    await says("somebody", issue, "/kind bug");
    expect(labelsOf(issue)).toEqual([]);
    expect(saidByRung(issue)).toHaveLength(1);
  });

  it("work in the text of a new issue and of a new pull request, not in an edit", async () => {
    const asked = as("octo-fan").openIssue({ repo: KUSION, title: "It fails", body: "Look.\n\n/kind bug\n" });
    await stage.settled();
    expect(labelsOf(asked)).toEqual(["kind/bug"]);
    as("octo-fan").edit(asked, { body: "Look.\n\n/kind feature\n" });
    await stage.settled();
    expect(labelsOf(asked)).toEqual(["kind/bug"]);
  });
});

describe("people", () => {
  it("/assign: oneself by anyone, others by those who may; the outsider who took part too", async () => {
    await says("octo-fan", issue, "/assign");
    expect(logins(issue.assignees)).toEqual(["octo-fan"]);
    await says("octo-fan", issue, "/assign @hoangndst, @liu-hm19");
    expect(logins(issue.assignees)).toEqual(["hoangndst", "liu-hm19", "octo-fan"]);
    await says("somebody", issue, "/assign @adohe");
    expect(logins(issue.assignees)).not.toContain("adohe");
    await says("octo-fan", issue, "/unassign @hoangndst liu-hm19");
    expect(logins(issue.assignees)).toEqual(["octo-fan"]);
  });

  it("/assign says whom GitHub would not take, and that it takes ten", async () => {
    await says("octo-fan", issue, "/assign @no-such-person-here @KusionStack/go-reviewer @dependabot[bot] @hoangndst");
    expect(logins(issue.assignees)).toEqual(["hoangndst"]);
    expect(saidByRung(issue)).toEqual([expect.stringContaining("nobody called no-such-person-here")]);
    expect(saidByRung(issue)[0]).toContain("not teams");
    expect(saidByRung(issue)[0]).toContain("is a bot");
    const many = [..."abcdefghijkl"].map((letter) => `crowd-${letter}`);
    for (const login of many) stage.kusion.collaborators.set(login, "write");
    for (const login of many) stage.world.anyone(login);
    await says("octo-fan", issue, `/assign ${many.join(" ")}`);
    expect(issue.assignees).toHaveLength(10);
    expect(saidByRung(issue)[1]).toContain("10 assignees at most");
  });

  it("/cc asks people and teams; whom GitHub refuses is named, the others are asked", async () => {
    await says("riven-blade", pull, "/cc @hoangndst @somebody @KusionStack/go-reviewer");
    expect(logins(pull.requestedReviewers)).toEqual(["hoangndst"]);
    expect(pull.requestedTeams.map(({ slug }) => slug)).toEqual(["go-reviewer"]);
    expect(saidByRung(pull)).toEqual([expect.stringContaining("somebody cannot be asked to review")]);
    await says("octo-fan", pull, "/uncc @hoangndst @kusionstack/go-reviewer");
    expect(pull.requestedReviewers).toEqual([]);
    expect(pull.requestedTeams).toEqual([]);
  });

  it("/cc does not ask the author, nor anybody on an issue", async () => {
    await says("hoangndst", pull, "/cc @octo-fan");
    expect(pull.requestedReviewers).toEqual([]);
    expect(saidByRung(pull)).toEqual([expect.stringContaining("author")]);
    await says("hoangndst", issue, "/cc");
    expect(saidByRung(issue)).toEqual([expect.stringContaining("pull requests only")]);
  });

  it("/reroll asks others in the place of those it asked, leaves people's own requests, and says when nobody is left", async () => {
    await says("octo-fan", pull, "/auto-cc");
    const [first] = pull.requestedReviewers;
    if (first === undefined) throw new Error(`nobody was asked: ${saidByRung(pull)}`);
    expect(saidByRung(pull)[0]).toMatch(new RegExp(`Asked \\*\\*${first.login}\\*\\* \\(.+\\)\\.`));
    expect(statusOn(pull)).toContain(`Asked **${first.login}** (`);
    const others = ["hoangndst", "liu-hm19", "adohe", "ffforest"].filter((login) => login !== first.login);
    const [byHand = "", byWord = ""] = others;
    as("SparkYuan").requestReview(pull, byHand);
    await says("riven-blade", pull, `/cc @${byWord}`);
    await says("octo-fan", pull, "/reroll");
    const now = logins(pull.requestedReviewers);
    expect(now).toHaveLength(3);
    expect(now).not.toContain(first.login);
    expect(now).toEqual(expect.arrayContaining([byHand, byWord]));
    expect(saidByRung(pull).at(-1)).toContain(`No longer asked: ${first.login}.`);
    expect(statusOn(pull)).not.toContain(`**${first.login}**`);
    await says("octo-fan", pull, "/reroll");
    expect(logins(pull.requestedReviewers)).toHaveLength(3);
    await says("octo-fan", pull, "/reroll");
    expect(logins(pull.requestedReviewers)).toHaveLength(3);
    expect(saidByRung(pull).at(-1)).toContain("nobody else to ask");
    expect(saidByRung(pull).at(-1)).not.toContain("No longer asked");
  });

  it("/away keeps requests from somebody until they are back", async () => {
    const others = ["SparkYuan", "liu-hm19", "adohe", "ffforest"];
    for (const login of others) await says(login, issue, "/away until 2099-01-01");
    await says("octo-fan", pull, "/reroll");
    expect(logins(pull.requestedReviewers)).toEqual(["hoangndst"]);
    await says("octo-fan", pull, "/reroll");
    expect(saidByRung(pull).at(-1)).toContain("SparkYuan is away until 1 January 2099");
    for (const login of others) await says(login, issue, "/away cancel");
    await says("octo-fan", pull, "/reroll");
    expect(logins(pull.requestedReviewers)).toHaveLength(1);
    expect(logins(pull.requestedReviewers)).not.toContain("hoangndst");
    expect(saidByRung(issue)[0]).toContain("until 1 January 2099");
  });
});

describe("state", () => {
  it("/close and /reopen: by the author and contributors or above, each line after the other", async () => {
    await says("riven-blade", issue, "/close");
    expect(issue.state).toBe("open");
    expect(saidByRung(issue)[0]).toContain("contributor or above");
    await says("adohe", issue, "/close not-planned \r");
    expect([issue.state, issue.stateReason]).toEqual(["closed", "not_planned"]);
    await says("octo-fan", issue, "/reopen\n/close\n/reopen");
    expect(issue.state).toBe("open");
    expect(issue.events.filter(({ event }) => event === "reopened")).toHaveLength(2);
    await says("octo-fan", pull, "/close");
    expect(pull.state).toBe("closed");
    await says("adohe", pull, "/reopen");
    expect(pull.state).toBe("open");
  });

  it("/retitle, /draft and /ready", async () => {
    await says("octo-fan", pull, "/retitle fix: `apply` in *order* @hoangndst\n/draft");
    expect(pull.title).toBe("fix: `apply` in *order* @hoangndst");
    expect(pull.draft).toBe(true);
    expect(verdictOn(stage, pull)).toMatch(/Draft/);
    await says("riven-blade", pull, "/ready");
    expect(pull.draft).toBe(false);
    expect(verdictOn(stage, pull)).toMatch(/Needs 1 approval/);
    expect(saidByRung(pull)).toEqual([]);
  });

  it("in a review's text and in an inline comment", async () => {
    as("hoangndst").review(pull, "COMMENT", "Fine.\n\n/kind bug");
    as("octo-fan").reviewComment(pull, { path: pull.headRef, line: 1, body: "/retitle fix: inline" });
    await stage.settled();
    expect(labelsOf(pull)).toEqual(["kind/bug"]);
    expect(pull.title).toBe("fix: inline");
  });
});

describe("/merge", () => {
  it("waits for the gate by GitHub's auto-merge, and merges what was said", async () => {
    const comment = await says("hoangndst", pull, "/merge squash");
    expect(saidByRung(pull)).toEqual([]);
    expect(pull.autoMerge).toMatchObject({ method: "squash" });
    expect(thumbs(comment)).toEqual(["+1"]);
    as("liu-hm19").approve(pull);
    await stage.settled();
    expect(pull.merged).not.toBeNull();
  });

  it("/merge cancel takes it back, and says when there is nothing to take back", async () => {
    await says("hoangndst", pull, "/merge");
    await says("octo-fan", pull, "/merge cancel");
    expect(pull.autoMerge).toBeNull();
    await says("octo-fan", pull, "/merge cancel");
    expect(saidByRung(pull)).toEqual([expect.stringContaining("nothing to take back")]);
  });

  it("is refused to contributors and outsiders", async () => {
    await says("adohe", pull, "/merge");
    await says("octo-fan", pull, "/merge");
    expect(pull.autoMerge).toBeNull();
    expect(saidByRung(pull)).toHaveLength(2);
  });

  it("merges at once where nothing is left to wait for", async () => {
    as("liu-hm19").approve(pull);
    await stage.settled();
    await says("hoangndst", pull, "/merge");
    expect(pull.merged).not.toBeNull();
  });

  it("does not trust auto-merge where GitHub does not wait for the check", async () => {
    const other = as("octo-fan").openPull({
      repo: KUSION,
      title: "x",
      files: { "x.go": "package x\n" },
      branch: "open",
    });
    as("SparkYuan").setBranch(stage.kusion, "unguarded", stage.world.tip(stage.kusion, "main") ?? "");
    as("octo-fan").retarget(other, "unguarded");
    await stage.settled();
    await says("hoangndst", other, "/merge");
    expect(other.autoMerge).toBeNull();
    expect(other.merged).toBeNull();
    expect(saidByRung(other)).toEqual([expect.stringContaining("does not require the `rung` check")]);
  });

  it("goes by the merge queue where there is one", async () => {
    const karpor = as("octo-fan").openPull({
      repo: "KusionStack/karpor",
      title: "x",
      files: { "x.go": "package x\n" },
    });
    as("liu-hm19").approve(karpor);
    await stage.settled();
    await says("hoangndst", karpor, "/merge");
    expect(karpor.merged).not.toBeNull();
    expect(karpor.events.map(({ event }) => event)).toContain("added_to_merge_queue");
  });
});

describe("requests and trouble", () => {
  it("a label costs the one read, the list of labels, and a write each for the label and the reaction", async () => {
    await says("octo-fan", pull, "/kind bug");
    expect(stage.requests()).toEqual([
      "query Pull",
      "GET /repos/{owner}/{repo}/labels",
      "POST /repos/{owner}/{repo}/issues/{issue_number}/labels",
      "POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions",
    ]);
  });

  it("what GitHub forbids or declines is told in its words, and the lines behind it are acted on", async () => {
    const path = `/repos/${KUSION}/issues/${issue.number}`;
    stage.sandbox.faults.add({ kind: "status", status: 403, match: `POST ${path}/labels`, times: 1 });
    stage.sandbox.faults.add({ kind: "status", status: 422, match: `PATCH ${path}`, times: 1 });
    await says("octo-fan", issue, "/kind bug\n/retitle no\n/assign");
    expect(saidByRung(issue)).toHaveLength(1);
    expect(saidByRung(issue)[0]).toContain("GitHub does not let me do that here");
    expect(saidByRung(issue)[0]).toContain("GitHub would not do that");
    expect(saidByRung(issue)[0]).toContain("Done: `/assign`.");
    expect(logins(issue.assignees)).toEqual(["octo-fan"]);
  });

  it("R29: what GitHub puts off is done later, once", async () => {
    stage.sandbox.faults.add({ kind: "secondary-limit", retryAfter: 1, match: "/labels", times: 2 });
    const comment = await says("octo-fan", issue, "/kind bug");
    expect(labelsOf(issue)).toEqual(["kind/bug"]);
    expect(thumbs(comment)).toEqual(["+1"]);
    expect(issue.events.filter(({ event }) => event === "labeled")).toHaveLength(1);
  });
});

describe("what is no command here", () => {
  it("/lifecycle is answered kindly, an unknown word and a path are not answered", async () => {
    await says("octo-fan", issue, "/random-command\n/usr/local/bin\n/clown");
    expect(saidByRung(issue)).toEqual([]);
    expect(stage.requests()).toEqual([]);
    await says("octo-fan", issue, "/lifecycle frozen");
    expect(saidByRung(issue)).toEqual([expect.stringContaining("/label lifecycle/frozen")]);
  });

  it("a typo gets a hint", async () => {
    await says("octo-fan", issue, "/asign me");
    expect(saidByRung(issue)).toEqual([expect.stringContaining("did you mean `/assign`?")]);
  });
});

/** GitHub has it, and its webhook is lost; what is returned hands it over. */
function unheard(login: string, subject: Subject, body: string): () => void {
  stage.sandbox.deliver({ drop: 1 });
  as(login).comment(subject, body);
  const lost = stage.sandbox.webhooks.log.at(-1);
  if (lost === undefined) throw new Error("nothing was sent");
  return () => stage.sandbox.webhooks.redeliver(lost);
}

describe("R30: a line that is heard after a later one", () => {
  it.each([
    ["/close", "/reopen", () => issue.state, "open"],
    ["/retitle Another", "/retitle Apply fails", () => issue.title, "Apply fails"],
  ] as const)("%s changes nothing where %s found nothing to do", async (earlier, later, shown, wanted) => {
    const deliver = unheard("SparkYuan", issue, earlier);
    await says("SparkYuan", issue, later);
    deliver();
    await stage.settled();
    expect(shown()).toBe(wanted);
  });

  it("/merge merges nothing where /merge cancel was said before it is heard", async () => {
    const [first, second] = ["/merge", "/merge cancel"].map((body) => unheard("hoangndst", pull, body));
    as("SparkYuan").approve(pull);
    await stage.settled();
    first?.();
    await stage.settled();
    second?.();
    await stage.settled();
    expect(pull.merged).toBeNull();
  });
});

describe("R37: readings that do not show yet what a line before did", () => {
  it.each([
    ["/kind bug", "/remove-kind bug", () => labelsOf(pull)],
    ["/assign @adohe", "/unassign @adohe", () => logins(pull.assignees)],
  ] as const)("%s and then %s", async (put, takeOff, there) => {
    stage.sandbox.setLag(() => (there().length > 0 ? 1_000 : 0));
    as("SparkYuan").comment(pull, put);
    as("SparkYuan").comment(pull, takeOff);
    await stage.settled();
    stage.sandbox.setLag(0);
    expect(there()).toEqual([]);
  });
});
