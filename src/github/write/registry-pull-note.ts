/** Puts a remark on one of Rung's own pull requests that change a registry, once: as a comment, and above its text. */

import type { RegistryPullNoteEffect } from "../../model/effect.ts";
import { replyMarker } from "../../model/own-comment.ts";
import { fullName } from "../../shared/names.ts";
import type { Client } from "../client/client.ts";
import { Forbidden, Transient } from "../client/errors.ts";
import { repositoryPath } from "../client/repository-path.ts";
import { hasOwnReply } from "../read/own-replies.ts";
import { readRegistryPull } from "../read/registry-pull-state.ts";

/** The comment first: killed in between, the next try finds it and does the rest. */
export async function writeRegistryPullNote(client: Client, effect: RegistryPullNoteEffect): Promise<void> {
  const { repository, number, closes } = effect;
  const pull = await readRegistryPull(client, { repository, number });
  // Whoever wants this has just seen it: a reading that lags would leave it open, and silent, for good.
  if (pull === null) throw new Transient(`GitHub does not show ${fullName(repository)}#${number} yet`);
  const home = repositoryPath(repository);
  if (!(await hasOwnReply(client, `${home}/issues/${number}/comments`, effect))) {
    const body = `${replyMarker(effect.to)}\n${effect.text}`;
    await client.rest("POST", `${home}/issues/${number}/comments`, { body: { body } }).catch((error: unknown) => {
      // A locked conversation takes no comment: above the text it is said all the same, and what has ended is closed.
      if (!(error instanceof Forbidden && error.reason === "permission")) throw error;
    });
  }
  const isClosing = closes && pull.state === "open";
  const body = withNote(pull.body, effect.text);
  if (!isClosing && body === pull.body) return;
  await client.rest("PATCH", `${home}/pulls/${number}`, {
    body: isClosing ? { body, state: "closed" } : { body },
  });
}

const NOTE = "<!-- rung:note -->";

/** The note goes above the text, in place of an earlier one. */
function withNote(body: string, text: string): string {
  const before = body.startsWith(NOTE) ? body.slice(body.indexOf("\n\n---\n\n") + "\n\n---\n\n".length) : body;
  return `${NOTE}\n${text}\n\n---\n\n${before}`;
}
