/** Reads who put which label on: for labels that nobody remembers, which is rare. */
import { z } from "zod";
import type { Client } from "../github/client.ts";
import type { Account, RepositoryName } from "../names.ts";
import { accountOf, actorView } from "./accounts.ts";
import { parsed } from "./pages.ts";

const WHO = `fragment Who on Actor {
  __typename login
  ... on User { databaseId }
  ... on Bot { databaseId }
}`;

const timelineView = z.object({
  repository: z.object({
    pullRequest: z.object({
      timelineItems: z.object({
        nodes: z.array(z.object({ actor: actorView.optional(), label: z.object({ name: z.string() }).nullish() })),
      }),
    }),
  }),
});

export const LABELLINGS = `query Labellings($owner: String!, $name: String!, $number: Int!) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      timelineItems(last: 100, itemTypes: [LABELED_EVENT]) {
        nodes { ... on LabeledEvent { actor { ...Who } label { name } } }
      }
    }
  }
}
${WHO}`;

/** Who last put each label on, by its name in lower case; `null`: a deleted account. */
export async function readLabellers(
  client: Client,
  { owner, name }: RepositoryName,
  number: number,
): Promise<ReadonlyMap<string, Account | null>> {
  const answer = await client.graph({ name: "Labellings", text: LABELLINGS }, { owner, name, number });
  const { nodes } = parsed(timelineView, answer.data, "who put labels on").repository.pullRequest.timelineItems;
  return new Map(
    nodes.flatMap(({ actor, label }) => (label ? [[label.name.toLowerCase(), accountOf(actor ?? null)] as const] : [])),
  );
}
