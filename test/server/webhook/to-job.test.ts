import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Job } from "../../../src/model/job.ts";
import { envelopeView } from "../../../src/server/webhook/payload-views.ts";
import { echo, hasUse, type RoutingContext, toJob } from "../../../src/server/webhook/to-job.ts";
import { type Account, instant } from "../../../src/shared/names.ts";
import { aCommentEvent, allExamples, anEvent, aPullEvent, aPush, aReviewEvent, known } from "./an-event.ts";

const head = "a".repeat(40);
const ref = { owner: "KusionStack", name: "kusion", id: 31 };
const octoFan = { login: "octo-fan", id: 9, type: "User" };
const bot = { login: "rung[bot]", id: 1, type: "Bot" };

function jobOf(event: string, payload: unknown, knowing: RoutingContext = known): Job {
  const routing = toJob(event, payload, knowing);
  if (routing.kind !== "job") throw new Error(`expected a job, got ${JSON.stringify(routing)}`);
  return routing.job;
}

function kindOf(event: string, payload: unknown, knowing: RoutingContext = known): string {
  return toJob(event, payload, knowing).kind;
}

function at(iso: string): number {
  return Date.parse(iso);
}

describe("what Rung itself did", () => {
  const used = allExamples.filter(({ event }) => hasUse(event));
  const ours = used.map(({ event, payload }) => ({ event, payload: { ...payload, sender: bot } }));
  const echoOf = (event: string, payload: unknown) => echo(event, envelopeView.parse(payload), known);

  it("R21: is dropped by its sender alone where the whole look would drop it, and nothing else is", () => {
    const dropped = ours.filter(({ event, payload }) => echoOf(event, payload) !== null);
    expect(new Set(dropped.map(({ event }) => event))).toContain("check_run");
    for (const { event, payload } of dropped) expect(echoOf(event, payload)).toEqual(toJob(event, payload, known));
    for (const { event, payload } of used) expect(echoOf(event, payload), event).toBe(null);
  });

  it("is looked at where the database is asked before, or hides something, and before GitHub has told the app's login", () => {
    const events = ["push", "installation", "installation_repositories", "repository"];
    for (const { event, payload } of ours) if (events.includes(event)) expect(echoOf(event, payload)).toBe(null);
    for (const { event, payload } of ours)
      expect(echo(event, envelopeView.parse(payload), { ...known, botLogin: null })).toBe(null);
  });
});

describe("GitHub's own examples", () => {
  it("are each a job or ignored, never malformed", () => {
    const wrong = allExamples
      .map(({ event, payload }) => ({ event, routing: toJob(event, payload, known) }))
      .filter(({ routing }) => routing.kind === "malformed");
    expect(allExamples.length).toBeGreaterThan(200);
    expect(wrong).toEqual([]);
  });

  it("of one kind each: those that Rung acts upon give jobs", () => {
    const jobs = new Set(
      allExamples
        .filter(({ event, payload }) => kindOf(event, payload) === "job")
        .map(({ event, payload }) => `${event}.${String(payload.action ?? "")}`),
    );
    for (const cause of [
      "pull_request.opened",
      "pull_request.synchronize",
      "pull_request.labeled",
      "pull_request.closed",
      "pull_request.converted_to_draft",
      "merge_group.checks_requested",
      "installation.created",
      "installation_repositories.added",
      "repository.renamed",
      "membership.added",
    ]) {
      expect(jobs).toContain(cause);
    }
  });

  it("stay answered, without a throw, when anything in them is changed", () => {
    const rubbish = fc.oneof(fc.constant(null), fc.constant(undefined), fc.string(), fc.integer(), fc.jsonValue());
    fc.assert(
      fc.property(fc.constantFrom(...allExamples), fc.nat(), rubbish, ({ event, payload }, place, value) => {
        const changed: unknown = structuredClone(payload);
        replaceAt(changed, place, value);
        expect(["job", "ignored", "malformed"]).toContain(kindOf(event, changed));
      }),
      { numRuns: 3_000 },
    );
  });

  it("and any JSON at all, under any name, is answered without a throw", () => {
    const names = fc.constantFrom(...new Set(allExamples.map(({ event }) => event)), "__proto__", "no_such_event");
    fc.assert(
      fc.property(names, fc.jsonValue(), (event, payload) => {
        expect(["job", "ignored", "malformed"]).toContain(kindOf(event, payload));
      }),
    );
  });
});

