/** What Rung says about lists that follow the registry. Pure; people's text is inert. */

import { bullets } from "../gate/bullets.ts";
import { BEGIN, END } from "../registry/publishing/markers.ts";
import type { RegistrySource } from "../registry/registry-types.ts";
import { code, escapeMarkdown, linkTarget, oneLine } from "../shared/markdown.ts";
import { fullName } from "../shared/names.ts";
import { joinList } from "../shared/people.ts";

export const PUBLISH_TITLE = "Bring what follows the registry up to date";

const MAX_NAMED = 20;

/** `digest`: of the files' content, so that the commit itself shows whether it is still right. */
export function publishMessage(paths: readonly string[], digest: string): string {
  const named = joinList(paths.map(oneLine), "and", MAX_NAMED);
  return [
    PUBLISH_TITLE,
    `${named} ${paths.length === 1 ? "says" : "say"} what roles.yaml says.`,
    `Lists: ${digest}`,
  ].join("\n\n");
}

/** What is left unchanged, and why, as sentences. */
export function leftAlone(why: readonly string[]): string {
  return `**Left as they are**\n${bullets(why.map(sentence))}`;
}

/** Markers are there to be copied. */
function sentence(why: string): string {
  return [BEGIN, END].reduce(
    (text, marker) => text.replaceAll(escapeMarkdown(marker), code(marker)),
    escapeMarkdown(why),
  );
}

/** A file that is not written. */
interface LeftFile {
  readonly path: string;
  readonly why: string;
  /** The present text and the future one; `null`: there is none, or it cannot be shown. */
  readonly before: string | null;
  readonly wanted: string | null;
}

interface PublishBody {
  readonly written: readonly string[];
  readonly removed: readonly string[];
  readonly left: readonly LeftFile[];
  readonly sources: readonly RegistrySource[];
  /** GitHub's address for browsers, without a slash at its end. */
  readonly webUrl: string;
  /** The hidden line. */
  readonly seal: string;
}

export function publishBody({ written, removed, left, sources, webUrl, seal }: PublishBody): string {
  const one = written.length === 1;
  const changed = `**${named(written)} ${one ? "follows" : "follow"} ${sourcesText(sources, webUrl)} and ${one ? "says" : "say"} something else.** Merging this brings ${one ? "it" : "them"} up to date.`;
  const gone = `**${named(removed)} ${removed.length === 1 ? "is" : "are"} taken away:** the registry asks for no such file any more.`;
  return [
    ...(written.length === 0 ? [] : [changed]),
    ...(removed.length === 0 ? [] : [gone]),
    "**Next:** whoever may approve changes there approves and merges this. While it is open it follows the registry, unless somebody else pushes to its branch. Closed unmerged, it is not opened again until the registry asks for something else.",
    ...(left.length === 0 ? [] : [leftAlone(left.map(({ why }) => why)), ...bothTexts(left)]),
    seal,
  ].join("\n\n");
}

/** Replaces the text once there is nothing left to propose. */
export const PUBLISHED_ALREADY =
  "**Closed:** the lists say what the registry says, so nothing is left to change. When they differ again, I open a new pull request.";

function named(paths: readonly string[]): string {
  return joinList(paths.map(escapeMarkdown), "and", MAX_NAMED);
}

function sourcesText(sources: readonly RegistrySource[], webUrl: string): string {
  const links = sources.map(({ repository, path }) => {
    const url = `${webUrl}/${fullName(repository)}/blob/HEAD/${path}`;
    return `[${escapeMarkdown(`${path} of ${fullName(repository)}`)}](${linkTarget(url)})`;
  });
  return joinList(links, "and");
}

/** How many files are shown with both texts; each text is limited, too, since a pull request's text has 65,536 characters. */
const MAX_SHOWN = 5;
const MAX_TEXT = 4_000;

function bothTexts(left: readonly LeftFile[]): readonly string[] {
  const shown = left.filter(({ wanted }) => wanted !== null).slice(0, MAX_SHOWN);
  return shown.map(({ path, before, wanted }) =>
    [
      `<details><summary>What ${escapeMarkdown(path)} would say</summary>`,
      ...(before === null ? [] : ["It says:", fenced(before)]),
      "It would say:",
      fenced(wanted ?? ""),
      "</details>",
    ].join("\n\n"),
  );
}

/** Inert: no run of backticks in it ends the block, and code notifies nobody. */
function fenced(text: string): string {
  const clean = text.toWellFormed().replace(/\r\n/g, "\n").replace(UNSEEN, "");
  const cut = clean.length > MAX_TEXT ? `${clean.slice(0, MAX_TEXT).toWellFormed()}\n…` : clean;
  const longest = Math.max(2, ...[...cut.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return [fence, cut.trimEnd(), fence].join("\n");
}

/** Controls but line ends and tabs, and the invisible characters that reorder or hide text. */
const UNSEEN = /(?![\n\t])[\p{Cc}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufff9-\ufffb]/gu;
