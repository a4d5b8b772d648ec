/** GitHub's issue search as far as the sandbox implements it. An unknown qualifier finds nothing, and says so, rather than everything. */

import type { Subject } from "./world/model.ts";
import { Refusal } from "./world/refusal.ts";
import type { World } from "./world/world.ts";

type Test = (subject: Subject) => boolean;

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

/** GitHub counts who only replied in a review thread as a reviewer, in their own pull request too. */
function reviewers(subject: Subject): string[] {
  return subject.kind === "pull" ? subject.reviews.map((one) => one.author.login) : [];
}

function commenters(subject: Subject): string[] {
  const inline = subject.kind === "pull" ? subject.reviewComments : [];
  return [...subject.comments, ...inline].map((one) => one.author.login);
}

/** Author, assignees, commenters, and whoever the text names. */
function involved(subject: Subject): string[] {
  const named = [subject, ...subject.comments].flatMap(({ body }) =>
    [...body.matchAll(/(?<![\w/])@([\w-]+)/g)].map(([, login = ""]) => login),
  );
  return [subject.author.login, ...subject.assignees.map((who) => who.login), ...commenters(subject), ...named];
}

function inRange(at: number | null | undefined, range: string): boolean {
  if (at === null || at === undefined) return false;
  // GitHub keeps whole seconds, and a range names them
  const second = Math.floor(at / 1000) * 1000;
  const start = (text: string) => Date.parse(text.length === 10 ? `${text}T00:00:00Z` : text);
  const end = (text: string) => (text.length === 10 ? start(text) + 86_400_000 - 1 : start(text));
  const [from, to] = range.split("..");
  if (to !== undefined) return (from === "*" || second >= start(from ?? "")) && (to === "*" || second <= end(to));
  if (range.startsWith(">=")) return second >= start(range.slice(2));
  if (range.startsWith("<=")) return second <= end(range.slice(2));
  if (range.startsWith(">")) return second > end(range.slice(1));
  if (range.startsWith("<")) return second < start(range.slice(1));
  return second >= start(range) && second <= end(range);
}

function is(subject: Subject, what: string): boolean {
  switch (what) {
    case "pr":
    case "pull-request":
      return subject.kind === "pull";
    case "issue":
      return subject.kind === "issue";
    case "open":
    case "closed":
      return subject.state === what;
    case "merged":
      return subject.kind === "pull" && subject.merged !== null;
    case "unmerged":
      return subject.kind === "pull" && subject.merged === null;
    case "draft":
      return subject.kind === "pull" && subject.draft;
    case "public":
      return !subject.repo.private;
    case "private":
      return subject.repo.private;
    default:
      throw new Refusal(422, `the sandbox's search does not know is:${what}`);
  }
}

/** Of an issue: a pull request that says it closes it; of a pull request: an issue that it says so of. */
function isLinked(subject: Subject, to: string): boolean {
  if (to !== "issue" && to !== "pr") throw new Refusal(422, `the sandbox's search does not know linked:${to}`);
  if (to === "issue")
    return (
      subject.kind === "pull" && closing(subject).some((number) => subject.repo.subjects.get(number)?.kind === "issue")
    );
  return (
    subject.kind === "issue" &&
    [...subject.repo.subjects.values()].some((pull) => pull.kind === "pull" && closing(pull).includes(subject.number))
  );
}

function closing({ body }: Subject): number[] {
  return [...body.matchAll(/\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?)\s+#(\d+)/gi)].map(([, number]) =>
    Number(number),
  );
}

const REASONS: Readonly<Record<string, string>> = {
  completed: "completed",
  "not planned": "not_planned",
  reopened: "reopened",
};