/** Puts a value at the n-th place of the payload, counted through its depths. */
function replaceAt(payload: unknown, place: number, value: unknown): void {
  const places: [Record<string, unknown>, string][] = [];
  const walk = (node: unknown): void => {
    if (typeof node !== "object" || node === null) return;
    for (const [key, inner] of Object.entries(node)) {
      places.push([node as Record<string, unknown>, key]);
      walk(inner);
    }
  };
  walk(payload);
  const chosen = places[place % Math.max(1, places.length)];
  if (chosen) chosen[0][chosen[1]] = value;
}

describe("pull_request", () => {
  it("opened: the head and the base stood when it was made", () => {
    const job = jobOf("pull_request", aPullEvent("opened"));
    expect(job).toEqual({
      installationId: 77,
      subject: { kind: "pull", repository: ref, number: 12 },
      cause: "pull_request.opened",
      actor: "octo-fan",
      notes: [
        { kind: "head", sha: head, before: null, at: at("2026-11-20T10:00:00Z"), by: octoFan },
        { kind: "base", ref: "main", before: null, at: at("2026-11-20T10:00:00Z") },
        { kind: "head", sha: head, before: null, at: at("2026-11-20T10:05:00Z") },
        { kind: "base", ref: "main", before: null, at: at("2026-11-20T10:05:00Z") },
      ],
    });
  });

  it("opened with a command in its text: the text as it was made is kept (R7)", () => {
    const job = jobOf("pull_request", aPullEvent("opened", { pull: { body: "A change.\n\n/hold until Monday" } }));
    expect(job.notes).toContainEqual({
      kind: "said",
      utterance: "description",
      id: 0,
      nodeId: "PR_12",
      by: octoFan,
      text: "A change.\n\n/hold until Monday",
      at: at("2026-11-20T10:00:00Z"),
    });
  });

  it("R9a, R41: synchronize tells which head ended when, and who pushed", () => {
    const more = { before: "b".repeat(40), after: head };
    const job = jobOf("pull_request", aPullEvent("synchronize", { more }));
    expect(job.notes[0]).toEqual({
      kind: "head",
      sha: head,
      before: "b".repeat(40),
      at: at("2026-11-20T10:05:00Z"),
      by: octoFan,
    });
  });

  it("R16: a retarget tells the branch before", () => {
    const more = { changes: { base: { ref: { from: "release-1" }, sha: { from: "x" } } } };
    const job = jobOf("pull_request", aPullEvent("edited", { more }));
    expect(job.notes).toContainEqual({
      kind: "base",
      ref: "main",
      before: "release-1",
      shaBefore: "x",
      at: at("2026-11-20T10:05:00Z"),
    });
  });

  it("an edited title, or a description without commands before and after, changes nothing", () => {
    expect(kindOf("pull_request", aPullEvent("edited", { more: { changes: { title: { from: "old" } } } }))).toBe(
      "ignored",
    );
    expect(kindOf("pull_request", aPullEvent("edited", { more: { changes: { body: { from: "old" } } } }))).toBe(
      "ignored",
    );
  });

  it("R9b: a description that loses its command is looked at again", () => {
    const more = { changes: { body: { from: "/hold" } } };
    expect(kindOf("pull_request", aPullEvent("edited", { more }))).toBe("job");
  });

  it("R15b: who put a label on, and when, is kept; labels that the registry does not name are ignored", () => {
    const more = { label: { name: "do-not-merge/hold" } };
    const knowing = { ...known, labelsOfInterest: () => new Set(["Do-Not-Merge/Hold"]) };
    const job = jobOf("pull_request", aPullEvent("labeled", { more }), knowing);
    expect(job.notes[0]).toEqual({
      kind: "labelled",
      label: "do-not-merge/hold",
      on: true,
      by: octoFan,
      at: at("2026-11-20T10:05:00Z"),
    });
    expect(kindOf("pull_request", aPullEvent("labeled", { more: { label: { name: "bug" } } }), knowing)).toBe(
      "ignored",
    );
    expect(jobOf("pull_request", aPullEvent("unlabeled", { more }), knowing).notes[0]).toMatchObject({ on: false });
  });

  it("closed: when it was closed", () => {
    const pull = { closed_at: "2026-11-20T10:04:00Z" };
    expect(jobOf("pull_request", aPullEvent("closed", { pull })).notes[0]).toEqual({
      kind: "closed",
      at: at("2026-11-20T10:04:00Z"),
    });
  });

  it("R86: what GitHub is to merge no more is looked at, unless it is merged, or Rung took it back", () => {
    const dropped = { kind: "merge-dropped", at: expect.any(Number) };
    expect(jobOf("pull_request", aPullEvent("auto_merge_disabled")).notes).toContainEqual(dropped);
    expect(jobOf("pull_request", aPullEvent("dequeued", { more: { reason: "CI_FAILURE" } })).notes).toContainEqual(
      dropped,
    );
    expect(kindOf("pull_request", aPullEvent("dequeued", { more: { reason: "MERGE" } }))).toBe("ignored");
    expect(kindOf("pull_request", aPullEvent("dequeued", { sender: bot }))).toBe("ignored");
  });

  it("R58: what could not be said in a locked conversation is said once it is unlocked", () => {
    expect(jobOf("pull_request", aPullEvent("unlocked")).notes).toContainEqual({ kind: "unlocked" });
  });

  it.each(["assigned", "review_requested", "locked", "milestoned", "enqueued", "auto_merge_enabled"])(
    "%s changes no verdict",
    (action) => {
      expect(kindOf("pull_request", aPullEvent(action))).toBe("ignored");
    },
  );

  it("other bots' pull requests are gated like anyone's", () => {
    const dependabot = { login: "dependabot[bot]", id: 5, type: "Bot" };
    const payload = aPullEvent("opened", { sender: dependabot, pull: { user: dependabot, body: "/approve" } });
    expect(jobOf("pull_request", payload).notes.filter((note) => note.kind === "said")).toEqual([]);
  });
});

