/** What people do on a busy day, one act at a time: they say, review, push, edit, move and merge, on whatever is there. */

import type { Persona } from "../../src/sandbox/acts/persona.ts";
import type { Pull } from "../../src/sandbox/world/model.ts";
import { Refusal } from "../../src/sandbox/world/refusal.ts";
import type { Dice } from "./dice.ts";
import { comment, description, onIssue, reviewText } from "./sayings.ts";
import { FLEETING, nameOf, OF_KARPOR, registryNow, STEADY, type Town, turned } from "./town.ts";

export interface Scene {
  readonly town: Town;
  readonly dice: Dice;
  readonly mostPulls: number;
}

/** One act. What GitHub refuses (a merge that is not due, a push to a foreign branch) did not happen. */
export function somebodyActs(context: Scene): void {
  const { town, dice, mostPulls } = context;
  const opens = town.pulls.length < mostPulls && (town.pulls.length < 8 || dice.chance(0.2));
  const kind = opens ? "open" : dice.weighted(WEIGHTS);
  try {
    if (kind === "open") openPull(context);
    else ACTS[kind]({ ...context, pull: somePull(context) });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
}

/** Now and then also one that is closed. */
function somePull({ town, dice }: Scene): Pull {
  const open = town.pulls.filter(({ state }) => state === "open");
  return dice.pick(open.length === 0 || dice.chance(0.03) ? town.pulls : open);
}

const WEIGHTS = {
  ...{ comment: 400, review: 180, dismiss: 30, editComment: 40, deleteComment: 12, editDescription: 15 },
  ...{ push: 60, rebase: 60, update: 20, replace: 10, pushToBase: 5, retarget: 10, twin: 5 },
  ...{ labelByHand: 15, moveByHand: 25, merge: 40, enqueue: 60 },
  ...{ registry: 2, team: 2, registryPull: 15, issue: 120 },
};

interface OnPull extends Scene {
  readonly pull: Pull;
}

const ACTS: Readonly<Record<keyof typeof WEIGHTS, (on: OnPull) => void>> = {
  comment: (on) => {
    const me = speaker(on);
    me.comment(on.pull, comment(on.dice, me.actor.login, on.pull.number));
  },
  review: ({ town, dice, pull }) => {
    const login = dice.pick(speakersOn(town, pull));
    if (login === pull.author.login) return;
    const event = dice.weighted({ APPROVE: 70, REQUEST_CHANGES: 15, COMMENT: 15 });
    const says = event !== "APPROVE" || dice.chance(0.2);
    town.world.as(login).review(pull, event, says ? reviewText(dice, login) : "");
  },
  dismiss: ({ town, dice, pull }) => {
    const standing = pull.reviews.filter(({ state }) => state === "APPROVED" || state === "CHANGES_REQUESTED");
    if (standing.length > 0) town.world.as("SparkYuan").dismiss(dice.pick(standing));
  },
  editComment: ({ town, dice, pull }) => {
    const own = pull.comments.filter(({ author }) => author.type === "User");
    if (own.length === 0) return;
    const edited = dice.pick(own);
    const { login } = edited.author;
    town.world.as(login).editComment(edited, comment(dice, login, edited.id));
  },
  deleteComment: ({ town, dice, pull }) => {
    const own = pull.comments.filter(({ author }) => author.type === "User");
    if (own.length === 0) return;
    const deleted = dice.pick(own);
    town.world.as(deleted.author.login).deleteComment(deleted);
  },
  editDescription: (on) => {
    const { dice, pull } = on;
    const title = dice.chance(0.5) ? { title: `feat: change ${pull.number}, again` } : {};
    author(on).edit(pull, { ...title, body: description(dice, pull.number, 0.5) });
  },
  push: (on) => author(on).touch(on.pull),
  rebase: (on) => author(on).rebase(on.pull),
  update: (on) => author(on).updateBranch(on.pull),
  replace: (on) =>
    author(on).forcePush(on.pull, { files: { [`pkg/new/other-${on.pull.number}.go`]: "package new\n" } }),
  pushToBase: ({ town, dice, pull }) => {
    const file = dice.pick(["pkg/engine/operation/apply.go", "docs/design.md", "README.md"]);
    const edit = { files: { [file]: `${dice.next()}\n` }, message: "Move on" };
    town.world.as("SparkYuan").commit(pull.repo, pull.baseRef, edit);
  },
  retarget: (on) => author(on).retarget(on.pull, on.pull.baseRef === "main" ? "release-0.15" : "main"),
  twin: (on) => {
    const { town, pull } = on;
    const headRef = `twin-${town.pulls.length}`;
    author(on).setBranch(pull.headRepo, headRef, pull.headSha);
    const about = { repo: placeOf(pull), title: `feat: twin of ${pull.number}`, base: "main" };
    town.pulls.push(author(on).openPullFrom({ ...about, headRepo: pull.headRepo, headRef }));
  },
  labelByHand: ({ town, dice, pull }) => {
    const me = town.world.as(dice.pick(pull.repo === town.karpor ? OF_KARPOR : STEADY));
    const name = dice.pick(["kind/bug", "kind/feature", "good first issue"]);
    if (pull.labels.some((label) => label.name === name)) me.unlabel(pull, name);
    else me.label(pull, name);
  },
  moveByHand: (on) => {
    const to = on.pull.state === "closed" ? "reopen" : on.dice.weighted({ close: 2, draft: 4, ready: 4 });
    if (to === "reopen") author(on).reopen(on.pull);
    else if (to === "close") author(on).close(on.pull);
    else if (to === "draft") author(on).convertToDraft(on.pull);
    else author(on).markReady(on.pull);
  },
  merge: ({ town, pull }) => {
    town.world.as("SparkYuan").merge(pull);
  },
  enqueue: ({ town, pull }) => {
    if (pull.repo === town.karpor) town.world.as("elliotxx").enqueue(pull);
  },
  registry: ({ town, dice }) => {
    town.world.as("SparkYuan").pushRegistry(town.home, turned(registryNow(town), dice.pick(["role", "min"])));
  },
  team: ({ town }) => {
    const isIn = town.team.members.some(({ login }) => login === FLEETING.byTeam);
    if (isIn) town.world.as("SparkYuan").removeFromTeam(town.team, FLEETING.byTeam);
    else town.world.as("SparkYuan").addToTeam(town.team, FLEETING.byTeam);
  },
  registryPull: carriesOut,
  issue: onIssues,
};

function author({ town, pull }: OnPull): Persona {
  return town.world.as(pull.author.login);
}

function speaker({ town, dice, pull }: OnPull): Persona {
  return town.world.as(dice.chance(0.2) ? pull.author.login : dice.pick(speakersOn(town, pull)));
}

function speakersOn(town: Town, pull: Pull): readonly string[] {
  if (pull.repo === town.karpor) return [...OF_KARPOR, "SparkYuan", "octo-fan"];
  return [...STEADY, ...STEADY, FLEETING.byFile, FLEETING.byTeam, "adohe", "octo-fan", "riven-blade"];
}

function placeOf(pull: Pull): string {
  return nameOf(pull).replace(/#.*/, "");
}

function openPull({ town, dice }: Scene): void {
  const number = town.pulls.length + 1;
  const inKarpor = dice.chance(0.15);
  const by = dice.pick(["octo-fan", "riven-blade", ...(inKarpor ? ["elliotxx"] : ["hoangndst", "jemshad"])]);
  const files = {
    [`pkg/new/file-${number}.go`]: `package new\n\nconst N${number} = ${number}\n`,
    ...(dice.chance(0.5) && { [`docs/note-${number}.md`]: `# Note ${number}\n` }),
    ...(dice.chance(0.4) && { [`pkg/engine/e${number}.go`]: "package engine\n" }),
  };
  const base = !inKarpor && dice.chance(0.1) ? "release-0.15" : "main";
  const about = { title: `feat: change ${number}`, body: description(dice, number, 0.15), draft: dice.chance(0.1) };
  const place = { repo: `KusionStack/${inKarpor ? "karpor" : "kusion"}`, base, branch: `change-${number}` };
  town.pulls.push(town.world.as(by).openPull({ ...about, ...place, files }));
}

/** Promotions, each on an issue of its own, and other commands there. */
function onIssues({ town, dice }: Scene): void {
  const { issues, world } = town;
  if (issues.length < 3 || dice.chance(0.25)) {
    const number = issues.length + 1;
    world.anyone(`newcomer-${number}`);
    const asks = dice.chance(0.6) ? `/promote @newcomer-${number} contributor kusion` : onIssue(dice, number);
    const about = { repo: "KusionStack/kusion", title: `Issue ${number}`, body: `Dear all,\n\n${asks}` };
    issues.push(world.as("SparkYuan").openIssue(about));
    return;
  }
  // Often one that was opened just now: no reading may show it yet.
  const issue = dice.pick(issues.slice(dice.chance(0.5) ? -2 : -12));
  world.as(dice.pick([...STEADY, "octo-fan"])).comment(issue, onIssue(dice, issue.number));
}

/** The registry's own pull requests, which the bot opens: approved and merged by a maintainer of everything. */
function carriesOut({ town, dice }: Scene): void {
  const open = [...town.home.subjects.values()].filter((one) => one.kind === "pull" && one.state === "open");
  const pull = open.length === 0 ? null : dice.pick(open);
  if (pull?.kind !== "pull") return;
  const me = town.world.as("SparkYuan");
  if (pull.reviews.some(({ state, commit }) => state === "APPROVED" && commit === pull.headSha)) me.merge(pull);
  else me.approve(pull);
}
