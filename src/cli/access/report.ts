/** The differences between GitHub's access and the registry's, as text and as JSON. */

import { type AccessReport, thingsDiffer } from "../../registry/access/access-issue.ts";
import type { AccessFindings } from "../../registry/access/difference.ts";
import { pendingWords, told, unreadWords } from "../../registry/access/told.ts";
import { moment } from "../../shared/dates.ts";
import { oneLine, unmarked } from "../terminal-text.ts";

export interface Compared extends Pick<AccessReport, "claims" | "findings" | "plan" | "readAt"> {
  /** Where the registry is from. */
  readonly shown: string;
}

/** 1: not everything could be read; 2: something differs. */
export function endingOf({ differences, unread }: AccessFindings): 0 | 1 | 2 {
  if (unread.length > 0) return 1;
  return differences.length > 0 ? 2 : 0;
}

const line = (markdown: string) => oneLine(unmarked(markdown));

export function accessText({ claims, findings, plan, readAt, shown }: Compared): string {
  const { differences, pending, unread, unseen } = findings;
  const apart = unseen.map((part) => `- ${line(unreadWords(part))}.`);
  const entries = differences.flatMap((difference) => {
    const { what, ways } = told(difference, { claims, plan });
    return [`- ${line(what)}`, `  ${line(ways)}`];
  });
  const waiting = pending.map((invitation) => `- ${line(pendingWords(invitation))}`);
  const lacking = unread.map((part) => `- ${line(unreadWords(part))}.`);
  return [
    `${head(differences.length, unread.length)} between GitHub's ${claims.owner} and ${shown}, read on ${moment(readAt)}.`,
    ...entries,
    ...(waiting.length === 0 ? [] : ["Not yet accepted:", ...waiting]),
    ...(lacking.length === 0 ? [] : ["Not read:", ...lacking]),
    ...(apart.length === 0 ? [] : ["Not looked at:", ...apart]),
    ...(plan.adds.length === 0 ? [] : [ONLY_THE_BOT]),
  ].join("\n");
}

const ONLY_THE_BOT =
  "Who left or declined before is added by nobody; that the running Rung remembers, and this command does not.";

function head(count: number, unread: number): string {
  if (unread > 0) return "Not everything could be read, so nothing is said of what differs";
  return count === 0 ? "Nothing differs" : thingsDiffer(count);
}

export function accessJson({ claims, findings, plan, readAt, shown }: Compared): string {
  const { differences, pending, unread, unseen } = findings;
  const report = {
    owner: claims.owner,
    registry: shown,
    mode: claims.mode,
    readAt: new Date(readAt).toISOString(),
    /** False: nothing is to be drawn from what is missing here. */
    whole: unread.length === 0,
    differences: differences.map((difference) => {
      const { what, ways } = told(difference, { claims, plan });
      return { ...difference, what: line(what), ways: line(ways) };
    }),
    pending,
    unread: unread.map((part) => ({ ...part, what: line(unreadWords(part)) })),
    unseen: unseen.map((part) => ({ ...part, what: line(unreadWords(part)) })),
    adds: plan.adds,
    withheld: plan.withheld.map(({ difference: { key }, why }) => ({ key, why })),
  };
  return JSON.stringify(report, null, 2);
}
