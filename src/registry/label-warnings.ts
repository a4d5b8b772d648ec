/** Labels that most likely are not intended, and labels that cannot be told apart. */

import { type Complaint, complaint } from "./complaints.ts";
import type { LabelNames } from "./label-key.ts";
import type { Fixed } from "./registry-schema.ts";
import { printable } from "./yaml-faults.ts";

/** `names`: of the active labels, including the implicit ones. */
export function labelWarnings(fixed: Fixed, names: LabelNames): readonly Complaint[] {
  const written = Object.entries(fixed.labels ?? {}).filter(([key]) => Object.hasOwn(names, key));
  return [
    ...written.flatMap(([key, name]) => namedLabel(key, name, names)),
    ...equalLabels(written, names),
    ...uselessColors(fixed, names),
    ...(fixed.kinds?.docs?.titles ?? []).flatMap((title, index) =>
      doubtfulTitle(["kinds", "docs", "titles", index], title),
    ),
  ];
}

const PATTERNS: ReadonlySet<string> = new Set(["areas", "roles", "reviewed"]);

function namedLabel(key: string, name: unknown, names: LabelNames): readonly Complaint[] {
  const path = ["labels", key];
  if (name === null) {
    const usual = names[key] ?? null;
    const effect =
      usual === null
        ? "so there is no such label; write its name"
        : `so the label is ${printable(usual)}; write false for none`;
    return [
      { path, on: "key", message: `\`${key}\` has no value, as if it were not there, ${effect}, or remove the key` },
    ];
  }
  const message = typeof name === "string" ? doubtfulLabel(name, PATTERNS.has(key) ? "pattern" : "name") : null;
  return message === null ? [] : [complaint(path, message)];
}

/** `place`: a label that Rung puts on, or one to look for, which is an item of a list or the only value of its key. */
export function doubtfulLabel(name: string, place: "name" | "pattern" | "item" | "value"): string | null {
  const shown = printable(name);
  const isSought = place === "item" || place === "value";
  if (/^(?:false|no|off|none|null|never|disabled?)$/i.test(name))
    return `${shown} is taken as a label's name; ${isSought ? "write the name that is meant, or remove it" : "write false for no label"}`;
  if (/^(?:true|yes|on|enabled?)$/i.test(name))
    return `${shown} is taken as a label's name; write the name that is meant, or leave the key out`;
  if (name !== name.trim()) return `${shown} begins or ends with a blank; write ${printable(name.trim())}`;
  if (/\S,\s*\S/.test(name)) {
    const each = name.split(/\s*,\s*/).map(printable);
    const list = place === "value" ? `write [${each.join(", ")}]` : `write ${each.join(", ")} as items of the list`;
    return `${shown} is one label, comma included; ${isSought ? list : `write ${each[0]}, or another name`}`;
  }
  if (name.includes("*") && place !== "pattern")
    return `the * in ${shown} stands for nothing here; write the whole name of one label`;
  return null;
}

function doubtfulTitle(path: Complaint["path"], title: string): readonly Complaint[] {
  const shown = printable(title);
  if (/^\^|\.[*+]|\$$|\\[dws(]/.test(title)) {
    const meant = title
      .replace(/^\^|\$$/g, "")
      .replace(/\.[*+]/g, "*")
      .replace(/\\/g, "");
    return [
      complaint(
        path,
        `${shown} is a regular expression, and patterns of titles are none; write ${printable(meant.endsWith("*") ? meant : `${meant}*`)}`,
      ),
    ];
  }
  if (/^[\w-]+[:(!]\s*$/.test(title))
    return [
      complaint(path, `${shown} is the whole title; for titles that begin so write ${printable(`${title.trim()}*`)}`),
    ];
  return [];
}

/** One label with two meanings: it could show neither. */
function equalLabels(written: readonly (readonly [string, unknown])[], names: LabelNames): readonly Complaint[] {
  const on = Object.entries(names).flatMap(([key, name]) => (name === null ? [] : [{ key, name }]));
  return written.flatMap(([key, name]) => {
    if (typeof name !== "string") return [];
    const other = on.find(
      (one) => one.key !== key && meets(one.name, name) && (written.every(([own]) => own !== one.key) || one.key < key),
    );
    if (other === undefined) return [];
    return [
      complaint(
        ["labels", key],
        `${printable(name)} is the label of \`${other.key}\` too, so nobody can tell which is meant; write another name`,
      ),
    ];
  });
}

/** Whether a label may have both names; one `*` stands for any text. */
function meets(one: string, other: string): boolean {
  const [a, b] = [one.toLowerCase(), other.toLowerCase()];
  if (a === b) return true;
  const [pattern, name] = a.includes("*") ? [a, b] : [b, a];
  const [before = "", after] = pattern.split("*");
  if (after === undefined || name.includes("*")) return false;
  return name.length > before.length + after.length && name.startsWith(before) && name.endsWith(after);
}

function uselessColors(fixed: Fixed, names: LabelNames): readonly Complaint[] {
  return Object.entries(fixed.labels?.colors ?? {}).flatMap(([key, color]) =>
    color == null || names[key] != null
      ? []
      : [
          {
            path: ["labels", "colors", key],
            on: "key" as const,
            message: `there is no label \`${key}\`, so its colour changes nothing; write its name under \`labels\`, or remove the colour`,
          },
        ],
  );
}
