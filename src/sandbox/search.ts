/** GitHub's issue search as far as the sandbox knows it. A qualifier it does not know finds nothing, and says so, rather than everything. */
import type { Subject } from "./world/model.ts";
import { Refusal } from "./world/refusal.ts";
import type { World } from "./world/world.ts";

type Test = (subject: Subject) => boolean;

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

function logins(subject: Subject, of: "comments" | "reviews"): string[] {
  if (of === "comments") return subject.comments.map((one) => one.author.login);
  return subject.kind === "pull" ? subject.reviews.map((one) => one.author.login) : [];
}

function inRange(at: number | null | undefined, range: string): boolean {
  if (at === null || at === undefined) return false;
  const day = (text: string) => Date.parse(text.length === 10 ? `${text}T00:00:00Z` : text);
  const end = (text: string) => (text.length === 10 ? day(text) + 86_400_000 - 1 : day(text));
  const [from, to] = range.split("..");
  if (to !== undefined) return (from === "*" || at >= day(from ?? "")) && (to === "*" || at <= end(to));
  if (range.startsWith(">=")) return at >= day(range.slice(2));
  if (range.startsWith("<=")) return at <= end(range.slice(2));
  if (range.startsWith(">")) return at > end(range.slice(1));
  if (range.startsWith("<")) return at < day(range.slice(1));
  return at >= day(range) && at <= end(range);
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

const QUALIFIERS: Readonly<Record<string, (value: string) => Test>> = {
  repo: (value) => (subject) => same(`${subject.repo.owner.login}/${subject.repo.name}`, value),
  org: (value) => (subject) => same(subject.repo.owner.login, value),
  user: (value) => (subject) => same(subject.repo.owner.login, value),
  is: (value) => (subject) => is(subject, value),
  type: (value) => (subject) => is(subject, value),
  state: (value) => (subject) => subject.state === value,
  author: (value) => (subject) => same(subject.author.login, value.replace(/^app\/(.*)$/, "$1[bot]")),
  assignee: (value) => (subject) => subject.assignees.some((who) => same(who.login, value)),
  commenter: (value) => (subject) => logins(subject, "comments").some((login) => same(login, value)),
  "reviewed-by": (value) => (subject) => logins(subject, "reviews").some((login) => same(login, value)),
  "review-requested": (value) => (subject) =>
    subject.kind === "pull" && subject.requestedReviewers.some((who) => same(who.login, value)),
  label: (value) => {
    const any = value.split(",").map((name) => name.replaceAll('"', ""));
    return (subject) => subject.labels.some((label) => any.some((name) => same(name, label.name)));
  },
  base: (value) => (subject) => subject.kind === "pull" && subject.baseRef === value,
  head: (value) => (subject) => subject.kind === "pull" && subject.headRef === value,
  draft: (value) => (subject) => subject.kind === "pull" && subject.draft === (value === "true"),
  created: (value) => (subject) => inRange(subject.createdAt, value),
  updated: (value) => (subject) => inRange(subject.updatedAt, value),
  closed: (value) => (subject) => inRange(subject.closedAt, value),
  merged: (value) => (subject) => subject.kind === "pull" && inRange(subject.merged?.at, value),
  in: () => () => true,
  sort: () => () => true,
};

/** Newest first. `sees` says which repositories the searcher may know of. Several `repo:`, `org:` or `user:` are alternatives. */
export function searched(world: World, query: string, sees: (subject: Subject) => boolean): Subject[] {
  const words = query.match(/-?[\w-]+:"[^"]*"|-?[\w-]+:\S+|"[^"]*"|\S+/g) ?? [];
  const scopes: Test[] = [];
  const tests: Test[] = [];
  for (const word of words) {
    const [, minus, name = "", value = ""] = /^(-?)([\w-]+):(.+)$/.exec(word) ?? [];
    const make = QUALIFIERS[name];
    if (make === undefined && name !== "") throw new Refusal(422, `the sandbox's search does not know ${name}:`);
    const test = make === undefined ? contains(word) : make(name === "label" ? value : value.replaceAll('"', ""));
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
  return found.sort((a, b) => b.createdAt - a.createdAt || b.number - a.number);
}

function contains(word: string): Test {
  const text = word.replaceAll('"', "").toLowerCase();
  return (subject) => `${subject.title}\n${subject.body}`.toLowerCase().includes(text);
}
