/** Turns a written test into the facts that the gate decides on: people, commits, and what was said about which commit. */

import { callsIn } from "../../commands/text/parse-commands.ts";
import { noted, observed } from "../../gate/record/heads.ts";
import { emptyRecord } from "../../gate/record/record-changes.ts";
import type { Proposal } from "../../gate/verdict.ts";
import { type Compared, type Difference, type Diffs, diffKey } from "../../model/diffs.ts";
import type { ChangedFile, CommitOrigin, Listed, PullFacts, Review, Utterance } from "../../model/facts.ts";
import type { PullRecord } from "../../model/pull-record.ts";
import type { RegistryIndex } from "../../registry/registry-index.ts";
import { type Account, type Instant, instant, loginKey, type RepositoryName } from "../../shared/names.ts";
import type { Case } from "./shape.ts";

interface PolicyContext {
  readonly facts: PullFacts;
  readonly record: PullRecord;
  readonly diffs: Diffs;
  /** Where the registry's own file is touched: the file as it is, so that only who approves it is in question. */
  readonly proposal: Proposal | undefined;
}

/** A policy has no date; every test plays on the same day, a minute between one word and the next. */
const OPENED: Instant = instant("2026-01-05T09:00:00Z");
const MINUTE = 60_000;
const HEAD = "head";

/** What one person said, on a commit of its own where a push came after it. */
interface ExampleStatement {
  readonly at: Instant;
  readonly commit: string;
  readonly pushed: readonly string[];
}

export function sceneOf(test: Case, index: RegistryIndex, shared: string): PolicyContext {
  const base = test.base ?? "main";
  const reviews = (test.reviews ?? []).map((review, at) => ({ ...review, ...said(review["then-pushed"], at, "r") }));
  const comments = (test.comments ?? []).map((comment, at) => ({
    ...comment,
    ...said(comment["then-pushed"], at + reviews.length, "c"),
  }));
  const facts = factsOf(test, index, { shared, base, reviews, comments });
  const words = [...reviews, ...comments];
  const touched = facts.files.items.find(({ path }) => index.isRegistryPath(path));
  return {
    facts,
    record: recordOf(facts, words),
    diffs: diffsOf(facts, words),
    proposal: touched && { path: touched.path, parsed: { registry: index.registry, faults: [] }, changes: [] },
  };
}

/** Before a push things were said in their order; what is about the present head was said after all pushes. */
function said(pushed: readonly string[] | null | undefined, at: number, kind: string): ExampleStatement {
  const early = pushed != null;
  const minutes = (early ? 10 : 100_000) + at * 2;
  return { at: OPENED + minutes * MINUTE, commit: early ? `${kind}${at}` : HEAD, pushed: pushed ?? [] };
}

interface Parts {
  readonly shared: string;
  readonly base: string;
  readonly reviews: readonly (ExampleStatement & NonNullable<Case["reviews"]>[number])[];
  readonly comments: readonly (ExampleStatement & NonNullable<Case["comments"]>[number])[];
}

function factsOf(test: Case, index: RegistryIndex, { shared, base, reviews, comments }: Parts): PullFacts {
  const account = accountsOf(index);
  const author = account(test.author);
  const [owner = "", name = ""] = (test.repository ?? shared).split("/");
  const files = filesOf(test, index, { owner, name, base });
  const at = (one: number) => OPENED + one * MINUTE;
  return {
    kind: "pull",
    repository: { owner, name, id: 1, private: false, archived: false, defaultBranch: "main" },
    number: 1,
    nodeId: "pull",
    title: test.title ?? test.name,
    state: "open",
    author,
    createdAt: OPENED,
    description: spoken("description", { author, id: 0, body: "", at: OPENED }),
    comments: listOf(
      comments.map((one, id) => spoken("comment", { author: account(one.by), id: id + 1, body: one.text, at: one.at })),
    ),
    labels: listOf(test.labels ?? []),
    labelIds: new Map(),
    readAt: at(200_000),
    draft: test.draft ?? false,
    head: { sha: HEAD, ref: "change" },
    base: { ref: base, sha: "base", noted: "base" },
    files: listOf(files),
    commits: listOf([{ sha: HEAD, parents: ["base"], people: (test["commits-by"] ?? [test.author]).map(account) }]),
    reviews: listOf(
      reviews.map(
        (one, id): Review => ({
          ...spoken("review", { author: account(one.by), id: id + 1, body: one.text ?? "", at: one.at }),
          state: STATES[one.state],
          commit: one.commit,
        }),
      ),
    ),
    reviewComments: listOf([]),
    twins: [],
    history: new Map(),
    forced: null,
    association: test.newcomer === false ? "CONTRIBUTOR" : "NONE",
    ...(author.type === "Bot" && { origins: listOf(originsOf(test, account)) }),
  };
}

