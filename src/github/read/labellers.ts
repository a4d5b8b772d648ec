/** Reads who put which label on: for labels that nobody remembers, which is rare. */

import { z } from "zod";
import type { Account, RepositoryName } from "../../shared/names.ts";
import type { Client } from "../client/client.ts";
import { accountOf, actorView } from "./accounts.ts";
import { parsed } from "./graphql-pages.ts";
import { WHO } from "./queries.ts";

const timelineView = z.object({
  repository: z.object({
    pullRequest: z.object({
      timelineItems: z.object({
        nodes: z.array(
          z.object({
            __typename: z.string().optional(),
            actor: actorView.optional(),
            label: z.object({ name: z.string() }).nullish(),
          }),
        ),
      }),
    }),
  }),
});

export const LABELLINGS = `query Labellings($owner: String!, $name: String!, $number: Int!) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      timelineItems(last: 100, itemTypes: [LABELED_EVENT, UNLABELED_EVENT]) {
        nodes {
          __typename
          ... on LabeledEvent { actor { ...Who } label { name } }
          ... on UnlabeledEvent { actor { ...Who } label { name } }
        }
      }
    }
  }
}
${WHO}`;

/** By the label's name in lower case; `null`: a deleted account. */
export interface Labellers {
  /** Who last put each label on. */
  readonly putOn: ReadonlyMap<string, Account | null>;
  /** Who took it off since, for those that are off. */
  readonly tookOff: ReadonlyMap<string, Account | null>;
}

export async function readLabellers(
  client: Client,
  { owner, name }: RepositoryName,
  number: number,
): Promise<Labellers> {
  const answer = await client.graph({ name: "Labellings", text: LABELLINGS }, { owner, name, number });
  const { nodes } = parsed(timelineView, answer.data, "who put labels on").repository.pullRequest.timelineItems;
  const putOn = new Map<string, Account | null>();
  const tookOff = new Map<string, Account | null>();
  for (const { __typename: type, actor, label } of nodes) {
    if (!label) continue;
    const key = label.name.toLowerCase();
    const who = accountOf(actor ?? null);
    if (type === "UnlabeledEvent") tookOff.set(key, who);
    else {
      putOn.set(key, who);
      tookOff.delete(key);
    }
  }
  return { putOn, tookOff };
}
