/** A small sandbox in memory for tests of the page alone: one pull request, one issue, and a record of the acts asked for. */

import type {
  AccessState,
  Act,
  CheckDetail,
  DeliveryEntry,
  IssueDetail,
  JournalEntry,
  PersonaState,
  PullDetail,
  State,
  TimelineEntry,
} from "../../../src/sandbox/control-model.ts";
import type { PagePort, Refusal } from "../../../src/sandbox/page/model.ts";

const at = (minute: number) => new Date(Date.UTC(2026, 10, 23, 14, minute)).toISOString();

export function aPersona(over: Partial<PersonaState> = {}): PersonaState {
  return { login: "octo-fan", name: "Octo Fan", type: "User", role: null, areas: [], affiliation: null, ...over };
}

export function aCheck(over: Partial<CheckDetail> = {}): CheckDetail {
  return {
    name: "rung",
    app: "rung",
    status: "in_progress",
    conclusion: null,
    title: "Needs 1 approval: kusion",
    id: 1,
    headSha: "3f2c1aa00000000000000000000000000000abcd",
    summary: "**Waiting for 1 approval.**",
    text: "| Area | Files | Approved by | Needed |\n| --- | --- | --- | --- |\n| kusion | 2 | | 1 of hoangndst, SparkYuan |",
    startedAt: at(2),
    completedAt: null,
    annotations: [],
    ...over,
  };
}

export function aComment(over: Partial<Extract<TimelineEntry, { kind: "comment" }>> = {}): TimelineEntry {
  return {
    kind: "comment",
    id: 11,
    author: "octo-fan",
    app: false,
    body: "/approve",
    at: at(3),
    editedAt: null,
    editor: null,
    reactions: [],
    ...over,
  };
}

export function aReview(over: Partial<Extract<TimelineEntry, { kind: "review" }>> = {}): TimelineEntry {
  return {
    kind: "review",
    id: 21,
    author: "hoangndst",
    state: "APPROVED",
    body: "",
    commit: "3f2c1aa00000000000000000000000000000abcd",
    at: at(5),
    comments: [],
    ...over,
  };
}

export function aPush(over: Partial<Extract<TimelineEntry, { kind: "push" }>> = {}): TimelineEntry {
  const after = "91bd0e400000000000000000000000000000abcd";
  const commits = [{ sha: after, message: "fix: try again\n\nmore", author: "octo-fan" }];
  return { kind: "push", by: "octo-fan", at: at(7), before: null, after, forced: false, commits, ...over };
}

export function aPullDetail(over: Partial<PullDetail> = {}): PullDetail {
  return {
    kind: "pull",
    owner: "KusionStack",
    repo: "kusion",
    number: 3,
    title: "fix: keep the state file when apply fails",
    state: "open",
    author: "riven-blade",
    labels: [{ name: "kind/bug", color: "d73a4a" }],
    comments: 0,
    createdAt: at(0),
    updatedAt: at(1),
    draft: false,
    head: { owner: "octo-fan", ref: "keep-state", sha: "3f2c1aa00000000000000000000000000000abcd" },
    base: { ref: "main", sha: "0".repeat(40) },
    checks: [aCheck()],
    queued: false,
    body: "Fixes #2.\n\n<!-- hidden -->\n<b>bold</b>",
    editedAt: null,
    reactions: [],
    assignees: [],
    requestedReviewers: [],
    files: [
      {
        path: "pkg/engine/apply.go",
        previousPath: null,
        status: "modified",
        additions: 1,
        deletions: 1,
        patch: "@@ -10,3 +10,3 @@ func Apply\n \tstate := read()\n-\tos.Remove(path)\n+\tkeep(path)\n \treturn nil",
      },
    ],
    mergeable: "mergeable",
    mergeBlockedBy: ["rung has not passed"],
    checksInFull: [aCheck()],
    timeline: [],
    ...over,
  };
}

export function anIssueDetail(over: Partial<IssueDetail> = {}): IssueDetail {
  return {
    kind: "issue",
    owner: "KusionStack",
    repo: "kusion",
    number: 2,
    title: "State is lost when apply fails",
    state: "open",
    author: "jemshad",
    labels: [],
    comments: 0,
    createdAt: at(0),
    updatedAt: at(0),
    body: "Steps follow.",
    editedAt: null,
    reactions: [],
    assignees: [],
    timeline: [],
    ...over,
  };
}