function spoken<Kind extends Utterance["kind"]>(
  kind: Kind,
  said: { readonly author: Account; readonly id: number; readonly body: string; readonly at: Instant },
) {
  return { kind, ...said, nodeId: `${kind}:${said.id}`, calls: callsIn(said.body), edited: false, url: "" };
}

/** Whose a bot's commits are. People sign with keys of their own, and GitHub for bots. */
function originsOf(test: Case, account: (login: string) => Account): readonly CommitOrigin[] {
  return (test["commits-by"] ?? [test.author]).map((login, at, { length }): CommitOrigin => {
    const author = account(login);
    const isVerified = author.type === "Bot" && test.verified !== false;
    return {
      sha: at === length - 1 ? HEAD : `${at + 1}`.padStart(7, "0"),
      author,
      committer: author.type === "Bot" ? "github" : author,
      signature: isVerified ? "github" : "unverified",
    };
  });
}

const STATES = {
  approved: "APPROVED",
  "changes-requested": "CHANGES_REQUESTED",
  commented: "COMMENTED",
  dismissed: "DISMISSED",
} as const;

/** Whoever the registry pins is meant by the login it gives them, so they have the id it gives them (R4). */
function accountsOf({ registry }: RegistryIndex): (login: string) => Account {
  const ids = new Map(registry.people.flatMap(({ key, id }) => (id === null ? [] : [[key, id] as const])));
  return (login) => ({
    login,
    id: ids.get(loginKey(login)) ?? null,
    type: login.endsWith("[bot]") ? "Bot" : "User",
  });
}

function fileOf(file: Case["files"][number]): ChangedFile {
  if (typeof file === "string") return { path: file, previousPath: null, change: "modified" };
  return { path: file.to, previousPath: file.from, change: "renamed" };
}

/** The lines are those of a file for which somebody has to approve, so that all of them count. */
function filesOf(
  { files, lines }: Case,
  index: RegistryIndex,
  { base, ...repository }: RepositoryName & { readonly base: string },
): readonly ChangedFile[] {
  const changed = files.map(fileOf);
  const needsSomebody = ({ path }: ChangedFile) =>
    index.areaPathsOf(repository, path).some((chain) => index.neededFor(chain, base).min > 0);
  const counted = Math.max(0, changed.findIndex(needsSomebody));
  return changed.map((file, at) => ({ ...file, lines: at === counted ? (lines ?? 0) : 0 }));
}

function listOf<T>(items: readonly T[]): Listed<T> {
  return { items, complete: true, total: items.length };
}

/** Each word before a push stood on a head that the next one replaced. */
function recordOf(facts: PullFacts, words: readonly ExampleStatement[]): PullRecord {
  const early = words.filter(({ commit }) => commit !== HEAD).toSorted((one, other) => one.at - other.at);
  const [first] = early;
  // Nobody else is said to have pushed.
  const by = facts.author === null ? {} : { by: facts.author };
  const start = { kind: "head" as const, sha: first?.commit ?? HEAD, before: null, at: OPENED, ...by };
  const record = early.reduce(
    (known, { commit, at }, index) =>
      noted(known, { kind: "head", sha: early[index + 1]?.commit ?? HEAD, before: commit, at: at + MINUTE, ...by }),
    noted(emptyRecord(), start),
  );
  return observed(record, facts);
}

function diffsOf({ files, base }: PullFacts, words: readonly ExampleStatement[]): Diffs {
  const present = { base: base.sha, head: HEAD };
  return new Map(
    words.map(({ commit, pushed }): [string, Compared] => [
      diffKey({ approved: { base: base.sha, head: commit }, present }),
      { kind: "compared", differences: pushed.map((path) => differenceAt(path, files.items)) },
    ]),
  );
}

/** A later push changed that path: it differs, as does the file that has come of it by a rename. */
function differenceAt(path: string, files: readonly ChangedFile[]): Difference {
  const file = files.find((one) => one.path === path || one.previousPath === path);
  const places = file === undefined ? [path] : [file.path, ...(file.previousPath === null ? [] : [file.previousPath])];
  return { path: places[0] ?? path, places, why: null };
}