describe("pull_request_review", () => {
  it("submitted: a job, with the head that stood", () => {
    expect(jobOf("pull_request_review", aReviewEvent("submitted"))).toMatchObject({
      subject: { kind: "pull", number: 12 },
      notes: [
        { kind: "head", sha: head, before: null },
        { kind: "base", ref: "main", before: null },
        { kind: "reviewed", id: 500, state: "APPROVED", edited: false },
      ],
    });
  });

  it("R37: what became of a review is told: edited, dismissed", () => {
    const edited = aReviewEvent("edited", { body: "/approve docs" }, { changes: { body: { from: "" } } });
    const dismissed = aReviewEvent("dismissed", { state: "dismissed" });
    expect(jobOf("pull_request_review", edited).notes.at(-1)).toMatchObject({ kind: "reviewed", edited: true });
    expect(jobOf("pull_request_review", dismissed).notes.at(-1)).toMatchObject({
      kind: "reviewed",
      state: "DISMISSED",
    });
  });

  it("R10: a plain comment review changes nothing unless a label shows it, one with a command is kept as it was made", () => {
    expect(kindOf("pull_request_review", aReviewEvent("submitted", { state: "commented", body: "Nice" }))).toBe(
      "ignored",
    );
    const showing = { ...known, showsPlainReview: (_: number, by: Account) => by.login === "octo-fan" };
    const plain = (login: string) =>
      toJob(
        "pull_request_review",
        aReviewEvent("submitted", { state: "commented", body: "Nice", user: { login, id: 9 } }),
        showing,
      );
    expect(plain("octo-fan").kind).toBe("job");
    expect(plain("stranger").kind).toBe("ignored");
    const said = aReviewEvent("submitted", { state: "commented", body: "/approve engine" });
    expect(jobOf("pull_request_review", said).notes).toContainEqual({
      kind: "said",
      utterance: "review",
      id: 500,
      nodeId: "PRR_500",
      by: octoFan,
      text: "/approve engine",
      at: at("2026-11-20T10:05:00Z"),
    });
  });

  it("R3: bots' reviews are ignored", () => {
    const review = { user: { login: "copilot[bot]", id: 8, type: "Bot" } };
    expect(kindOf("pull_request_review", aReviewEvent("submitted", review))).toBe("ignored");
  });

  it("dismissed is a job; edited only when a command comes or goes", () => {
    expect(kindOf("pull_request_review", aReviewEvent("dismissed", { state: "dismissed" }))).toBe("job");
    expect(
      kindOf("pull_request_review", aReviewEvent("edited", { body: "b" }, { changes: { body: { from: "a" } } })),
    ).toBe("ignored");
    const edited = aReviewEvent("edited", { body: "b" }, { changes: { body: { from: "/approve" } } });
    expect(jobOf("pull_request_review", edited).notes.filter((note) => note.kind === "said")).toEqual([]);
  });
});

