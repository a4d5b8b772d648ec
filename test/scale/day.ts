/** A working day: what people and machines do in thousands of repositories, most of it nothing to Rung. */

import type { Persona } from "../../src/sandbox/acts/persona.ts";
import type { Pull } from "../../src/sandbox/world/model.ts";
import { Refusal } from "../../src/sandbox/world/refusal.ts";
import type { Dice } from "../chaos/dice.ts";
import { type BroadWorld, LABELS, type Place } from "./world.ts";

interface OpenPull {
  readonly place: Place;
  readonly pull: Pull;
}

export interface Day {
  /** One act of somebody; each makes one to four webhooks. */
  act(): void;
}

interface On extends OpenPull {
  readonly broad: BroadWorld;
  readonly dice: Dice;
  readonly open: OpenPull[];
}

export function aDay(broad: BroadWorld, dice: Dice): Day {
  const open = broad.places.flatMap((place) => place.open.map((pull) => ({ place, pull })));
  return {
    act: () => {
      const on = pickOpen(open, dice);
      if (on === null) throw new Error("no pull request is open any more");
      try {
        ACTS[dice.weighted(WEIGHTS)]({ ...on, broad, dice, open });
      } catch (error) {
        // What GitHub refuses did not happen.
        if (!(error instanceof Refusal)) throw error;
      }
    },
  };
}

/** Those that were closed meanwhile are dropped on the way. */
function pickOpen(open: OpenPull[], dice: Dice): OpenPull | null {
  while (open.length > 0) {
    const at = dice.below(open.length);
    const found = open[at];
    if (found?.pull.state === "open") return found;
    const last = open.pop();
    if (last !== undefined && at < open.length) open[at] = last;
  }
  return null;
}

/** Acts, not webhooks: a check run makes two, a push three or four with its checks. */
const WEIGHTS = {
  check: 280,
  comment: 90,
  reviewComment: 32,
  issue: 18,
  issueComment: 22,
  push: 40,
  pushBranch: 20,
  pushToDefault: 10,
  approve: 40,
  requestChanges: 12,
  open: 18,
  merge: 13,
  close: 4,
  label: 16,
  unlabel: 6,
  requestReview: 10,
  edit: 8,
  command: 16,
  hold: 4,
  registry: 0.3,
};

const ACTS: Readonly<Record<keyof typeof WEIGHTS, (on: On) => void>> = {
  check: ({ broad: { world, ci }, place, pull, dice }) => {
    const bot = world.as(ci.bot.login, ci);
    const run = bot.createCheck(place.repo, pull.headSha, `ci / ${dice.pick(JOBS)}`, { status: "in_progress" });
    bot.updateCheck(run, { conclusion: dice.chance(0.9) ? "success" : "failure" });
  },
  comment: (on) => {
    on.broad.world.as(anybody(on)).comment(on.pull, on.dice.pick(SAYINGS));
  },
  reviewComment: (on) => {
    const path = [...on.broad.world.git.filesAt(on.pull.headSha).keys()].find((one) => one.startsWith("src/")) ?? "";
    on.broad.world.as(approver(on)).reviewComment(on.pull, { path, line: 1, body: on.dice.pick(SAYINGS) });
  },
  issue: (on) => {
    on.broad.world
      .as(anybody(on))
      .openIssue({ repo: nameOf(on.place), title: "It fails", body: on.dice.pick(SAYINGS) });
  },
  issueComment: (on) => {
    const issues = [...on.place.repo.subjects.values()].slice(-20).filter(({ kind }) => kind === "issue");
    if (issues.length > 0) on.broad.world.as(anybody(on)).comment(on.dice.pick(issues), on.dice.pick(SAYINGS));
  },
  push: (on) => author(on).touch(on.pull),
  pushBranch: (on) => {
    const branch = `draft-${on.dice.below(5)}`;
    contributor(on).commit(on.place.repo, branch, { files: { "src/draft.go": `${on.dice.next()}\n` }, message: "wip" });
  },
  pushToDefault: (on) => {
    const edit = { files: { "docs/index.md": `${on.dice.next()}\n` }, message: "docs: move on" };
    on.broad.world.as(approver(on)).commit(on.place.repo, on.place.repo.defaultBranch, edit);
  },
  approve: (on) => {
    on.broad.world.as(approver(on)).review(on.pull, "APPROVE", "Looks good.");
  },
  requestChanges: (on) => {
    on.broad.world.as(approver(on)).requestChanges(on.pull, "Please add a test.");
  },
  open: opened,
  merge: (on) => {
    on.broad.world.as(approver(on)).merge(on.pull);
  },
  close: (on) => author(on).close(on.pull),
  label: (on) => contributor(on).label(on.pull, on.dice.pick(LABELS.slice(0, 3))),
  unlabel: (on) => {
    const [first] = on.pull.labels;
    if (first !== undefined) contributor(on).unlabel(on.pull, first.name);
  },
  requestReview: (on) => author(on).requestReview(on.pull, approver(on)),
  edit: (on) => author(on).edit(on.pull, { title: `${on.pull.title}, again` }),
  command: (on) => {
    on.broad.world
      .as(approver(on))
      .comment(on.pull, on.dice.pick(["/approve", "/lgtm", "/assign", "/label kind/bug", "/role"]));
  },
  hold: (on) => {
    on.broad.world.as(approver(on)).comment(on.pull, on.dice.pick(["/hold until tomorrow", "/hold cancel"]));
  },
  registry: ({ broad: { world }, place: { organization }, dice }) => {
    const { home, registry, people } = organization;
    const [maintainer = ""] = people.maintainers;
    const text = `${registry}  - newcomer-${dice.below(1_000)}\n`;
    world.as(maintainer).pushRegistry(home, text);
  },
};

const JOBS = ["build", "test (linux)", "test (macos)", "test (windows)", "lint", "docs", "e2e"] as const;
const SAYINGS = [
  "Thank you, I shall have a look tomorrow.",
  "Could you say in the description why this is necessary? I do not see what it changes for people who use the old flag.",
  "I have tried it on my machine and it fails:\n\n```\npanic: runtime error: index out of range\n```\n\nAny idea?",
  "Rebased.",
  "Fixed, please look again.",
  "> why not the other way round?\n\nBecause the order matters for those who read the file.",
] as const;

function opened({ broad, place, open, dice }: On): void {
  const { repo, organization } = place;
  const login = dice.pick(organization.people.contributors);
  const number = repo.nextNumber;
  const files = { [`src/new-${number}.go`]: `package main\n\nconst N = ${number}\n` };
  const asked = { repo: nameOf(place), title: `feat: new ${number}`, branch: `new-${number}`, files };
  open.push({ place, pull: broad.world.as(login).openPull(asked) });
}

function nameOf({ organization, repo }: Place): string {
  return `${organization.login}/${repo.name}`;
}

function author({ broad, pull }: On): Persona {
  return broad.world.as(pull.author.login);
}

function contributor({ broad, place, dice }: On): Persona {
  return broad.world.as(dice.pick(place.organization.people.contributors));
}

function approver({ place, dice }: On): string {
  return dice.pick(place.organization.people.approvers);
}

function anybody({ place, dice }: On): string {
  const { contributors, approvers } = place.organization.people;
  return dice.chance(0.3) ? `visitor-${dice.below(500)}` : dice.pick([...contributors, ...approvers]);
}
