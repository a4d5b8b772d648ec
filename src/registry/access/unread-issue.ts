/**
 * The text of the issue about access when nothing can be compared: somebody has to give the app what it lacks, or there is nothing to
 * compare.
 */

const BEGIN = "<!-- rung:unread -->";
const END = "<!-- rung:read -->";
const MAX_SAID = 10;

/** `before`: the issue's present text without its line, which stays below. `why`: inert sentences. */
export function unreadIssue(before: string, why: readonly string[]): string {
  const rest = before.startsWith(BEGIN) ? before.slice(before.indexOf(END) + END.length).trimStart() : before;
  const lines = why.slice(0, MAX_SAID).map((one) => `> - ${one}`);
  const more = why.length > MAX_SAID ? [`> - … and ${why.length - MAX_SAID} more.`] : [];
  const head = "> **Who has access could not be read, so nothing is told of it as of now.**";
  const notice = [BEGIN, head, ...lines, ...more, ...(rest === "" ? [] : ["", "What stands below is older."]), END];
  return [...notice, ...(rest === "" ? [] : ["", rest])].join("\n");
}

export const NOTHING_TO_COMPARE = "The registry says nothing of access any more, so there is nothing to compare.";