describe("comments", () => {
  it("an ordinary comment costs nothing", () => {
    expect(kindOf("issue_comment", aCommentEvent("created", { comment: { body: "Thanks, see /usr/bin/env" } }))).toBe(
      "ignored",
    );
  });

  it("R7: a command is kept as it was made", () => {
    expect(jobOf("issue_comment", aCommentEvent("created"))).toEqual({
      installationId: 77,
      subject: { kind: "pull", repository: ref, number: 12 },
      cause: "issue_comment.created",
      actor: "octo-fan",
      notes: [
        {
          kind: "said",
          utterance: "comment",
          id: 600,
          nodeId: "IC_600",
          by: octoFan,
          text: "/approve",
          at: at("2026-11-20T10:06:00Z"),
        },
      ],
    });
  });

  it("R7, R9b: an edit matters for its old or its new text, and adds no command", () => {
    const withdrawn = aCommentEvent("edited", {
      comment: { body: "never mind" },
      more: { changes: { body: { from: "/approve" } } },
    });
    const added = aCommentEvent("edited", { more: { changes: { body: { from: "hello" } } } });
    const plain = aCommentEvent("edited", { comment: { body: "b" }, more: { changes: { body: { from: "a" } } } });
    const told = (before: string, now: string) => [
      {
        ...{ kind: "unsaid", utterance: "comment", id: 600, how: "edited" },
        edit: { by: expect.objectContaining({ type: "User" }), before, now },
      },
    ];
    expect(jobOf("issue_comment", withdrawn).notes).toEqual(told("/approve", "never mind"));
    expect(jobOf("issue_comment", added).notes).toEqual(told("hello", expect.stringContaining("/")));
    expect(kindOf("issue_comment", plain)).toBe("ignored");
  });

  it("R9b: a deleted command is looked at", () => {
    expect(jobOf("issue_comment", aCommentEvent("deleted")).notes).toEqual([
      { kind: "unsaid", utterance: "comment", id: 600, how: "deleted" },
    ]);
  });

  it("on an issue: the issue is the subject", () => {
    const payload = aCommentEvent("created", { issue: { pull_request: undefined }, comment: { body: "/help" } });
    expect(jobOf("issue_comment", payload).subject).toEqual({ kind: "issue", repository: ref, number: 12 });
  });

  it("R3: bots give no commands", () => {
    const payload = aCommentEvent("created", { comment: { user: { login: "x[bot]", id: 5, type: "Bot" } } });
    expect(kindOf("issue_comment", payload)).toBe("ignored");
  });

  it("R3: what may be a bot's nomination is read, since a ladder may name the bot; an edit of it is not", () => {
    const user = { login: "x[bot]", id: 5, type: "Bot" };
    const said = (action: string, body: string) => aCommentEvent(action, { comment: { user, body } });
    expect(kindOf("issue_comment", said("created", "/promote @dee approver"))).toBe("job");
    expect(kindOf("issue_comment", said("created", "/approve"))).toBe("ignored");
    for (const body of [
      "See `/promote @dee approver`.",
      "```\n/promote @dee approver\n```",
      "x\u2028/promote @dee approver",
    ])
      expect(kindOf("issue_comment", said("created", body))).toBe("ignored");
    expect(kindOf("issue_comment", said("edited", "/promote @dee approver"))).toBe("ignored");
  });

  it("an inline comment with a command is kept, one without is ignored", () => {
    const { review: _, ...rest } = aReviewEvent("created");
    const inline = { id: 700, node_id: "RC", body: "/hold", user: octoFan, created_at: "2026-11-20T10:07:00Z" };
    const job = jobOf("pull_request_review_comment", { ...rest, comment: inline });
    expect(job.notes).toContainEqual(expect.objectContaining({ kind: "said", utterance: "review-comment", id: 700 }));
    const plain = { ...rest, comment: { ...inline, body: "nit" } };
    expect(kindOf("pull_request_review_comment", plain)).toBe("ignored");
  });

  it("a new issue's text is read for commands", () => {
    const issue = { number: 3, node_id: "I_3", body: "/help", user: octoFan, created_at: "2026-11-20T10:00:00Z" };
    expect(jobOf("issues", anEvent("opened", { issue })).subject).toEqual({
      kind: "issue",
      repository: ref,
      number: 3,
    });
    expect(kindOf("issues", anEvent("opened", { issue: { ...issue, body: "It breaks" } }))).toBe("ignored");
  });

  it("an issue that is closed is looked at only where something is open on it, one that is reopened always", () => {
    const issue = {
      ...{ number: 3, node_id: "I_3", body: "/help", user: octoFan, created_at: "2026-11-20T10:00:00Z" },
      ...{ updated_at: "2026-11-23T10:00:05Z", closed_at: "2026-11-23T10:00:00Z" },
    };
    const closed = anEvent("closed", { issue });
    expect(kindOf("issues", closed)).toBe("ignored");
    const asksOn = (_: number, number: number) => number === 3;
    expect(toJob("issues", closed, { ...known, asksOn })).toMatchObject({
      kind: "job",
      job: { subject: { kind: "issue", number: 3 }, notes: [{ kind: "closed", at: instant("2026-11-23T10:00:00Z") }] },
    });
    const other = anEvent("closed", { issue: { ...issue, number: 4 } });
    expect(toJob("issues", other, { ...known, asksOn }).kind).toBe("ignored");
    const ofPull = anEvent("closed", { issue: { ...issue, pull_request: { url: "u" } } });
    expect(toJob("issues", ofPull, { ...known, asksOn }).kind).toBe("ignored");
    // What rested goes on.
    expect(jobOf("issues", anEvent("reopened", { issue })).notes).toEqual([
      { kind: "reopened", at: instant("2026-11-23T10:00:05Z") },
    ]);
  });
});

