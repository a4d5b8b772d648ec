/** Builders of facts for tests: sensible defaults, so that a case shows only what matters. */

import { callsIn } from "../../src/commands/text/parse-commands.ts";
import type { Compared } from "../../src/model/diffs.ts";
import type { ChangedFile, CommitFacts, Listed, PullFacts, Review, Utterance } from "../../src/model/facts.ts";
import { indexed, type RegistryIndex } from "../../src/registry/registry-index.ts";
import type { AreaDefinition, Holding, Registry } from "../../src/registry/registry-types.ts";
import type { ApprovalRule } from "../../src/registry/settings.ts";
import { type Account, type Instant, loginKey } from "../../src/shared/names.ts";
import { DEFAULTS } from "./defaults.ts";

/** Noon of Monday 23 November 2026, UTC. */
export const NOON: Instant = Date.UTC(2026, 10, 23, 12);

/** So many minutes after noon. */
export function minute(minutes: number): Instant {
  return NOON + minutes * 60_000;
}

/** A person; the id follows from the login without case, as on GitHub one account has one id. */
export function person(login: string): Account {
  const id = [...login.toLowerCase()].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 1_000_003, 7);
  return { login, id, type: "User" };
}

export function bot(login: string): Account {
  return { ...person(login), type: "Bot" };
}

let lastId = 100;

function nextId(): number {
  lastId += 1;
  return lastId;
}

type Saying = Partial<Omit<Utterance, "author" | "kind">> & { readonly author?: Account | null };

function utterance<Kind extends Utterance["kind"]>(kind: Kind, by: string | Account | null, saying: Saying) {
  const id = saying.id ?? nextId();
  const { body = "" } = saying;
  return {
    kind,
    nodeId: `N_${kind}_${id}`,
    author: typeof by === "string" ? person(by) : by,
    body,
    calls: callsIn(body),
    at: minute(10),
    edited: false,
    url: `https://github.test/o/r/pull/7#${kind}-${id}`,
    ...saying,
    id,
  };
}

/** The same utterance with another text. */
export function reworded<Kind extends Utterance>(one: Kind, body: string): Kind {
  return { ...one, body, calls: callsIn(body) };
}

export function aComment(by: string | Account | null, body: string, more: Saying = {}): Utterance {
  return utterance("comment", by, { body, ...more });
}

export function aReviewComment(by: string | Account | null, body: string, more: Saying = {}): Utterance {
  return utterance("review-comment", by, { body, ...more });
}

export function aReview(
  by: string | Account | null,
  state: Review["state"],
  more: Saying & { readonly commit?: string | null } = {},
): Review {
  return { commit: "h1", ...utterance("review", by, more), kind: "review", state };
}

export function approval(by: string | Account | null, more: Saying & { readonly commit?: string | null } = {}): Review {
  return aReview(by, "APPROVED", more);
}

export function aFile(path: string, more: Partial<ChangedFile> = {}): ChangedFile {
  return { path, previousPath: null, change: "modified", ...more };
}

export function aCommit(
  sha: string,
  people: CommitFacts["people"],
  parents: readonly string[] = ["base"],
): CommitFacts {
  return { sha, parents, people };
}

export function listOf<T>(items: readonly T[]): Listed<T> {
  return { items, complete: true, total: items.length };
}

/** A list that GitHub cut: so many there are said to be. */
export function cut<T>(items: readonly T[], total: number): Listed<T> {
  return { items, complete: false, total };
}

type Many<T> = readonly T[] | Listed<T>;

export interface PullOptions
  extends Partial<
    Omit<
      PullFacts,
      "author" | "files" | "commits" | "reviews" | "comments" | "reviewComments" | "labels" | "head" | "base"
    >
  > {
  readonly author?: string | Account | null;
  readonly head?: string;
  readonly base?: string;
  /** Paths, or files in full. */
  readonly files?: Many<string | ChangedFile>;
  readonly commits?: Many<CommitFacts>;
  readonly reviews?: Many<Review>;
  readonly comments?: Many<Utterance>;
  readonly reviewComments?: Many<Utterance>;
  readonly labels?: Many<string>;
}

