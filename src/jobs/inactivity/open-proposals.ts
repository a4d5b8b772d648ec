/** Opens the pull requests that ask people who were not seen whether they want to go on: a draft for each, with one mention. */

import { takeMention } from "../../database/mentions.ts";
import { apply } from "../../github/write/apply.ts";
import type { AuditContext } from "../../model/audit-context.ts";
import type { RepositoryFacts } from "../../model/facts.ts";
import type { NewProposal } from "../../promotions/inactivity/look.ts";
import { type ProposalRecord, sealProposal } from "../../promotions/inactivity/proposal-record.ts";
import { noticeEnd } from "../../promotions/inactivity/proposal-state.ts";
import { proposalBranch, proposalChange } from "../../promotions/inactivity/proposal-text.ts";
import { carriedPlace } from "../../promotions/pull-marker.ts";
import { inactivityRules } from "../../registry/inactivity/rules.ts";
import type { Registry } from "../../registry/registry-types.ts";
import { fullName, type Instant } from "../../shared/names.ts";
import { applyContext } from "../apply-context.ts";
import type { JobParts } from "../job-parts.ts";

interface Opening {
  readonly repository: RepositoryFacts;
  readonly registry: Registry;
  readonly webUrl: string;
  /** When the look found them: the same at every try. */
  readonly foundAt: Instant;
  /** When they are opened, from which their notices count. A place may have become free long after the look. */
  readonly now: Instant;
  readonly audit: AuditContext;
  readonly signal: AbortSignal;
}

/** Safe to repeat: a branch a person and day. */
export async function openProposals(
  parts: JobParts,
  proposals: readonly NewProposal[],
  opening: Opening,
): Promise<void> {
  for (const proposal of proposals) await open(parts, proposal, opening);
}

async function open(parts: JobParts, proposal: NewProposal, opening: Opening): Promise<void> {
  const { repository, registry, webUrl, foundAt, now, audit, signal } = opening;
  const { owner, name, id, defaultBranch } = repository;
  const path = registry.sources.at(-1)?.path;
  if (defaultBranch === null || path === undefined) return;
  const { person, holdings, notice, last } = proposal;
  const branch = proposalBranch(person, foundAt);
  const change = proposalChange({
    proposal,
    place: {
      owner,
      registry,
      repository: { owner, name },
      path,
      defaultBranch,
      rules: inactivityRules(registry),
      webUrl,
      botLogin: parts.bot.login,
    },
    now,
    foundAt,
    until: noticeEnd({ openedAt: now, notice }),
    mention: await takeMention(parts.db, { person, about: `${fullName(repository)} ${branch}`, at: now }),
  });
  const record: ProposalRecord = {
    person: { login: person.login, id: person.id },
    holdings: holdings.map(({ role, areas, to }) => ({ role, areas: [...areas], to })),
    notice,
    last: last === null ? null : { at: last.at, url: last.url },
    reminded: false,
    ready: null,
    agreed: null,
    end: null,
  };
  const body = `${change.body}\n\n${sealProposal(record, carriedPlace(id, branch), parts.key)}`;
  signal.throwIfAborted();
  const publishing = { extended: null, visibility: { from: "public", to: "public" }, webUrl } as const;
  const [outcome] = await apply(
    [{ ...change, body, draft: true, keepsText: true, closedSince: foundAt, publishing }],
    applyContext(parts, { repositoryId: id, audit }),
  );
  if (outcome?.kind === "registry-change" && outcome.change.kind !== "open")
    parts.log.warn({ outcome: outcome.change, branch }, "a proposal was not opened");
}
