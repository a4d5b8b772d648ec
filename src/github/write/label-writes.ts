/** Puts labels on and takes them off: the only writer of labels. */

import { z } from "zod";
import type { UnlabelledEffect } from "../../model/effect.ts";
import { type Instant, type RepositoryName, sameName } from "../../shared/names.ts";
import type { Client } from "../client/client.ts";
import { Declined, Gone } from "../client/errors.ts";
import { repositoryPath } from "../client/repository-path.ts";

const labelsView = z.array(
  z.object({ name: z.string(), color: z.string().nullish(), description: z.string().nullish() }),
);

/** The colour that GitHub gives to a label that it creates because somebody put it on. */
const NEW_COLOR = "ededed";

interface LabelsOn {
  readonly repository: RepositoryName;
  readonly number: number;
  /** Without a colour, the label keeps its looks. */
  readonly labels: readonly (
    | { readonly name: string; readonly color?: never }
    | { readonly name: string; readonly color: string; readonly description: string }
  )[];
}

/**
 * Returns when, by GitHub's clock if it tells. All in one request, which creates those that the repository lacks; a label that was just
 * created gets its looks once.
 */
export async function putLabelsOn({ repository, number, labels }: LabelsOn, client: Client): Promise<Instant | null> {
  const home = repositoryPath(repository);
  const names = labels.map(({ name }) => name);
  const { data, at } = await client.rest("POST", `${home}/issues/${number}/labels`, { body: { labels: names } });
  const view = labelsView.safeParse(data);
  for (const label of labels) {
    if (label.color === undefined) continue;
    const made = view.data?.find(({ name }) => sameName(name, label.name));
    if (made === undefined || made.color?.toLowerCase() !== NEW_COLOR || made.description) continue;
    const { color, description } = label;
    await client.rest("PATCH", `${home}/labels/${encodeURIComponent(made.name)}`, { body: { color, description } });
  }
  return at;
}

export const TAKE_OFF = `mutation TakeOff($id: ID!, $labels: [ID!]!) {
  removeLabelsFromLabelable(input: { labelableId: $id, labelIds: $labels }) { clientMutationId }
}`;

type Off = Pick<UnlabelledEffect, "repository" | "number" | "nodeId" | "labels">;

/** In one request, however many: REST takes off one at a time. A label that is off already, or exists no more, is no error. */
export async function takeLabelsOff(off: Off, client: Client): Promise<Instant | null> {
  if (off.labels.length === 1 || off.labels.some(({ id }) => id === "")) return await takeOffByName(off, client);
  try {
    const labels = off.labels.map(({ id }) => id);
    const { at } = await client.graph({ name: "TakeOff", text: TAKE_OFF }, { id: off.nodeId, labels });
    return at;
  } catch (error) {
    // One that is gone must not keep the others on; and a server may not know the mutation.
    if (!(error instanceof Gone || error instanceof Declined)) throw error;
    return await takeOffByName(off, client);
  }
}

async function takeOffByName({ repository, number, labels }: Off, client: Client): Promise<Instant | null> {
  let last: Instant | null = null;
  const path = `${repositoryPath(repository)}/issues/${number}/labels`;
  for (const { name } of labels) {
    try {
      const { at } = await client.rest("DELETE", `${path}/${encodeURIComponent(name)}`);
      last = at;
    } catch (error) {
      if (!(error instanceof Gone)) throw error;
    }
  }
  return last;
}