export function aState(pull: PullDetail, issue: IssueDetail): State {
  return {
    now: at(9),
    botLogin: "rung[bot]",
    organization: "KusionStack",
    latency: 0,
    lists: ["CONTRIBUTORS.md"],
    personas: [
      aPersona(),
      aPersona({ login: "hoangndst", role: "approvers", areas: ["kusion"], affiliation: "Viettel Group" }),
      aPersona({ login: "SparkYuan", role: "maintainers", areas: ["kusion"] }),
      aPersona({ login: "dependabot[bot]", type: "Bot" }),
    ],
    repositories: [
      {
        owner: "KusionStack",
        name: "kusion",
        private: false,
        archived: false,
        defaultBranch: "main",
        branches: ["main", "release-0.14"],
        labels: [{ name: "kind/bug", color: "d73a4a" }],
        requiredChecks: ["rung"],
        mergeQueue: true,
      },
    ],
    pulls: [pull],
    issues: [issue],
  };
}

export function aDelivery(over: Partial<DeliveryEntry> = {}): DeliveryEntry {
  return {
    seq: 1,
    id: 1,
    guid: "d1",
    at: at(3),
    event: "issue_comment",
    action: "created",
    repository: "KusionStack/kusion",
    number: 3,
    sender: "octo-fan",
    status: 202,
    ms: 3,
    redelivery: false,
    ...over,
  };
}

export function aRequest(over: Partial<JournalEntry> = {}): JournalEntry {
  return {
    seq: 1,
    at: at(3),
    method: "POST",
    path: "/api/graphql",
    operation: "query Pull",
    who: "rung[bot]",
    status: 200,
    ms: 2,
    effect: "read",
    summary: null,
    ...over,
  };
}

export function anAccessState(over: Partial<AccessState> = {}): AccessState {
  return {
    organization: "KusionStack",
    owners: ["SparkYuan"],
    members: ["SparkYuan", "hoangndst"],
    teams: [
      {
        slug: "kusion-approvers",
        name: "kusion-approvers",
        description: "Kept by Rung from KusionStack/.github",
        privacy: "closed",
        parent: null,
        identityProvider: null,
        members: [{ login: "hoangndst", role: "member" }],
        repositories: [{ repo: "kusion", permission: "write" }],
      },
    ],
    invitations: [
      {
        login: "octo-fan",
        email: null,
        inviter: "SparkYuan",
        teams: ["kusion-approvers"],
        sentAt: at(1),
        failed: null,
      },
    ],
    collaborators: [{ repo: "kusion", login: "jemshad", permission: "triage", outside: true }],
    ...over,
  };
}

export interface PortParts {
  readonly access?: AccessState;
  readonly pull?: PullDetail;
  readonly issue?: IssueDetail;
  readonly deliveries?: readonly DeliveryEntry[];
  readonly journal?: readonly JournalEntry[];
  readonly refuse?: string;
}

/** The port, the acts it was asked for, and by how much the clock was to move on. */
export function aPort(parts: PortParts = {}): {
  readonly port: PagePort;
  readonly acts: Act[];
  readonly spans: readonly string[];
} {
  const acts: Act[] = [];
  const spans: string[] = [];
  const pull = parts.pull ?? aPullDetail();
  const issue = parts.issue ?? anIssueDetail();
  const refusal: Refusal | null = parts.refuse === undefined ? null : { ok: false, message: parts.refuse };
  const port: PagePort = {
    state: async () => aState(pull, issue),
    access: async () => parts.access ?? anAccessState(),
    pull: async ({ number }) => (number === pull.number ? pull : null),
    issue: async ({ number }) => (number === issue.number ? issue : null),
    files: async () => ["README.md", "pkg/engine/apply.go"],
    text: async (_owner, _repo, path) => (path === "README.md" ? "# Kusion\n" : null),
    moveClock: async (span) => {
      spans.push(span);
    },
    clockMoves: async () => [],
    act: async (act) => {
      acts.push(act);
      return refusal ?? { ok: true, number: 4, id: null, sha: null };
    },
    journal: async () => parts.journal ?? [],
    deliveries: async () => parts.deliveries ?? [],
    watch: () => () => undefined,
  };
  return { port, acts, spans };
}
