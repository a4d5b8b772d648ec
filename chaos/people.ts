/** What people do on a busy day, one act at a time: they say, review, push, edit, move and merge, on whatever is there. */
import type { Comment, Issue, Pull, Repo, Subject } from "../src/sandbox/world/model.ts";
import { Refusal } from "../src/sandbox/world/refusal.ts";
import type { Dice } from "./dice.ts";
import { FLEETING, OF_KARPOR, OUTSIDERS, registryNow, STEADY, type Town, turned } from "./town.ts";

const KUSION_SPEAKERS = [...STEADY, ...STEADY, FLEETING.byFile, FLEETING.byTeam, "adohe", ...OUTSIDERS];
const FILES = ["pkg/engine/operation/apply.go", "docs/design.md", "pkg/cmd/apply.go", "README.md"];

/** One act. What GitHub refuses (a merge that is not due, a push to a foreign branch) did not happen. */
export function somebodyActs(town: Town, dice: Dice, mostPulls: number): void {
  try {
    act(town, dice, mostPulls);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
}

const WEIGHTS = {
  comment: 400,
  review: 180,
  push: 60,
  rebase: 60,
  update: 20,
  replace: 10,
  dismiss: 30,
  "edit-comment": 40,
  "delete-comment": 12,
  "edit-description": 15,
  "label-by-hand": 15,
  retarget: 10,
  "move-by-hand": 25,
  merge: 40,
  enqueue: 60,
  "push-to-base": 5,
  twin: 5,
  registry: 4,
  team: 4,
  issue: 60,
  "registry-pull": 30,
};

function act(town: Town, dice: Dice, mostPulls: number): void {
  const few = town.pulls.length < mostPulls;
  if (few && (town.pulls.length < 8 || dice.chance(0.2))) return openPull(town, dice);
  const kind = dice.weighted(WEIGHTS);
  if (kind === "issue") return onIssues(town, dice);
  if (kind === "registry" || kind === "team") return ruleChange(town, dice, kind);
  if (kind === "registry-pull") return onRegistryPull(town, dice);
  const open = town.pulls.filter(({ state }) => state === "open");
  // Now and then also on what is closed.
  const pull = dice.pick(open.length === 0 || dice.chance(0.03) ? town.pulls : open);
  onPull(town, dice, pull, kind);
}

function openPull(town: Town, dice: Dice): void {
  const number = town.pulls.length + 1;
  const repo = dice.chance(0.15) ? town.karpor : town.kusion;
  const author = dice.pick(
    repo === town.karpor
      ? ["octo-fan", "riven-blade", "elliotxx"]
      : ["octo-fan", "riven-blade", "hoangndst", "jemshad"],
  );
  const own = { [`pkg/new/file-${number}.go`]: `package new\n\nconst N${number} = ${number}\n` };
  const shared = dice.chance(0.5) ? { [`docs/note-${number}.md`]: `# Note ${number}\n` } : {};
  const engine = dice.chance(0.4) ? { [`pkg/engine/e${number}.go`]: "package engine\n" } : {};
  const body = dice.chance(0.15) ? `What it is about.\n\n${line(dice, number)}` : "What it is about.";
  const base = repo === town.kusion && dice.chance(0.1) ? "release-0.15" : "main";
  const asked = { repo: `${repo.owner.login}/${repo.name}`, title: `feat: change ${number}`, body, base };
  const more = { branch: `change-${number}`, draft: dice.chance(0.1), files: { ...own, ...shared, ...engine } };
  town.pulls.push(town.world.as(author).openPull({ ...asked, ...more }));
}

type OnPull = Exclude<keyof typeof WEIGHTS, "issue" | "registry" | "team" | "registry-pull">;

function onPull(town: Town, dice: Dice, pull: Pull, kind: OnPull): void {
  const me = town.world.as(pull.author.login);
  const speaker = town.world.as(speakerOn(town, dice, pull));
  switch (kind) {
    case "comment":
      speaker.comment(pull, isFleeting(speaker.actor.login) ? dice.pick(WORDS_OF_FLEETING) : saying(dice, pull.number));
      return;
    case "review":
      return review(town, dice, pull);
    case "push":
      me.touch(pull);
      return;
    case "rebase":
      me.rebase(pull);
      return;
    case "update":
      me.updateBranch(pull);
      return;
    case "replace":
      me.forcePush(pull, { files: { [`pkg/new/other-${pull.number}.go`]: "package new\n" } });
      return;
    case "dismiss": {
      const standing = pull.reviews.filter(({ state }) => state === "APPROVED" || state === "CHANGES_REQUESTED");
      if (standing.length > 0) town.world.as("SparkYuan").dismiss(dice.pick(standing));
      return;
    }
    case "edit-comment":
      return withComment(dice, pull, (comment) => {
        const { login } = comment.author;
        town.world
          .as(login)
          .editComment(comment, isFleeting(login) ? dice.pick(WORDS_OF_FLEETING) : saying(dice, comment.id));
      });
    case "delete-comment":
      return withComment(dice, pull, (comment) => town.world.as(comment.author.login).deleteComment(comment));
    case "edit-description":
      me.edit(
        pull,
        dice.chance(0.5)
          ? { title: `feat: change ${pull.number}, again` }
          : { body: `Said anew.\n\n${line(dice, pull.number)}` },
      );
      return;
    case "label-by-hand":
      return labelByHand(town, dice, pull);
    case "retarget":
      me.retarget(pull, pull.baseRef === "main" ? "release-0.15" : "main");
      return;
    case "move-by-hand":
      return moveByHand(town, dice, pull);
    case "merge":
      town.world.as("SparkYuan").merge(pull);
      return;
    case "enqueue":
      if (pull.repo === town.karpor) town.world.as("elliotxx").enqueue(pull);
      return;
    case "push-to-base":
      town.world
        .as("SparkYuan")
        .commit(pull.repo, pull.baseRef, { files: { [dice.pick(FILES)]: `${dice.next()}\n` }, message: "Move on" });
      return;
    case "twin":
      return twin(town, pull);
  }
}

function speakerOn(town: Town, dice: Dice, pull: Pull): string {
  if (dice.chance(0.2)) return pull.author.login;
  return dice.pick(pull.repo === town.karpor ? [...OF_KARPOR, "SparkYuan", "octo-fan"] : KUSION_SPEAKERS);
}

function review(town: Town, dice: Dice, pull: Pull): void {
  const who = dice.pick(pull.repo === town.karpor ? [...OF_KARPOR, "SparkYuan"] : KUSION_SPEAKERS);
  if (who === pull.author.login) return;
  const event = dice.weighted({ APPROVE: 70, REQUEST_CHANGES: 15, COMMENT: 15 });
  const words = isFleeting(who)
    ? WORDS_OF_FLEETING
    : ["Please see inline.", "/approve docs", "/lgtm", "/hold", "/label kind/bug"];
  const body = event !== "APPROVE" || dice.chance(0.2) ? dice.pick(words) : "";
  town.world.as(who).review(pull, event, body);
}

/** Words that count by the roles of the end alone (R9b); a hold would count by the roles of its moment. */
const WORDS_OF_FLEETING = ["/approve", "/approve docs", "/approve cancel", "/lgtm", "Looks good."];

function isFleeting(login: string): boolean {
  return login === FLEETING.byFile || login === FLEETING.byTeam;
}

/** A pull request from another branch on the very same commit. */
function twin(town: Town, pull: Pull): void {
  const me = town.world.as(pull.author.login);
  const branch = `twin-${town.pulls.length}`;
  me.setBranch(pull.headRepo, branch, pull.headSha);
  const repo = `${pull.repo.owner.login}/${pull.repo.name}`;
  town.pulls.push(
    me.openPullFrom({
      repo,
      title: `feat: twin of ${pull.number}`,
      headRepo: pull.headRepo,
      headRef: branch,
      base: "main",
    }),
  );
}

function withComment(dice: Dice, pull: Pull, then: (comment: Comment) => void): void {
  const own = pull.comments.filter(({ author }) => author.type === "User");
  if (own.length > 0) then(dice.pick(own));
}

function labelByHand(town: Town, dice: Dice, pull: Pull): void {
  const me = town.world.as(dice.pick(pull.repo === town.karpor ? OF_KARPOR : STEADY));
  const name = dice.pick(["kind/bug", "kind/feature", "good first issue"]);
  if (pull.labels.some((label) => label.name === name)) me.unlabel(pull, name);
  else me.label(pull, name);
}

function moveByHand(town: Town, dice: Dice, pull: Pull): void {
  const me = town.world.as(pull.author.login);
  const to = pull.state === "closed" ? "reopen" : dice.weighted({ close: 2, draft: 4, ready: 4 });
  if (to === "reopen") me.reopen(pull);
  else if (to === "close") me.close(pull);
  else if (to === "draft") me.convertToDraft(pull);
  else me.markReady(pull);
}

function ruleChange(town: Town, dice: Dice, kind: "registry" | "team"): void {
  const me = town.world.as("SparkYuan");
  if (kind === "registry") {
    me.pushRegistry(town.home, turned(registryNow(town), dice.pick(["role", "min"])));
    return;
  }
  const isIn = town.team.members.some(({ login }) => login === FLEETING.byTeam);
  if (isIn) me.removeFromTeam(town.team, FLEETING.byTeam);
  else me.addToTeam(town.team, FLEETING.byTeam);
}

/** Promotions on issues of their own, and other commands there. */
function onIssues(town: Town, dice: Dice): void {
  const { issues, world } = town;
  if (issues.length < 3 || dice.chance(0.12)) {
    const number = issues.length + 1;
    world.anyone(`newcomer-${number}`);
    const asks = dice.chance(0.6) ? `/promote @newcomer-${number} contributor kusion` : line(dice, number);
    issues.push(
      world
        .as("SparkYuan")
        .openIssue({ repo: "KusionStack/kusion", title: `Issue ${number}`, body: `Dear all,\n\n${asks}` }),
    );
    return;
  }
  const issue = dice.pick(issues.slice(-12));
  world.as(dice.pick([...STEADY, "octo-fan"])).comment(issue, onIssue(dice, issue));
}

function onIssue(dice: Dice, issue: Issue): string {
  return dice.weighted({ sponsor: 8, talk: 5, object: 1, withdraw: 0.3 }) === "sponsor"
    ? "/sponsor"
    : dice.pick([
        saying(dice, issue.number),
        "/object not yet",
        "/object cancel",
        "/kind bug",
        "/assign",
        "/close",
        "/reopen",
      ]);
}

/** The registry's own pull requests, which the bot opens: approved and merged by a maintainer of everything. */
function onRegistryPull({ home, world }: Town, dice: Dice): void {
  const open = [...home.subjects.values()].filter((one): one is Pull => one.kind === "pull" && one.state === "open");
  if (open.length === 0) return;
  const pull = dice.pick(open);
  const me = world.as("SparkYuan");
  if (pull.reviews.some(({ state, commit }) => state === "APPROVED" && commit === pull.headSha)) me.merge(pull);
  else me.approve(pull);
}

/** What one comment says: mostly one command, sometimes more, sometimes none. */
function saying(dice: Dice, number: number): string {
  const plain = dice.weighted({ command: 85, plain: 10, quoted: 5 });
  if (plain === "plain") return "Thanks, I will have a look tomorrow.";
  if (plain === "quoted") return `> ${line(dice, number)}\n\nThat is not what I would say.`;
  const count = dice.weighted({ "1": 75, "2": 20, "3": 5 });
  return Array.from({ length: Number(count) }, () => line(dice, number)).join("\n");
}

let said = 0;

function line(dice: Dice, number: number): string {
  said += 1;
  const who = dice.pick([...STEADY, ...OUTSIDERS]);
  return dice.pick([
    ...[
      "/approve",
      "/approve",
      "/approve",
      "/approve docs",
      "/approve engine",
      "/approve cancel",
      "/lgtm",
      "/lgtm cancel",
    ],
    ...[`/hold until #${number}`, "/hold cancel", "/hold cancel"],
    ...[
      "/label kind/bug",
      "/remove-label kind/bug",
      "/kind feature",
      "/remove-kind feature",
      "/label good first issue",
    ],
    ...["/assign", `/assign @${who}`, `/unassign @${who}`, `/cc @${who}`, `/uncc @${who}`, "/reroll"],
    ...[`/retitle feat: title ${said}`, "/close", "/reopen", "/reopen", "/draft", "/ready", "/ready"],
    ...["/merge", "/merge cancel", "/help hold", `/role @${who}`, "/aprove"],
  ]);
}

export function repoName(repo: Repo): string {
  return `${repo.owner.login}/${repo.name}`;
}

export function nameOf(subject: Subject): string {
  return `${repoName(subject.repo)}#${subject.number}`;
}
