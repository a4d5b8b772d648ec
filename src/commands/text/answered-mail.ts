/**
 * Finds the mail that somebody replies to, where their mail program puts it below the reply without quoting it: GitHub hides it from
 * readers, but delivers it with the text. It was written by others. Takes linear time, whatever the text.
 */

/**
 * An address in a mail of GitHub's, on any host; if a comment came by mail, GitHub shows every address as asterisks. Addresses in
 * commits are not meant.
 */
const ADDRESS = /\*{3}@\*{3}\.\*{3}|\bnotifications@github\.com\b|@(?:reply|noreply)\.\w/i;
/** The senders of the mails of a GitHub Enterprise Server; by itself an address may be something else, such as a commit's trailer. */
const SENDER = /\b(?:notifications|no-?reply)@\w/i;
/** "[owner/name] Title (PR #12)", as GitHub calls its mails. */
const SUBJECT = /[:：].{0,40}\[[\w.-]{1,39}\/[\w.-]{1,100}\].*\((?:[A-Za-z]+ )?#\d+\)\s*$/;
/** "From: …", "**Von:** …", "发件人：…". */
const HEADER = /^[ *_]{0,4}\p{L}[\p{L} .-]{0,24}[*_]{0,2} ?[:：]/u;
/** "----- Original Message -----", "---- On Tuesday … wrote ----"; the words may be in any language. */
const RULED = /^ {0,3}-{2,} ?[^\s-].* ?-{2,}\s*$/;
/** No line of a mail's head is longer. */
const MAX_HEAD_LINE = 500;
/** The longest head of a mail, including the lines on which long lists of people continue. */
const HEAD_LINES = 8;
const MIN_HEADERS = 3;

/** Whether the text may have one, by a look alone. */
export function mayAnswerMail(text: string): boolean {
  return /@\*{3}\.\*{3}|(?:notifications|no-?reply)@|@(?:reply|noreply)\.|#\d+\)|(?<!-)-{2,} ?[^\s-][^\r\n]{0,500}?-{2}/i.test(
    text,
  );
}

/** Whether a mail that is answered begins with the line of that place. `isShown`: readers see that line as plain text. */
export function beginsAnsweredMail(lines: readonly string[], at: number): boolean {
  const line = lines[at] ?? "";
  if (line.length > MAX_HEAD_LINE) return false;
  return (
    isAttribution(lines, at) || (RULED.test(line) && isHead(lines, at + 1)) || (HEADER.test(line) && isHead(lines, at))
  );
}

/** "On Tuesday … ann <notifications@github.com> wrote:", over two lines at most, with what she wrote unquoted below it. */
function isAttribution(lines: readonly string[], at: number): boolean {
  const [line = "", next = ""] = [lines[at], lines[at + 1]];
  if (!(ADDRESS.test(line) || SENDER.test(line)) || !/\d/.test(line)) return false;
  if (/(?:[:：]|-{2})\s*$/.test(line)) return !isQuotedAt(lines, at + 1);
  return next.length <= 40 && /[:：]\s*$/.test(next) && !HEADER.test(line) && !isQuotedAt(lines, at + 2);
}

/** Where the program marks what it quotes, a reply may follow it. */
function isQuotedAt(lines: readonly string[], from: number): boolean {
  let at = from;
  while (at < lines.length && at < from + HEAD_LINES && lines[at]?.trim() === "") at += 1;
  return /^ {0,3}>/.test(lines[at] ?? "");
}

/** The lines of a mail's head, which show that it is one of GitHub's. */
function isHead(lines: readonly string[], at: number): boolean {
  const head: string[] = [];
  for (const line of lines.slice(at, at + 2 * HEAD_LINES)) {
    if (line.trim() === "") continue;
    if (line.length > MAX_HEAD_LINE || head.length === HEAD_LINES) break;
    head.push(line);
  }
  const [first = ""] = head;
  const isOfGithub = head.some((line) => HEADER.test(line) && (ADDRESS.test(line) || SUBJECT.test(line)));
  return HEADER.test(first) && isOfGithub && head.filter((line) => HEADER.test(line)).length >= MIN_HEADERS;
}
