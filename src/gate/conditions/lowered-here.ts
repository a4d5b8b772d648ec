/** Whether a pull request needs fewer approvals, everything considered that people said on it (R73). */

import type { Diffs } from "../../model/diffs.ts";
import type { PullFacts } from "../../model/facts.ts";
import type { PullRecord } from "../../model/pull-record.ts";
import type { RegistryIndex } from "../../registry/registry-index.ts";
import { foldOf, mayUseApprove, speakersOf } from "../current-statements.ts";
import { lapsed } from "../lapse.ts";
import { type AreaRow, rowsOf } from "../rows.ts";
import type { Statement } from "../statements.ts";
import type { Lowered } from "../verdict-types.ts";
import { loweredFor } from "./lowering.ts";

interface Given {
  readonly facts: PullFacts;
  readonly index: RegistryIndex;
  readonly record: PullRecord;
  readonly diffs: Diffs;
}

/** `null`: no line lowers anything for its author. */
export function loweredHere(given: Given, words: readonly Statement[]): Lowered | null {
  const { facts, index, record } = given;
  return loweredFor({ facts, index, record, requests: () => standingRequests(words, rowsOf(facts, index), given) });
}

/**
 * Requests for changes by anybody with a role, whether or not they may approve there, as logins. An approval by the same person answers
 * the request while it stands (R80); the row does not matter, since no row may need anybody.
 */
function standingRequests(
  words: readonly Statement[],
  rows: readonly AreaRow[],
  { facts, index, record, diffs }: Given,
): readonly string[] {
  const rule = index.registry.approval.lapse;
  return speakersOf(words).flatMap((speaker) => {
    const { account } = speaker;
    if (account === null || !index.holdsAnyRole(account)) return [];
    const stands = rows.some((row) => {
      const { request, approvals } = foldOf(speaker, row);
      const answers = (word: Statement) =>
        mayUseApprove(word, index) && lapsed(word, row, { facts, record, diffs, rule }) === null;
      return request !== null && !approvals.some(answers);
    });
    return stands ? [account.login] : [];
  });
}
