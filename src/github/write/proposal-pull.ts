/** Keeps the pull request that asks somebody about their role up to date: its text, and whether it is a draft or open. */

import type { ProposalPullEffect } from "../../model/effect.ts";
import type { Client } from "../client/client.ts";
import { READY } from "./actions/subject.ts";

/** Repeating it changes nothing. Its signed line is written before everything that follows from it. */
export async function writeProposalPull(client: Client, effect: ProposalPullEffect): Promise<void> {
  const { owner, name } = effect.repository;
  const { body, becomes } = effect;
  await client.rest("PATCH", `/repos/${owner}/${name}/pulls/${effect.number}`, {
    body: { body, ...(becomes === "closed" && { state: "closed" }) },
  });
  if (becomes === "ready") await client.graph({ name: "Ready", text: READY }, { id: effect.nodeId });
}