describe("R21: the bot's own events", () => {
  it("cause no job: its comments, labels, reviews and checks", () => {
    expect(kindOf("issue_comment", aCommentEvent("created", { sender: bot, comment: { user: bot } }))).toBe("ignored");
    expect(kindOf("issue_comment", aCommentEvent("edited", { sender: bot, comment: { user: bot } }))).toBe("ignored");
    expect(kindOf("pull_request", aPullEvent("labeled", { sender: bot, more: { label: { name: "approved" } } }))).toBe(
      "ignored",
    );
    const run = { head_sha: head, app: { id: 4242 }, pull_requests: [{ number: 12 }] };
    expect(kindOf("check_run", anEvent("created", { check_run: run }))).toBe("ignored");
    expect(kindOf("check_run", anEvent("completed", { check_run: run }))).toBe("ignored");
  });

  it("are known by the app's id as well, before GitHub told the bot's login", () => {
    const comment = { user: bot, performed_via_github_app: { id: 4242 } };
    const payload = aCommentEvent("created", { sender: bot, comment });
    expect(kindOf("issue_comment", payload, { ...known, botLogin: null })).toBe("ignored");
  });

  it("but a pull request of its own is gated", () => {
    expect(kindOf("pull_request", aPullEvent("opened", { sender: bot, pull: { user: bot } }))).toBe("job");
  });

  it("R26: somebody else's hand in the bot's comment is looked at", () => {
    const comment = { user: bot, body: "tampered" };
    expect(kindOf("issue_comment", aCommentEvent("edited", { comment }))).toBe("job");
    expect(kindOf("issue_comment", aCommentEvent("deleted", { comment }))).toBe("job");
  });
});

