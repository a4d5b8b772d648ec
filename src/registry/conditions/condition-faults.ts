/** Faults of conditions that appear only when a line is read as a whole, or compared with `bots` and `approval.min` (R73, R74). */

import { loginKey } from "../../shared/names.ts";
import { type Complaint, complaint } from "../complaints.ts";
import { coversEverything, glob } from "../glob.ts";
import type { Draft } from "../registry-draft.ts";
import type { Registry } from "../registry-types.ts";
import { undefinedName } from "../undefined-name.ts";
import { printable } from "../yaml-faults.ts";
import { loweringsOf, NEWCOMERS } from "./condition.ts";
import { isAllowed } from "./conditions-key.ts";

type Line = NonNullable<NonNullable<NonNullable<Draft["fixed"]["approval"]>["when"]>[number]>;

export function conditionFaults(
  { fixed, roles }: Pick<Draft, "fixed" | "roles">,
  { base }: { readonly base: Registry | null },
): readonly Complaint[] {
  const isOpen = fixed.extends != null && base === null;
  const kinds = { ...fixed.bots, ...base?.bots };
  const usual = fixed.approval?.min ?? (fixed.extends == null ? 1 : (base?.approval.min ?? null));
  return [
    ...kindFaults(fixed.bots ?? {}, base),
    ...(fixed.approval?.when ?? []).flatMap((line, index) =>
      lineFaults(line, { index, roles, kinds: isOpen ? null : Object.keys(kinds), usual, base }),
    ),
  ];
}

/** A bot is of one kind, so that it is clear which lines are about it. */
function kindFaults(bots: Readonly<Record<string, readonly string[]>>, base: Registry | null): readonly Complaint[] {
  const kinds = new Map<string, string>();
  const places = new Map<string, string>();
  for (const [kind, logins] of Object.entries(base?.bots ?? {})) {
    kinds.set(kind.toLowerCase(), kind);
    for (const login of logins) places.set(loginKey(login), `${printable(kind)} of the organisation's registry`);
  }
  const theirs = new Set(kinds.keys());
  return Object.entries(bots).flatMap(([kind, logins]) => {
    const folded = kind.toLowerCase();
    const known = kinds.get(folded);
    kinds.set(folded, kind);
    if (theirs.has(folded))
      return [
        complaint(["bots", kind], `${printable(kind)} is the organisation's; choose another name for the kind`, "key"),
      ];
    const alike =
      known === undefined
        ? []
        : [
            complaint(
              ["bots", kind],
              `the kinds ${printable(known)} and ${printable(kind)} differ only in case; rename one`,
              "key",
            ),
          ];
    const twice = logins.flatMap((login, index) => {
      const key = loginKey(login);
      const place = places.get(key);
      places.set(key, place ?? printable(kind));
      if (place === undefined) return [];
      return [
        complaint(
          ["bots", kind, index],
          `${printable(login)} is listed under ${place} already; a bot is of one kind, once`,
        ),
      ];
    });
    return [...alike, ...twice];
  });
}

interface Around {
  readonly index: number;
  readonly roles: Draft["roles"];
  /** Names of the kinds there are; `null`: some may be in a file that is not at hand. */
  readonly kinds: readonly string[] | null;
  /** The usual number of approvals; `null`: the file that says so is not available. */
  readonly usual: number | null;
  readonly base: Registry | null;
}

function lineFaults(line: Line, around: Around): readonly Complaint[] {
  const { author, min, from } = line;
  const path = ["approval", "when", around.index];
  const isBare =
    line.lines === undefined && author === undefined && line.label === undefined && line.only === undefined;
  if (isBare)
    return [
      complaint(
        path,
        "this line fits every pull request; give it a condition (lines, author or label), or write what it asks for beside `when`",
      ),
    ];
  if (min === undefined && from === undefined)
    return [complaint(path, "this line asks for nothing; add `min`, `from` or both, or remove it")];
  const unknown = [...authorFaults(author, around), ...besideFaults(from, around)];
  return unknown.length > 0
    ? unknown
    : line.only === undefined
      ? raiseFaults(line, around)
      : loweringFaults(line, around);
}

