/** Why a statement did not count, as the half sentence that follows a colon (voice.md). */

import { moment } from "../shared/dates.ts";
import { code, escapeMarkdown, shortened } from "../shared/markdown.ts";
import { unreachable } from "../shared/names.ts";
import { joinList, roleWithArticle } from "../shared/people.ts";
import type { AreaVerdict, Uncounted, UncountedReason } from "./verdict-types.ts";

const MAX_FILES = 3;
const MAX_NAME_LENGTH = 160;

/** It was good, until a push or another base changed what it was about. */
export function isEndedByChange({ kind }: UncountedReason): boolean {
  return kind === "lapsed" || kind === "base-changed";
}

/** "SparkYuan, approval of `91bd0e4` on Monday …: the push of `3f2c1aa` changed `pkg/engine/apply.go`." Inert. */
export function explained(entry: Uncounted, areas: readonly AreaVerdict[]): string {
  const who = entry.login === "" ? "a deleted account" : escapeMarkdown(entry.login);
  const where = entry.areas.length === 0 ? "" : `, for ${areaList(entry.areas)}`;
  return `${who}, ${what(entry)}${where}: ${becauseOf(entry, areas)}.`;
}

/** The half sentence alone: "has no role in this registry". */
export function becauseOf(entry: Uncounted, areas: readonly AreaVerdict[]): string {
  const touched = areas.filter((area) => entry.areas.length === 0 || entry.areas.includes(area.area));
  return because(entry.reason, touched);
}

function what({ said, commit, at }: Uncounted): string {
  const on = commit === null ? "" : ` of ${sha(commit)}`;
  const when = ` on ${moment(at)}`;
  if (said === "/approve" || said === "/lgtm") return `\`${said}\`${when}`;
  if (said === "changes requested") return `changes requested${commit === null ? "" : ` on ${sha(commit)}`}${when}`;
  return `${said}${on}${when}`;
}

/** As GitHub shows commits. */
export function sha(commit: string): string {
  return code(commit.slice(0, 7));
}

function areaList(names: readonly string[]): string {
  return joinList(names.map(escapeMarkdown), "and");
}

function because(reason: UncountedReason, touched: readonly AreaVerdict[]): string {
  switch (reason.kind) {
    case "author":
      return "is the author";
    case "contributor":
      return "wrote or pushed commits of this pull request, and whoever did may not approve here";
    case "contributors-unknown":
      return "it cannot be told who wrote and pushed every commit, and whoever did may not approve here";
    case "bot":
      return "is a bot";
    case "deleted-account":
      return "the account is gone";
    case "no-role":
      return "has no role in this registry";
    case "other-area":
      return reason.holds.length === 0
        ? `holds no area that may approve ${not(touched)}`
        : `holds ${areaList(reason.holds)}, not ${not(touched)}`;
    case "role-too-low":
      return `is ${roleWithArticle(reason.role)}; ${asking(touched)} ${roleWithArticle(touched[0]?.from ?? "approvers")} or above`;
    case "edited":
      return "was edited, and an edited text may not say what it said when it was given";
    case "forgotten":
      return "what it said when it was given is not remembered in full; an approval given anew counts";
    case "withdrawn":
      return "was withdrawn";
    case "dismissed":
      return "was dismissed";
    case "superseded":
      return "the same person has since asked for changes";
    case "changes-requested-without-role":
      return `blocks nothing, since they may not approve ${not(touched)}`;
    case "head-unknown":
      return "which commit it was about cannot be known; a review tells";
    default:
      return changed(reason);
  }
}

type Changed = Extract<
  UncountedReason,
  { kind: "lapsed" | "base-changed" | "base-unknown" | "unknown-area" | "untouched-area" }
>;

function changed(reason: Changed): string {
  switch (reason.kind) {
    case "lapsed":
      return lapse(reason);
    case "base-changed":
      return `${baseThen(reason)}, and ${differing(reason)}`;
    case "base-unknown":
      return "where the base stood then cannot be known, and it has moved since; approving again counts";
    case "unknown-area":
      return `there is no area ${joinList(
        reason.words.map((word) => code(word.slice(0, 60))),
        "or",
        3,
      )}`;
    case "untouched-area":
      return `names ${areaList(reason.words)}, which this pull request does not touch`;
    default:
      return unreachable(reason);
  }
}

type Compared = Pick<Extract<UncountedReason, { kind: "lapsed" }>, "files" | "why">;

/** "the push of `3f2c1aa` changed `a.go`"; if it cannot be compared, this is said with the reason (R33). */
export function lapse({ by, files, why }: Extract<UncountedReason, { kind: "lapsed" }>): string {
  const push = by === null ? "a later push" : `the push of ${sha(by)}`;
  if (why !== null) return `${push} came after it, and ${uncompared({ files, why })}`;
  return `${push} ${files.length === 0 ? "came after it" : `changed ${fileList(files)}`}`;
}

/** "the base was `dev` then" */
export function baseThen({ from, commit }: Extract<UncountedReason, { kind: "base-changed" }>): string {
  return from === null ? `the base has moved since from ${sha(commit)}` : `the base was ${code(from)} then`;
}

export function differing({ files, why }: Compared): string {
  return why === null ? `the diff differs in ${fileList(files)}` : uncompared({ files, why });
}

function uncompared({ files, why }: { readonly files: readonly string[]; readonly why: string }): string {
  return files.length === 0 ? why : `${fileList(files)} cannot be compared, because ${why}`;
}

/** The text behind "not": "kusion or engine". */
function not(touched: readonly AreaVerdict[]): string {
  if (touched.length === 0) return "this";
  return joinList(
    touched.map(({ area }) => escapeMarkdown(area)),
    "or",
  );
}

/** "kusion and engine ask for" */
function asking(touched: readonly AreaVerdict[]): string {
  if (touched.length === 0) return "this asks for";
  return `${areaList(touched.map(({ area }) => area))} ${touched.length === 1 ? "asks" : "ask"} for`;
}

/** In sentences, names of areas are set as code, so that they are recognised as names. */
export function areaNames(names: readonly string[]): string {
  return joinList(names.map(code), "and");
}

/** "`a`, `b`, `c` and 4 more". */
export function fileList(files: readonly string[]): string {
  return joinList(
    files.map((file) => code(shortened(file, MAX_NAME_LENGTH))),
    "and",
    MAX_FILES,
  );
}