describe("checks and merge groups", () => {
  it("R18: a merge group that wants its checks", () => {
    const group = {
      head_sha: head,
      head_ref: "refs/heads/gh-readonly-queue/main/pr-1-x",
      base_sha: "b",
      base_ref: "refs/heads/main",
    };
    expect(jobOf("merge_group", anEvent("checks_requested", { merge_group: group })).subject).toEqual({
      kind: "merge-group",
      repository: ref,
      headSha: head,
      headRef: group.head_ref,
      baseSha: "b",
      baseRef: "refs/heads/main",
    });
    const ended = (reason?: string) => jobOf("merge_group", anEvent("destroyed", { merge_group: group, reason }));
    expect(ended("merged")).toMatchObject({ subject: { kind: "merge-group", headSha: head } });
    expect(ended("merged").notes).toEqual([{ kind: "group-ended", merged: true }]);
    expect(ended("dequeued").notes).toEqual([{ kind: "group-ended", merged: false }]);
    expect(ended().notes).toEqual([{ kind: "group-ended", merged: false }]);
  });

  it("R39: Re-run is for the pull request with that head, or the merge group, or the commit itself", () => {
    const run = {
      head_sha: head,
      app: { id: 4242 },
      pull_requests: [{ number: 12 }],
      check_suite: { head_branch: "fix" },
    };
    const rerun = (over: object) => anEvent("rerequested", { check_run: { ...run, ...over } });
    expect(jobOf("check_run", rerun({})).subject).toMatchObject({ kind: "pull", number: 12 });
    const fromFork = { ...known, pullWithHead: (id: number, sha: string) => (id === 31 && sha === head ? 14 : null) };
    expect(jobOf("check_run", rerun({ pull_requests: [] }), fromFork).subject).toMatchObject({
      kind: "pull",
      number: 14,
    });
    const commit = { kind: "commit", repository: ref, headSha: head };
    expect(jobOf("check_run", rerun({ pull_requests: [] })).subject).toEqual(commit);
    const movedOn = { number: 12, head: { sha: "f".repeat(40) } };
    expect(jobOf("check_run", rerun({ pull_requests: [movedOn] })).subject).toEqual(commit);
    const there = { number: 12, head: { sha: head } };
    expect(jobOf("check_run", rerun({ pull_requests: [movedOn, there] })).subject).toMatchObject({ number: 12 });
    const queued = {
      pull_requests: [],
      check_suite: { head_branch: `gh-readonly-queue/rel/1/pr-9-${"d".repeat(40)}` },
    };
    expect(jobOf("check_run", rerun(queued)).subject).toMatchObject({
      kind: "merge-group",
      headSha: head,
      baseRef: "refs/heads/rel/1",
      baseSha: "d".repeat(40),
    });
    expect(kindOf("check_run", rerun({ app: { id: 1 } }))).toBe("ignored");
    const suite = { head_sha: head, head_branch: "fix", app: { id: 4242 }, pull_requests: [{ number: 12 }] };
    expect(jobOf("check_suite", anEvent("rerequested", { check_suite: suite })).subject).toMatchObject({ number: 12 });
    expect(kindOf("check_suite", anEvent("requested", { check_suite: suite }))).toBe("ignored");
  });
});

