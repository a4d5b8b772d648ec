/** The lines of the status comment: holds, statements made in comments, and those that were taken back. People's text is inert (R25). */

import { mayTakeAnyLgtm } from "../../gate/current-statements.ts";
import { type Ranks, releasingRole } from "../../gate/record/releasing.ts";
import type { Statement } from "../../gate/statements.ts";
import { sha } from "../../gate/uncounted-reasons.ts";
import type { ActiveHold, MergeOrder, ReleasedHold, Restriction } from "../../model/pull-record.ts";
import type { RegistryIndex } from "../../registry/registry-index.ts";
import { moment } from "../../shared/dates.ts";
import { code, escapeMarkdown, shortened } from "../../shared/markdown.ts";
import { roleWithArticle, samePerson } from "../../shared/people.ts";

const MAX_LINES = 30;
const MAX_WHY_LENGTH = 200;

/** Who holds, since when, why, and who can release. */
export function holdLines(holds: readonly ActiveHold[], ranks: Ranks): readonly string[] {
  if (holds.length === 0) return [];
  const lines = holds.map((hold) => {
    const who = hold.by === null ? "a label put on by hand" : escapeMarkdown(hold.by.login);
    const by = hold.source === "label" && hold.by !== null ? `${who} (by label)` : who;
    const why = hold.why === "" ? "" : `: ${escapeMarkdown(shortened(hold.why, MAX_WHY_LENGTH))}`;
    return `- **Held by ${by}** since ${moment(hold.at)}${why}`;
  });
  return [...capped(lines), "", release(holds, ranks)];
}

function release(holds: readonly ActiveHold[], ranks: Ranks): string {
  const [first, ...others] = holds;
  if (first === undefined) return "";
  if (others.length === 0) {
    const above = `${roleWithArticle(releasingRole(first, ranks))} or above`;
    const who = first.by === null ? above : `${escapeMarkdown(first.by.login)}, or ${above},`;
    return `To release it, ${who} comments \`/hold cancel\`.`;
  }
  const roles = [...new Set(holds.map((hold) => releasingRole(hold, ranks)))];
  const highest = roles.reduce((one, other) => (ranks.index.atLeast(other, one) ? other : one));
  return `Each releases their own with \`/hold cancel\`; ${roleWithArticle(highest)} or above releases them all, by name (\`/hold cancel @user\`) where they hold it themselves.`;
}

/** Who released whose hold: it concerns the holders. */
export function releaseLines(released: readonly ReleasedHold[]): readonly string[] {
  const lines = released.map(({ by, of, at }) => {
    const whose = of === null ? "the hold of a label put on by hand" : `the hold of ${escapeMarkdown(of.login)}`;
    return `- ${escapeMarkdown(by.login)} released ${whose} on ${moment(at)}`;
  });
  return capped(lines);
}

/**
 * The statements made in comments, each with the head it belongs to: a person's last of a kind, if the head is known and it could count
 * at all. Whether they still count is left to the check run: a later review or push must not change this text.
 */
export function wordLines(
  words: readonly Statement[],
  index: RegistryIndex,
  couldCount: (word: Statement) => boolean,
): readonly string[] {
  const last = new Map<string, Statement>();
  for (const word of words) {
    if (!isByComment(word) || !index.holdsAnyRole(word.by)) continue;
    const { meaning } = word;
    if (meaning.kind === "lgtm" && meaning.cancel && mayTakeAnyLgtm(word.by, index))
      for (const [key, { meaning: before }] of last) if (before.kind === "lgtm") last.delete(key);
    const whose = `${word.said} ${word.by?.id ?? word.by?.login ?? ""}`;
    last.delete(whose);
    last.set(whose, word);
  }
  const lines = [...last.values()].flatMap((word) => {
    const { by, said, commit, url, meaning } = word;
    if (by === null || commit === null || !gives(meaning) || !couldCount(word)) return [];
    const linked = url === "" ? `\`${said}\`` : `[\`${said}\`](${encodeURI(url)})`;
    return [`- ${escapeMarkdown(by.login)}: ${linked} of ${sha(commit)}`];
  });
  return lines.length === 0 ? [] : ["Words given by comment, and the commit each was given on:", "", ...capped(lines)];
}

function isByComment({ through, edited, meaning }: Statement): boolean {
  return through === "comment" && !edited && (meaning.kind === "approval" || meaning.kind === "lgtm");
}

function gives(meaning: Statement["meaning"]): boolean {
  if (meaning.kind === "lgtm") return !meaning.cancel;
  if (meaning.kind !== "approval" || meaning.takes === null) return false;
  return meaning.gives === null || meaning.gives.length > 0;
}

/** Whether there was an approval of the same person to take back, as far as GitHub still shows. */
export function tookBack({ by, at, key }: Restriction, words: readonly Statement[]): boolean {
  return words.some((word) => word.key !== key && word.at <= at && samePerson(word.by, by) && gives(word.meaning));
}

/** How comments limited or withdrew approvals: kept, since an edit must not restore them (R7). */
export function restrictionLines(restrictions: readonly Restriction[], words: readonly Statement[]): readonly string[] {
  const lines = restrictions
    .filter((one) => one.kind === "withdrawal" && one.key.startsWith("comment:") && tookBack(one, words))
    .map(({ by, at }) => `- ${escapeMarkdown(by.login)} withdrew an approval on ${moment(at)}`);
  return capped(lines);
}

function capped(lines: readonly string[]): readonly string[] {
  const rest = lines.length - MAX_LINES;
  return rest <= 1 ? lines : [...lines.slice(0, MAX_LINES), `- and ${rest} more`];
}

/** What GitHub is going to merge by itself, and under which conditions (R86). */
export function orderLines(order: MergeOrder | undefined): readonly string[] {
  if (order === undefined) return [];
  const { by, headSha, baseRef, at } = order;
  return [
    `**To be merged by GitHub** as ${escapeMarkdown(by.login)} asked on ${moment(at)}: ${code(headSha.slice(0, 7))} into ${code(baseRef)}, and nothing else.`,
  ];
}
