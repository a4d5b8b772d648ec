/** Acts as the control API accepts them: checked, then performed by the persona. */

import { z } from "zod";
import type { Persona } from "./acts/persona.ts";
import { accessActs, changeAccess } from "./control-access.ts";
import type { Act, ActResult } from "./control-model.ts";
import type { PlayedWorld } from "./played-world.ts";
import type { Pull, Subject } from "./world/model.ts";
import { notFound, Refusal } from "./world/refusal.ts";

const on = { as: z.string().min(1).max(60), owner: z.string(), repo: z.string() };
const onSubject = { ...on, number: z.int() };
const files = z.record(z.string(), z.string().nullable());
const of = <A extends string, S extends z.ZodRawShape>(action: A, shape: S) =>
  z.object({ action: z.literal(action), ...onSubject, ...shape });

const actSchema = z.discriminatedUnion("action", [
  z.object({
    action: z.literal("open-pull"),
    ...on,
    title: z.string().min(1),
    body: z.string().optional(),
    draft: z.boolean().optional(),
    base: z.string().optional(),
    branch: z.string().optional(),
    files: files.optional(),
    renames: z.record(z.string(), z.string()).optional(),
  }),
  z.object({ action: z.literal("open-issue"), ...on, title: z.string().min(1), body: z.string().optional() }),
  of("comment", { body: z.string() }),
  z.object({ action: z.literal("edit-comment"), ...on, comment: z.int(), body: z.string() }),
  z.object({ action: z.literal("delete-comment"), ...on, comment: z.int() }),
  of("edit", { title: z.string().min(1).optional(), body: z.string().optional() }),
  of("review", {
    event: z.enum(["APPROVE", "REQUEST_CHANGES", "COMMENT"]),
    body: z.string().optional(),
    comments: z.array(z.object({ path: z.string(), line: z.int(), body: z.string() })).optional(),
  }),
  of("dismiss-review", { review: z.int(), message: z.string() }),
  of("push", { files, message: z.string().optional() }),
  of("touch", { path: z.string().optional() }),
  of("force-push", { files, message: z.string().optional() }),
  of("rename", { from: z.string(), to: z.string().min(1) }),
  of("retarget", { base: z.string() }),
  of("ready", {}),
  of("draft", {}),
  of("close", {}),
  of("reopen", {}),
  of("merge", {}),
  of("enqueue", {}),
  of("dequeue", {}),
  of("rebase", {}),
  of("update-branch", {}),
  of("label", { label: z.string().min(1) }),
  of("unlabel", { label: z.string().min(1) }),
  of("assign", { login: z.string() }),
  of("unassign", { login: z.string() }),
  of("request-review", { login: z.string() }),
  of("unrequest-review", { login: z.string() }),
  z.object({ action: z.literal("commit"), ...on, branch: z.string(), files, message: z.string().optional() }),
  z.object({ action: z.literal("push-registry"), ...on, text: z.string().nullable(), path: z.string().optional() }),
  ...accessActs,
]);

type Asked = z.infer<typeof actSchema>;

/** Does it. Throws a Refusal for what the sandbox's GitHub refuses, and for an act that makes no sense. */
export function perform(world: PlayedWorld, act: Act | unknown): ActResult {
  const parsed = actSchema.safeParse(act);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new Refusal(422, `${issue?.path.join(".") ?? "act"}: ${issue?.message ?? "wrong"}`);
  }
  const asked = parsed.data;
  if (!world.actors.has(asked.as.toLowerCase())) throw new Refusal(404, `nobody is called ${asked.as}`);
  const me = world.as(asked.as);
  inASecondOfItsOwn(world);
  if ("organization" in asked) {
    changeAccess(world, me, asked);
    return done({});
  }
  return "number" in asked ? onTheSubject(world, me, asked) : onTheRepository(world, me, asked);
}

const played = new WeakMap<PlayedWorld, number>();

/**
 * GitHub tells whole seconds, and nobody reads a push within the second in which it came: a review of that very second is taken for one
 * of what stood before it (R34). Whoever plays presses faster than that, so what is played never shares a second.
 */
function inASecondOfItsOwn(world: PlayedWorld): void {
  const { clock } = world;
  const now = clock.now();
  const last = played.get(world) ?? 0;
  const second = Math.max(Math.floor(now / 1_000), last + 1);
  if (second * 1_000 > now) clock.advance(second * 1_000 - now);
  played.set(world, second);
}

const nothing = { number: null, id: null, sha: null };

