/** Reads which utterances have the app's own thumb: it answers what simply worked, and is given once everything in it was done. */

import { z } from "zod";
import type { Client } from "../client/client.ts";
import { isLastingAnswer } from "../client/errors.ts";
import { parsed } from "./graphql-pages.ts";

const THUMBS = `query Thumbs($ids: [ID!]!) {
  nodes(ids: $ids) {
    ... on Reactable { id reactionGroups { content viewerHasReacted } }
  }
}`;

const answer = z.object({
  nodes: z.array(
    z
      .object({
        id: z.string().optional(),
        reactionGroups: z.array(z.object({ content: z.string(), viewerHasReacted: z.boolean() })).nullish(),
      })
      .nullable(),
  ),
});

/** The node ids among these that have it. If GitHub does not tell, none: callers have other ways to find out. */
export async function ownThumbs(client: Client, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  try {
    const unreliable = ids.map((_, index) => `nodes.${index}`);
    const { data } = await client.graph({ name: "Thumbs", text: THUMBS, unreliable }, { ids });
    const { nodes } = parsed(answer, data, "reactions");
    const ours = nodes.filter((node) =>
      node?.reactionGroups?.some(({ content, viewerHasReacted }) => content === "THUMBS_UP" && viewerHasReacted),
    );
    return new Set(ours.flatMap((node) => node?.id ?? []));
  } catch (error) {
    if (isLastingAnswer(error)) return new Set();
    throw error;
  }
}
