/** The proposals of a registry, read from GitHub: the database does not keep them. */

import { type OwnPull, readOwnPulls } from "../../github/read/own-pulls.ts";
import type { RepositoryRef } from "../../model/job.ts";
import type { OpenProposal, OpenStepDown, PastProposal, ProposalEnd } from "../../promotions/inactivity/proposal.ts";
import { type ProposalRecord, unsealProposal } from "../../promotions/inactivity/proposal-record.ts";
import { isProposalBranch } from "../../promotions/inactivity/proposal-text.ts";
import { carriedPlace } from "../../promotions/pull-marker.ts";
import { unsealStepDown } from "../../promotions/step-down-marker.ts";
import { isStepDownBranch } from "../../promotions/stepping-down.ts";
import { timeAfter } from "../../shared/duration.ts";
import { fullName, type Instant } from "../../shared/names.ts";
import type { JobParts } from "../job-parts.ts";

export interface Proposals {
  readonly open: readonly OpenProposal[];
  readonly past: readonly PastProposal[];
  readonly leaving: readonly OpenStepDown[];
  /** Statements there are no activity. */
  readonly talk: readonly { readonly repository: string; readonly number: number }[];
}

export const NO_PROPOSALS: Proposals = { open: [], past: [], leaving: [], talk: [] };

/** Longer than anything that is counted from a proposal's end. */
const LOOKED_BACK = "3y";

type Reader = Pick<JobParts, "client" | "bot" | "keys">;

export async function readProposals(
  { client, bot, keys }: Reader,
  repository: RepositoryRef,
  now: Instant,
): Promise<Proposals> {
  const since = now - (timeAfter(now, LOOKED_BACK) - now);
  const isMeant = (branch: string) => isProposalBranch(branch) || isStepDownBranch(branch);
  const own = await readOwnPulls(client, repository, { botLogin: bot.login, isMeant, since });
  const pulls = own.filter(({ branch }) => isProposalBranch(branch));
  const known = pulls.flatMap((pull) => {
    const record = unsealProposal(pull.body, carriedPlace(repository.id, pull.branch), keys);
    return record === null ? [] : [{ pull, record }];
  });
  return {
    open: known.flatMap(({ pull, record }) => (pull.closedAt === null ? [openOf(pull, record)] : [])),
    past: known.flatMap(({ pull, record }) =>
      pull.closedAt === null ? [] : [{ ...openOf(pull, record), endedAt: pull.closedAt, end: endOf(pull, record) }],
    ),
    leaving: own.flatMap(({ branch, body, closedAt, number, url }): OpenStepDown[] => {
      const sealed = closedAt === null ? unsealStepDown(body, carriedPlace(repository.id, branch), keys) : null;
      return sealed === null ? [] : [{ person: sealed.by, role: sealed.role, areas: sealed.areas, number, url }];
    }),
    talk: pulls.map(({ number }) => ({ repository: fullName(repository), number })),
  };
}

function openOf({ openedAt, number, url }: OwnPull, { person, holdings }: ProposalRecord): OpenProposal {
  return { person, holdings, openedAt, number, url };
}

/** What Rung closes says why; one that a person closed unmerged counts as `/stay`. */
function endOf({ isMerged }: OwnPull, { end }: ProposalRecord): ProposalEnd {
  if (isMerged) return "merged";
  return end === null || end.kind === "merged" ? "stayed" : end.kind;
}