/** Pull request 7 of `kusionstack/kusion` by pat, one file changed in one commit of the author's, read an hour after noon with the head `h1`. */
export function aPull(options: PullOptions = {}): PullFacts {
  const { author, head, base, files, commits, reviews, comments, reviewComments, labels, ...rest } = options;
  const by = typeof author === "string" ? person(author) : author === undefined ? person("pat") : author;
  const asFile = (file: string | ChangedFile) => (typeof file === "string" ? aFile(file) : file);
  const changed = inFull(files ?? ["main.go"]);
  return {
    kind: "pull",
    repository: {
      owner: "KusionStack",
      name: "kusion",
      id: 42,
      private: false,
      archived: false,
      defaultBranch: "main",
    },
    number: 7,
    nodeId: "PR_7",
    title: "feat: a change",
    state: "open",
    author: by,
    createdAt: NOON,
    description: utterance("description", by, { id: 0, at: NOON }),
    readAt: minute(60),
    draft: false,
    twins: [],
    history: new Map(),
    forced: null,
    labelIds: new Map(inFull(labels ?? []).items.map((name) => [name, `LA_${name}`])),
    ...rest,
    head: { sha: head ?? "h1", ref: "feature" },
    base: { ref: base ?? "main", sha: base ?? "main", noted: base ?? "main" },
    files: { ...changed, items: changed.items.map(asFile) },
    commits: inFull(commits ?? [aCommit(head ?? "h1", by === null ? [] : [by])]),
    reviews: inFull(reviews ?? []),
    comments: inFull(comments ?? []),
    reviewComments: inFull(reviewComments ?? []),
    labels: inFull(labels ?? []),
  };
}

function inFull<T>(many: Many<T>): Listed<T> {
  return "items" in many ? many : listOf(many);
}

interface LadderOptions {
  readonly members?: readonly Listing[];
  readonly contributors?: readonly Listing[];
  readonly approvers?: readonly Listing[];
  readonly maintainers?: readonly Listing[];
  readonly areas?: Readonly<Record<string, Partial<Omit<AreaDefinition, "name">>>>;
  readonly approval?: Partial<ApprovalRule>;
  readonly labels?: Registry["labels"];
  readonly labelling?: Partial<Registry["labelling"]>;
  readonly generated?: Registry["generated"];
  readonly bots?: Registry["bots"];
  readonly publish?: Registry["publish"];
  readonly mode?: Registry["mode"];
  readonly commands?: Registry["commands"];
  readonly reviews?: Partial<Registry["reviews"]>;
}

/** A login, or a holding in full; ids are unpinned unless given. */
type Listing = string | (Partial<Holding> & { readonly login: string });

/** The index of a registry with the usual ladder and its defaults; areas without paths are the whole repository. */
export function aLadder(options: LadderOptions = {}): RegistryIndex {
  const names = ["members", "contributors", "approvers", "maintainers"] as const;
  const registry: Registry = {
    roles: names.map((name) => ({ name, summary: null, promotion: null, references: [] })),
    areas: Object.entries(options.areas ?? {}).map(([name, area]) => ({
      name,
      repos: [],
      paths: [],
      exclusive: false,
      approval: {},
      ...area,
    })),
    kinds: { docs: { ...DEFAULTS.kinds.docs, titles: [], labels: [], paths: [] } },
    approval: {
      ...DEFAULTS.approval,
      ...options.approval,
    },
    reviews: { ...DEFAULTS.reviews, ...options.reviews },
    labels: {
      approved: "approved",
      lgtm: "lgtm",
      hold: "do-not-merge/hold",
      ...options.labels,
    },
    labelling: { ...DEFAULTS.labelling, ...options.labelling },
    ...(options.generated === undefined ? {} : { generated: options.generated }),
    ...(options.bots === undefined ? {} : { bots: options.bots }),
    ...(options.publish === undefined ? {} : { publish: options.publish }),
    mode: options.mode ?? "enforce",
    commands: options.commands ?? {},
    welcome: null,
    nominate: null,
    people: names.flatMap((role) => (options[role] ?? []).map((listing) => holding(role, listing))),
    teams: [],
    sources: [],
  };
  return indexed(registry);
}

function holding(role: string, listing: Listing): Holding {
  const more = typeof listing === "string" ? { login: listing } : listing;
  return {
    role,
    key: loginKey(more.login),
    id: null,
    areas: [],
    since: null,
    affiliation: null,
    away: null,
    ...more,
  };
}

/** What a test says of a diff: what each file holds after it, or whatever tells it from another. */
export type TestDiff = Readonly<Record<string, string>>;

/** The files in which two such diffs differ. */
export function compared(approved: TestDiff, present: TestDiff): Compared {
  const paths = [...new Set([...Object.keys(approved), ...Object.keys(present)])].toSorted((a, b) => (a < b ? -1 : 1));
  const differing = paths.filter((path) => approved[path] !== present[path]);
  return { kind: "compared", differences: differing.map((path) => ({ path, places: [path], why: null })) };
}