function authorFaults(author: string | undefined, { index, kinds }: Around): readonly Complaint[] {
  if (author === undefined || author === NEWCOMERS || kinds === null || kinds.includes(author)) return [];
  const path = ["approval", "when", index, "author"];
  if (/\[bot\]$/i.test(author))
    return [complaint(path, `${printable(author)} is a bot; list it under \`bots\`, and name its kind here`)];
  return [complaint(path, `${undefinedName("kind", author, [...kinds, NEWCOMERS])}; kinds stand under \`bots\``)];
}

/** A role beside the ladder is higher than none, so it would ask for nothing. */
function besideFaults(from: string | undefined, { index, roles }: Around): readonly Complaint[] {
  if (from === undefined || !roles.some(({ name, beside }) => name === from && beside === true)) return [];
  return [
    complaint(
      ["approval", "when", index, "from"],
      `${printable(from)} stands beside the ladder and is higher than no other role; name a rung of it`,
    ),
  ];
}

/** A line without `only` never asks for fewer: it would not lower, and somebody who wrote that would think that it did. */
function raiseFaults({ author, label, min }: Line, { index, usual }: Around): readonly Complaint[] {
  if (min === undefined || usual === null || min >= usual) return [];
  const path = ["approval", "when", index, "min"];
  const asked = `${min} is fewer than the ${usual} asked as usual`;
  if (label !== undefined) return [complaint(path, `${asked}, and labels never lower; write ${usual + 1} or more`)];
  if (author === NEWCOMERS)
    return [complaint(path, `${asked}, and ${NEWCOMERS} never lower; write ${usual + 1} or more`)];
  if (author !== undefined)
    return [
      complaint(path, `${asked}, which holds only for named files; add \`only\` with their patterns, or write more`),
    ];
  return [
    complaint(
      path,
      `${asked}, which holds only for a kind of bots and named files; add \`author\` and \`only\`, or write more`,
    ),
  ];
}

function loweringFaults(line: Line, { index, usual, base }: Around): readonly Complaint[] {
  const { author, label, lines, min, from, only = [] } = line;
  const at = (key: string, message: string, on: Complaint["on"] = "value") =>
    complaint(["approval", "when", index, key], message, on);
  const WHAT = "a line with `only` is there to ask a kind of bots for fewer approvals";
  const everything = only.findIndex((pattern) => coversEverything(pattern));
  const all = everything === -1 && matchesEverything(only) ? 0 : everything;
  return [
    ...(author === undefined ? [at("only", `${WHAT}; add \`author\` with the kind`, "key")] : []),
    ...(author === NEWCOMERS
      ? [at("author", `${WHAT}, and ${NEWCOMERS} never lower; name a kind of \`bots\`, or remove \`only\``)]
      : []),
    ...(label === undefined ? [] : [at("label", `${WHAT}, and labels never lower; remove it`, "key")]),
    ...(lines === undefined ? [] : [at("lines", `${WHAT}, however many lines change; remove it`, "key")]),
    ...(from === undefined ? [] : [at("from", `${WHAT}, from the usual role; remove it`, "key")]),
    ...(min === undefined ? [at("only", `${WHAT}; add \`min\``, "key")] : []),
    ...(all === -1
      ? []
      : [
          complaint(
            ["approval", "when", index, "only", all],
            `${printable(only[all] ?? "")} matches every file, so that anything could change with fewer approvals; name the files`,
          ),
        ]),
    ...notAllowed(line, index, base),
    ...(usual !== null && min !== undefined && min > usual
      ? [at("min", `${min} is more than the ${usual} asked as usual; ${WHAT}: write less, or remove \`only\``)]
      : []),
  ];
}

function notAllowed({ author, min, only }: Line, index: number, base: Registry | null): readonly Complaint[] {
  if (base === null || author === undefined || min === undefined || only === undefined) return [];
  if (isAllowed({ author, min, only }, loweringsOf(base.approval.when))) return [];
  return [
    complaint(
      ["approval", "when", index, "only"],
      `the organisation's registry has no line that asks ${printable(author)} for as few where these files change, and only so far can a repository's go; remove it, or add it there`,
    ),
  ];
}

/** Unlikely paths: several patterns may together match everything. */
const ODD_PATHS = ["zq7", "zq7.zq", ".zq7", "zq7/zq8", "zq7/zq8.zq", ".zq7/zq8/zq9", "zq7/zq8/zq9/zq10.zq"];

function matchesEverything(patterns: readonly string[]): boolean {
  const globs = patterns.map(glob);
  return ODD_PATHS.every((path) => globs.some((one) => one.matches(path)));
}
