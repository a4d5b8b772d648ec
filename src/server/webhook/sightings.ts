/** What an event tells about its sender's activity, dated by their own act. Pure. */

import { z } from "zod";
import type { Sighting } from "../../database/sightings.ts";
import { type Account, type Instant, instant } from "../../shared/names.ts";
import { idView } from "./payload-views.ts";
import { account } from "./routing.ts";

const user = z.object({ login: z.string(), id: idView, type: z.string().optional() });
const time = z.iso.datetime({ offset: true });
const address = z.url({ protocol: /^https?$/ }).max(500);

const thread = z.object({ updated_at: time.nullish(), html_url: address.nullish(), body: z.string().nullish() });
const view = z.object({
  sender: user,
  repository: z.object({
    id: idView,
    full_name: z.string(),
    private: z.boolean().nullish(),
    pushed_at: z.union([z.int(), time]).nullish(),
  }),
  comment: z.object({ updated_at: time.nullish(), created_at: time, html_url: address.nullish() }).nullish(),
  review: z.object({ submitted_at: time.nullish(), html_url: address.nullish() }).nullish(),
  pull_request: thread.nullish(),
  issue: thread.nullish(),
  compare: address.nullish(),
});

/** Begins the hidden line of a pull request that proposes to move somebody who was not seen. */
const PROPOSAL_LINE = "<!-- rung:proposal v1 ";

const THREADS: ReadonlySet<string> = new Set([
  "pull_request",
  "pull_request_review",
  "pull_request_review_comment",
  "issues",
  "issue_comment",
]);

const actView = view.pick({ sender: true }).extend({ repository: view.shape.repository.pick({ id: true }) });

/** Whose event it is, and where: read first, since most events are of nobody who is looked for. */
export function actorOf(payload: unknown): { readonly repositoryId: number; readonly by: Account } | null {
  const { data } = actView.safeParse(payload);
  return data === undefined ? null : { repositoryId: data.repository.id, by: account(data.sender) };
}

/** `null`: it tells nothing about that. What somebody says on a proposal about themselves or others is no work in the project. */
export function sightedAct(event: string, payload: unknown): Sighting | null {
  if (event !== "push" && !THREADS.has(event)) return null;
  const { data } = view.safeParse(payload);
  if (data === undefined) return null;
  const { sender, repository, issue, pull_request: pull, comment, review } = data;
  const isProposal = [issue, pull].some((one) => one?.body?.includes(PROPOSAL_LINE) === true);
  if (account(sender).type !== "User" || isProposal) return null;
  const at = event === "push" ? pushedAt(repository.pushed_at) : actedAt(data);
  const url = event === "push" ? data.compare : (comment ?? review ?? pull ?? issue)?.html_url;
  if (at === null) return null;
  const [owner = ""] = repository.full_name.split("/");
  const { login, id } = sender;
  return { owner, person: { login, id }, at, url: repository.private === true ? null : (url ?? null) };
}

function pushedAt(told: number | string | null | undefined): Instant | null {
  if (told == null) return null;
  return typeof told === "number" ? told * 1_000 : instant(told);
}

/** The thread right after the act: of everything it dates, the last. */
function actedAt({ comment, review, pull_request: pull, issue }: z.output<typeof view>): Instant | null {
  const told = [comment?.updated_at, comment?.created_at, review?.submitted_at, pull?.updated_at, issue?.updated_at];
  const times = told.flatMap((one) => (one == null ? [] : [instant(one)]));
  return times.length === 0 ? null : Math.max(...times);
}