describe("R5: what may change roles", () => {
  it("a push of the registry's file to the default branch, and nothing less", () => {
    const commit = { id: "c".repeat(40), added: [], modified: [], removed: [".github/roles.yaml"] };
    expect(jobOf("push", aPush({ commits: [commit], head_commit: commit })).subject).toEqual({
      kind: "registry",
      repository: ref,
    });
    const { repository } = aPush();
    const at = { ...repository, pushed_at: 1_764_000_000 };
    const told = aPush({ commits: [commit], head_commit: commit, after: commit.id, repository: at });
    expect(jobOf("push", told).notes).toMatchObject([{ kind: "base", sha: commit.id }]);
    expect(kindOf("push", aPush())).toBe("ignored");
    expect(kindOf("push", aPush({ ref: "refs/heads/other", commits: [commit], head_commit: commit }))).toBe("ignored");
  });

  it("R66: a push of what follows a registry to the default branch, where that is known", () => {
    const commit = { id: "c".repeat(40), added: [], modified: ["MAINTAINERS.md"], removed: [] };
    const pushed = aPush({ commits: [commit], head_commit: commit });
    const knowing = { ...known, publishes: (path: string) => path === "MAINTAINERS.md" };
    expect(jobOf("push", pushed, knowing).subject).toEqual({ kind: "publishing", repository: ref });
    expect(kindOf("push", pushed)).toBe("ignored");
    expect(kindOf("push", aPush({ ref: "refs/heads/other", commits: [commit], head_commit: commit }), knowing)).toBe(
      "ignored",
    );
  });

  it("a push whose list of commits cannot tell: forced, empty, or without its last commit", () => {
    expect(kindOf("push", aPush({ forced: true }))).toBe("job");
    expect(kindOf("push", aPush({ commits: [] }))).toBe("job");
    expect(kindOf("push", aPush({ head_commit: { id: "f".repeat(40) } }))).toBe("job");
  });

  it("teams: everything open, whichever team it is", () => {
    const more = { team: { slug: "core" }, organization: { login: "KusionStack" }, member: octoFan };
    expect(jobOf("membership", anEvent("added", more)).subject).toEqual({ kind: "sweep", repositories: [] });
    expect(kindOf("membership", anEvent("removed", more))).toBe("job");
    expect(jobOf("team", anEvent("edited", more)).subject.kind).toBe("sweep");
    expect(jobOf("team", anEvent("created", more)).subject).toEqual({ kind: "access-news", owner: "KusionStack" });
    expect(kindOf("team", anEvent("whatever", more))).toBe("ignored");
  });

  it("R69: who was given access or lost it, and by whom, which GitHub does not tell later", () => {
    const owner = "KusionStack";
    const eve = { login: "eve", id: 66, type: "User" };
    const by = { login: octoFan.login, id: octoFan.id };
    const organization = { login: owner };
    const told = (event: string, action: string, more: object) => {
      const { subject, notes } = jobOf(event, anEvent(action, { organization, ...more }));
      return [subject.kind, notes.map((note) => (note.kind === "access" ? [note.owner, note.change] : note))];
    };
    const change = (what: string, where: object) => [owner, { what, where, person: { login: "eve", id: 66 }, by }];
    const team = { kind: "team", team: "core" };
    expect(told("membership", "added", { team: { slug: "Core" }, member: eve })).toEqual([
      "sweep",
      [change("added", team)],
    ]);
    expect(told("membership", "removed", { team: { slug: "core" }, member: eve })).toEqual([
      "sweep",
      [change("removed", team)],
    ]);
    const everywhere = { kind: "organisation" };
    expect(told("organization", "member_removed", { membership: { user: eve } })).toEqual([
      "sweep",
      [change("removed", everywhere)],
    ]);
    expect(told("organization", "member_added", { membership: { user: eve } })).toEqual([
      "access-news",
      [change("added", everywhere)],
    ]);
    expect(told("organization", "member_invited", { user: eve })).toEqual([
      "access-news",
      [change("invited", everywhere)],
    ]);
    expect(told("organization", "member_invited", { invitation: { email: "eve@x.org" } })).toEqual([
      "access-news",
      [[owner, null]],
    ]);
    const repository = { kind: "repository", repository: "kusion" };
    for (const [action, what] of [
      ["added", "added"],
      ["edited", "permission"],
      ["removed", "removed"],
    ] as const)
      expect(told("member", action, { member: eve })).toEqual(["access-news", [change(what, repository)]]);
    expect(kindOf("organization", anEvent("renamed", { organization }))).toBe("ignored");
  });

  it("R32: repositories that are renamed, transferred or come back; not those that are archived", () => {
    for (const action of ["renamed", "transferred", "unarchived"]) {
      expect(jobOf("repository", anEvent(action, {})).subject.kind).toBe("registry");
    }
    expect(kindOf("repository", anEvent("archived", {}))).toBe("ignored");
    const moved = { changes: { default_branch: { from: "master" } } };
    expect(kindOf("repository", anEvent("edited", moved))).toBe("job");
    expect(kindOf("repository", anEvent("edited", { changes: { description: { from: "x" } } }))).toBe("ignored");
  });

  it("installations: everything open when Rung arrives, nothing when it leaves", () => {
    expect(jobOf("installation", anEvent("created", {})).subject).toEqual({ kind: "sweep", repositories: [] });
    expect(kindOf("installation", anEvent("deleted", {}))).toBe("ignored");
    const added = { repositories_added: [{ id: 31, full_name: "KusionStack/kusion" }] };
    expect(jobOf("installation_repositories", anEvent("added", added)).subject).toEqual({
      kind: "sweep",
      repositories: [ref],
    });
    expect(kindOf("installation_repositories", anEvent("removed", {}))).toBe("ignored");
  });
});

describe("R22: input", () => {
  it("an event that Rung has no use for is ignored, whatever its payload", () => {
    expect(kindOf("star", 17)).toBe("ignored");
    expect(kindOf("constructor", {})).toBe("ignored");
  });

  it("an event of another shape is malformed, and the reason names places, never values", () => {
    const routing = toJob("issue_comment", { ...aCommentEvent("created"), comment: { id: "ghs_secret" } }, known);
    expect(routing.kind).toBe("malformed");
    expect(JSON.stringify(routing)).toContain("comment.id");
    expect(JSON.stringify(routing)).not.toContain("ghs_secret");
    expect(kindOf("pull_request", "text")).toBe("malformed");
    expect(kindOf("pull_request", aPullEvent("closed", { pull: { updated_at: "yesterday" } }))).toBe("malformed");
  });

  it("an event without an installation, or from an archived repository, is ignored", () => {
    const { installation: _, ...without } = aPullEvent("opened");
    expect(kindOf("pull_request", without)).toBe("ignored");
    const archived = { ...aPullEvent("opened"), repository: { id: 31, full_name: "a/b", archived: true } };
    expect(kindOf("pull_request", archived)).toBe("ignored");
  });
});