function done(result: Partial<Omit<ActResult, "ok">>): ActResult {
  return { ok: true, ...nothing, ...result };
}

type OnRepository = Exclude<Asked, { number: number } | { organization: string }>;

function onTheRepository(world: PlayedWorld, me: Persona, asked: OnRepository): ActResult {
  const repo = world.repo(`${asked.owner}/${asked.repo}`);
  const fullName = `${repo.owner.login}/${repo.name}`;
  switch (asked.action) {
    case "open-pull": {
      const pull = me.openPull({ ...asked, repo: fullName });
      return done({ number: pull.number, sha: pull.headSha });
    }
    case "open-issue":
      return done({ number: me.openIssue({ repo: fullName, title: asked.title, body: asked.body }).number });
    case "edit-comment":
    case "delete-comment": {
      const comment = world.comment(asked.comment);
      if (comment.subject.repo !== repo) throw notFound();
      if (asked.action === "delete-comment") me.deleteComment(comment);
      else me.editComment(comment, asked.body);
      return done({ number: comment.subject.number, id: comment.id });
    }
    case "commit":
      return done({ sha: me.commit(repo, asked.branch, { files: asked.files, message: asked.message }) });
    case "push-registry":
      return done({ sha: me.pushRegistry(repo, asked.text, asked.path) });
  }
}

function onTheSubject(world: PlayedWorld, me: Persona, asked: Extract<Asked, { number: number }>): ActResult {
  const subject = world.subject(`${asked.owner}/${asked.repo}`, asked.number);
  const { number } = subject;
  switch (asked.action) {
    case "comment":
      return done({ number, id: me.comment(subject, asked.body).id });
    case "edit":
      me.edit(subject, asked);
      return done({ number });
    case "close":
      me.close(subject);
      return done({ number });
    case "reopen":
      me.reopen(subject);
      return done({ number });
    case "label":
      me.label(subject, asked.label);
      return done({ number });
    case "unlabel":
      me.unlabel(subject, asked.label);
      return done({ number });
    case "assign":
      me.assign(subject, asked.login);
      return done({ number });
    case "unassign":
      me.unassign(subject, asked.login);
      return done({ number });
    default:
      return onThePull(me, pullIn(subject), asked);
  }
}

function pullIn(subject: Subject): Pull {
  if (subject.kind === "pull") return subject;
  throw new Refusal(422, `#${subject.number} is an issue; this needs a pull request`);
}

type OnSubject = Extract<Asked, { number: number }>["action"];
type OnAnySubject = "comment" | "edit" | "close" | "reopen" | "label" | "unlabel" | "assign" | "unassign";
type PullAct = Extract<Asked, { action: Exclude<OnSubject, OnAnySubject> }>;

function onThePull(me: Persona, pull: Pull, asked: PullAct): ActResult {
  const { number } = pull;
  switch (asked.action) {
    case "review":
      return done({ number, id: me.review(pull, asked.event, asked.body, { comments: asked.comments }).id });
    case "dismiss-review": {
      const review = pull.reviews.find((one) => one.id === asked.review);
      if (review === undefined) throw notFound();
      me.dismiss(review, asked.message);
      return done({ number, id: review.id });
    }
    case "retarget":
      me.retarget(pull, asked.base);
      return done({ number });
    case "ready":
      me.markReady(pull);
      return done({ number });
    case "draft":
      me.convertToDraft(pull);
      return done({ number });
    case "request-review":
      me.requestReview(pull, asked.login);
      return done({ number });
    case "unrequest-review":
      me.unrequestReview(pull, asked.login);
      return done({ number });
    case "merge":
      return done({ number, sha: me.merge(pull) });
    case "enqueue":
      return done({ number, sha: me.enqueue(pull).headSha });
    case "dequeue":
      me.dequeue(pull);
      return done({ number });
    default:
      return done({ number, sha: pushed(me, pull, asked) });
  }
}

type Pushing = Extract<PullAct, { action: "push" | "touch" | "force-push" | "rename" | "rebase" | "update-branch" }>;

function pushed(me: Persona, pull: Pull, asked: Pushing): string {
  switch (asked.action) {
    case "push":
      return me.push(pull, { files: asked.files, message: asked.message });
    case "touch":
      return me.touch(pull, asked.path);
    case "force-push":
      return me.forcePush(pull, { files: asked.files, message: asked.message });
    case "rename":
      return me.rename(pull, asked.from, asked.to);
    case "rebase":
      return me.rebase(pull);
    case "update-branch":
      return me.updateBranch(pull);
  }
}
