/** Opens a pull request that Rung maintains, and keeps its text up to date. Each step is safe to repeat. */

import { z } from "zod";
import type { ProposedPull, PullText, RegistryChangeEffect } from "../../model/effect.ts";
import type { Client } from "../client/client.ts";
import { Declined, Transient } from "../client/errors.ts";
import { repositoryPath } from "../client/repository-path.ts";
import { parsed } from "../read/graphql-pages.ts";
import { type BranchPlace, type BranchPull, readBranchPulls } from "../read/registry-branch.ts";

type KeptPull = ProposedPull & Pick<RegistryChangeEffect, "keepsText" | "draft">;

const numberView = z.object({ number: z.number() });

export function openOf(pulls: readonly BranchPull[], { base }: BranchPlace): BranchPull | null {
  return pulls.find(({ state = "open", base: into }) => state === "open" && (into?.ref ?? base) === base) ?? null;
}

export async function openPull(client: Client, kept: KeptPull): Promise<number> {
  const { title, body, branch, base, draft } = kept;
  const asked = { title, body, head: branch, base, ...(draft && { draft }) };
  try {
    const { data } = await client.rest("POST", `${repositoryPath(kept.repository)}/pulls`, { body: asked });
    return parsed(numberView, data, "a pull request").number;
  } catch (error) {
    // Some repositories have no drafts (private ones of free organisations).
    if (draft === true && error instanceof Declined && /draft/i.test(error.message)) {
      const { draft: _, ...others } = kept;
      return await openPull(client, others);
    }
    // One that an earlier try opened may not be listed yet when it is looked for; GitHub knows of it all the same.
    const there =
      error instanceof Declined && error.status === 422 ? openOf(await readBranchPulls(client, kept), kept) : null;
    if (there !== null) return there.number;
    if (error instanceof Declined && /already exists/i.test(error.message))
      throw new Transient(`GitHub does not list the pull request of ${kept.branch} yet`, {
        mayHaveHappened: true,
        cause: error,
      });
    throw error;
  }
}

/** Whether it had to be brought up to date. */
export async function updateText(client: Client, kept: KeptPull, pull: PullText): Promise<boolean> {
  if (!pull.isOwn || saysAlready(kept, pull) || kept.keepsText === true) return false;
  const { title, body } = kept;
  await client.rest("PATCH", `${repositoryPath(kept.repository)}/pulls/${pull.number}`, { body: { title, body } });
  return true;
}

function saysAlready({ title, body }: KeptPull, pull: PullText): boolean {
  return pull.title === title && trimmed(pull.body) === trimmed(body);
}

/** GitHub stores line ends as they came and trims what follows the last one. */
export function trimmed(text: string): string {
  return text.replaceAll("\r\n", "\n").trimEnd();
}