const QUALIFIERS: Readonly<Record<string, (value: string) => Test>> = {
  repo: (value) => (subject) => same(`${subject.repo.owner.login}/${subject.repo.name}`, value),
  org: (value) => (subject) => same(subject.repo.owner.login, value),
  user: (value) => (subject) => same(subject.repo.owner.login, value),
  is: (value) => (subject) => is(subject, value),
  type: (value) => (subject) => is(subject, value),
  state: (value) => (subject) => subject.state === value,
  reason: (value) => (subject) => subject.kind === "issue" && subject.stateReason === REASONS[value],
  linked: (value) => (subject) => isLinked(subject, value),
  author: (value) => (subject) => same(subject.author.login, value.replace(/^app\/(.*)$/, "$1[bot]")),
  assignee: (value) => (subject) => subject.assignees.some((who) => same(who.login, value)),
  commenter: (value) => (subject) => commenters(subject).some((login) => same(login, value)),
  involves: (value) => (subject) => involved(subject).some((login) => same(login, value)),
  "reviewed-by": (value) => (subject) => reviewers(subject).some((login) => same(login, value)),
  "review-requested": (value) => (subject) =>
    subject.kind === "pull" && subject.requestedReviewers.some((who) => same(who.login, value)),
  label: (value) => {
    const any = [...value.matchAll(/"([^"]*)"|([^",]+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? "");
    return (subject) => subject.labels.some((label) => any.some((name) => same(name, label.name)));
  },
  base: (value) => (subject) => subject.kind === "pull" && subject.baseRef === value,
  // GitHub takes the beginning of the branch's name
  head: (value) => (subject) => subject.kind === "pull" && subject.headRef.startsWith(value),
  draft: (value) => (subject) => subject.kind === "pull" && subject.draft === (value === "true"),
  created: (value) => (subject) => inRange(subject.createdAt, value),
  updated: (value) => (subject) => inRange(subject.updatedAt, value),
  closed: (value) => (subject) => inRange(subject.closedAt, value),
  merged: (value) => (subject) => subject.kind === "pull" && inRange(subject.merged?.at, value),
  in: () => () => true,
  sort: () => () => true,
};

const SORTS: Readonly<Record<string, (a: Subject, b: Subject) => number>> = {
  created: (a, b) => a.createdAt - b.createdAt || a.number - b.number,
  updated: (a, b) => a.updatedAt - b.updatedAt || a.number - b.number,
  comments: (a, b) => a.comments.length - b.comments.length || a.number - b.number,
};

/** A qualifier with its values, a quoted text, or a word. */
const WORD = /-?[\w-]+:(?:"[^"]*"|[^\s",]+)(?:,(?:"[^"]*"|[^\s",]+))*|"[^"]*"|\S+/g;

/** Newest first unless the query sorts. `sees` says which repositories the searcher may know of. Several `repo:`, `org:` or `user:` are alternatives. */
export function searched(world: World, query: string, sees: (subject: Subject) => boolean): Subject[] {
  const words: readonly string[] = query.match(WORD) ?? [];
  const scopes: Test[] = [];
  const tests: Test[] = [];
  let order = "created-desc";
  const inComments = words.includes("in:comments");
  for (const word of words) {
    const [, minus, name = "", value = ""] = /^(-?)([\w-]+):(.+)$/.exec(word) ?? [];
    const make = QUALIFIERS[name];
    if (make === undefined && name !== "") throw new Refusal(422, `the sandbox's search does not know ${name}:`);
    const test =
      make === undefined ? contains(word, inComments) : make(name === "label" ? value : value.replaceAll('"', ""));
    if (name === "sort") order = value;
    if (minus === "-") tests.push((subject) => !test(subject));
    else if (["repo", "org", "user"].includes(name)) scopes.push(test);
    else tests.push(test);
  }
  const found: Subject[] = [];
  for (const repo of world.repos.values()) {
    for (const subject of repo.subjects.values()) {
      if (!sees(subject)) continue;
      if (scopes.length > 0 && !scopes.some((scope) => scope(subject))) continue;
      if (tests.every((test) => test(subject))) found.push(subject);
    }
  }
  return found.sort(sorting(order));
}

function sorting(order: string): (a: Subject, b: Subject) => number {
  const [by = "", direction = "desc"] = order.split("-");
  const sort = SORTS[by];
  if (sort === undefined) throw new Refusal(422, `the sandbox's search does not know sort:${order}`);
  return direction === "asc" ? sort : (a, b) => sort(b, a);
}

function contains(word: string, inComments: boolean): Test {
  const text = wordsOf(word);
  return ({ title, body, comments }) =>
    (inComments ? comments.map((one) => one.body) : [`${title}\n${body}`]).some((one) => wordsOf(one).includes(text));
}

/** GitHub compares words, whatever stands between them. */
function wordsOf(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ");
}
