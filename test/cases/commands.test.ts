/** Prow's own cases of assigning, labels and states, played against the whole bot. */

import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { Subject } from "../../src/sandbox/world/model.ts";
import { aStage, KUSION, type Stage, saidByRung } from "../scenarios/stage.ts";

const names = z.array(z.string()).optional();
const caseView = z.looseObject({
  id: z.string(),
  about: z.string(),
  group: z.string().optional(),
  applies: z.enum(["same", "differs", "n/a"]),
  pr: z.looseObject({ author: z.string().optional() }).optional(),
  config: z.looseObject({}).optional(),
  prior: z.looseObject({ labels: names, repo_labels: names, state: z.string().optional() }).optional(),
  timeline: z.array(z.looseObject({ kind: z.string(), user: z.string(), body: z.string() })).optional(),
  trigger: z
    .looseObject({
      kind: z.string(),
      action: z.string().optional(),
      user: z.string().optional(),
      body: z.string().optional(),
      target: z.string().optional(),
      state: z.string().optional(),
    })
    .optional(),
  expect: z.looseObject({
    ...{ assigned: names, unassigned: names, requested: names, unrequested: names, assignedIncludes: names },
    ...{ label_added: names, label_removed: names, assigned_only_from: names, assigned_count: z.number().optional() },
    ...{ commented: z.boolean().optional(), replies_at_most: z.number().optional() },
    ...{
      closed_by_bot: z.boolean().optional(),
      reopened_by_bot: z.boolean().optional(),
      close_reason: z.string().optional(),
    },
  }),
});
type Case = z.infer<typeof caseView>;

function read(file: string): readonly Case[] {
  const text = readFileSync(new URL(file, import.meta.url), "utf8");
  return z.object({ cases: z.array(caseView) }).parse(JSON.parse(text)).cases;
}

const all = [
  ...read("prow-assign.json"),
  ...read("prow-commands.json").filter(({ group }) => !group?.startsWith("hold")),
];

/** Why a case is not played; `null`: it is. */
function skipped({ id, applies, trigger, expect: wanted, config }: Case): string | null {
  if (applies === "n/a") return "not to be judged";
  if (trigger === undefined) return "asks a function of Prow's, not a bot";
  if (trigger.kind === "labeled") return "nobody is assigned for a label here";
  if (/^\s*\/(?:remove-)?(?:triage|committee|sig|wg)\b/.test(trigger.body ?? ""))
    return "a family of labels that Rung has no command for";
  if (
    /lifecycle/.test(trigger.body ?? "") &&
    [...(wanted.label_added ?? []), ...(wanted.label_removed ?? [])].length > 0
  )
    return "lifecycle is answered, not kept";
  if (config !== undefined && id.endsWith(".48")) return "no list of allowed labels: any that the repository has";
  return id === "prow.commands.close.08" ? "lifecycle is answered, not kept" : null;
}

/** Where Rung decides otherwise. */
const NOTES: Readonly<Record<string, string>> = {
  "prow.commands.label.14": "labels take the author or a role",
  "prow.commands.label.56": "an edit that makes a command is answered: say it in a new comment",
  "prow.commands.close.06": "what is so already is said, since nothing was done",
  "prow.commands.reopen.06": "what is so already is said, since nothing was done",
};

const played = all.filter((one) => skipped(one) === null);

/** Whoever speaks in a case of assigning holds a role: ours asks for one where people speak for others. */
const SPEAKERS = ["otto", "sana", "ina", "rando"];
const REGISTRY = `maintainers: [SparkYuan]
contributors: [colin]
members: [ann, ${SPEAKERS.join(", ")}]
`;
const CANNOT = ["evil", "nora", "mal", "pat"];

let stage: Stage;
beforeAll(async () => {
  stage = await aStage({ registry: REGISTRY });
});
afterAll(async () => {
  await stage.close();
  const reasons = Map.groupBy(
    all.flatMap((one) => skipped(one) ?? []),
    (reason) => reason,
  );
  const why = [...reasons].map(([reason, ones]) => `  ${ones.length}: ${reason}`).join("\n");
  process.stdout.write(
    `${played.length} of ${all.length} cases played, ${all.length - played.length} skipped\n${why}\n`,
  );
});

function spokenIn({ timeline, trigger }: Case): { readonly user: string; readonly body: string } {
  const last = timeline?.at(-1);
  return { user: trigger?.user ?? last?.user ?? "", body: trigger?.body ?? last?.body ?? "" };
}

let count = 0;

