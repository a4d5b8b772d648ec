/** The history of an issue or pull request that evidence needs: GitHub's form of it, made plain. */

import { z } from "zod";
import type { History, HistoryEvent } from "../../promotions/measure/evidence.ts";
import { instant } from "../../shared/names.ts";
import { accountOf } from "./accounts.ts";

const actor = z.object({ __typename: z.string(), login: z.string() }).nullish();

/** `null` or missing: it was not asked for, or not told. */
export const timeline = z
  .object({
    pageInfo: z.object({ hasPreviousPage: z.boolean() }),
    nodes: z.array(
      z
        .object({
          __typename: z.string(),
          createdAt: z.iso.datetime(),
          actor,
          label: z.object({ name: z.string() }).nullish(),
          assignee: z.object({ login: z.string() }).nullish(),
          previousTitle: z.string().nullish(),
        })
        .nullable(),
    ),
  })
  .nullish();

type Timeline = z.output<typeof timeline>;
type Event = NonNullable<NonNullable<Timeline>["nodes"][number]>;

/** Events of other kinds are left out. */
export function historyOf(read: Timeline | undefined): History {
  const events = (read?.nodes ?? []).flatMap((event) => (event === null ? [] : eventOf(event)));
  return { events, isComplete: read?.pageInfo.hasPreviousPage === false };
}

function eventOf(event: Event): readonly HistoryEvent[] {
  const at = instant(event.createdAt);
  const by = event.actor ? { login: event.actor.login, isBot: accountOf(event.actor)?.type === "Bot" } : null;
  switch (event.__typename) {
    case "LabeledEvent":
      return [{ kind: "labelled", at, by, label: event.label?.name ?? "" }];
    case "AssignedEvent":
      return [{ kind: "assigned", at, by, assignee: event.assignee?.login ?? "" }];
    case "RenamedTitleEvent":
      return [{ kind: "renamed", at, by, before: event.previousTitle ?? null }];
    default:
      return [];
  }
}