/** The subject as the case has it, before anybody speaks. */
async function prepared(one: Case): Promise<Subject> {
  const { world, kusion } = stage;
  kusion.labels.clear();
  for (const name of one.prior?.repo_labels ?? []) world.addLabel(kusion, name);
  const wanted = one.expect;
  const mentioned = [
    wanted.assigned,
    wanted.unassigned,
    wanted.requested,
    wanted.unrequested,
    wanted.assigned_only_from,
  ];
  for (const login of mentioned.flatMap((logins) => logins ?? [])) {
    world.anyone(login);
    if (!CANNOT.includes(login)) kusion.collaborators.set(login, "triage");
  }
  world.anyone("evil");
  if (!world.teams.some(({ slug }) => slug === "testing-team"))
    world.addTeam("KusionStack", "testing-team", ["merlin"]);
  const author = world.as(one.pr?.author ?? "pat");
  const opened = one.trigger?.kind === "opened" ? { body: spokenIn(one).body } : {};
  count += 1;
  const subject =
    one.trigger?.target === "issue"
      ? author.openIssue({ repo: KUSION, title: one.id, ...opened })
      : author.openPull({
          repo: KUSION,
          title: one.id,
          files: { [`f${count}.go`]: "package f\n" },
          branch: `case-${count}`,
          ...opened,
        });
  const keeper = world.as("SparkYuan");
  for (const name of one.prior?.labels ?? []) keeper.label(subject, name);
  keeper.assign(subject, ...(wanted.unassigned ?? []));
  if (subject.kind === "pull") keeper.requestReview(subject, ...(wanted.unrequested ?? []));
  if (one.trigger?.state === "closed") keeper.close(subject);
  await stage.settled();
  return subject;
}

const sorted = (list: readonly string[]) => list.toSorted((a, b) => (a < b ? -1 : 1));
const without = (list: readonly string[], others: readonly string[]) =>
  sorted(list.filter((one) => !others.includes(one)));

function standing(subject: Subject) {
  const requested =
    subject.kind === "issue"
      ? []
      : [
          ...subject.requestedReviewers.map(({ login }) => login),
          ...subject.requestedTeams.map(({ slug }) => `team:org/${slug}`),
        ];
  return {
    labels: subject.labels.map(({ name }) => name),
    assigned: subject.assignees.map(({ login }) => login),
    requested,
    state: subject.state,
  };
}

async function speak(one: Case, subject: Subject): Promise<void> {
  if (one.trigger?.kind === "opened") return;
  const { user, body } = spokenIn(one);
  const said = body.replaceAll("@org/", "@KusionStack/");
  const speaker = stage.world.as(user);
  if (one.trigger?.action === "edited") speaker.editComment(speaker.comment(subject, "nothing yet"), said);
  else speaker.comment(subject, said);
  await stage.settled();
}

describe("prow-assign, prow-commands", () => {
  it.each(played)("$id $about", async (one) => {
    const subject = await prepared(one);
    const before = standing(subject);
    await speak(one, subject);
    const after = standing(subject);
    const wanted = NOTES[one.id] === undefined ? one.expect : { ...one.expect, label_added: [], commented: true };
    if (wanted.assigned) expect(without(after.assigned, before.assigned)).toEqual(sorted(wanted.assigned));
    if (wanted.unassigned) expect(without(before.assigned, after.assigned)).toEqual(sorted(wanted.unassigned));
    if (wanted.requested) expect(without(after.requested, before.requested)).toEqual(sorted(wanted.requested));
    if (wanted.unrequested) expect(without(before.requested, after.requested)).toEqual(sorted(wanted.unrequested));
    for (const login of wanted.assignedIncludes ?? []) expect(after.assigned).toContain(login);
    if (wanted.assigned_count !== undefined) expect(after.assigned).toHaveLength(wanted.assigned_count);
    if (wanted.label_added) expect(without(after.labels, before.labels)).toEqual(sorted(wanted.label_added));
    if (wanted.label_removed) expect(without(before.labels, after.labels)).toEqual(sorted(wanted.label_removed));
    if (wanted.closed_by_bot !== undefined)
      expect(before.state === "open" && after.state === "closed").toBe(wanted.closed_by_bot);
    if (wanted.reopened_by_bot !== undefined)
      expect(before.state === "closed" && after.state === "open").toBe(wanted.reopened_by_bot);
    if (wanted.close_reason !== undefined) expect(subject.stateReason).toBe(wanted.close_reason);
    const replies = saidByRung(subject).length;
    // What simply worked earns a reaction, where Prow says so in words.
    const simplyWorked = wanted.closed_by_bot === true || wanted.reopened_by_bot === true;
    if (wanted.commented !== undefined && !simplyWorked) expect(replies > 0).toBe(wanted.commented);
    expect(replies).toBeLessThanOrEqual(wanted.replies_at_most ?? 1);
  });
});
