/** Labels that most likely are not what was meant, and labels that cannot be told from one another. */
import type { Complaint } from "./complaints.ts";
import type { LabelNames } from "./label-key.ts";
import type { Fixed } from "./registry-schema.ts";
import { printable } from "./yaml-faults.ts";

/** `names`: of the labels that are on, those that nobody wrote included. */
export function labelWarnings(fixed: Fixed, names: LabelNames): readonly Complaint[] {
  const written = Object.entries(fixed.labels ?? {}).filter(([key]) => Object.hasOwn(names, key));
  return [
    ...written.flatMap(([key, name]) => (typeof name === "string" ? doubtfulLabel(["labels", key], name, key) : [])),
    ...equalLabels(written, names),
    ...uselessColors(fixed, names),
    ...(fixed.kinds?.docs?.labels ?? []).flatMap((name, index) =>
      doubtfulLabel(["kinds", "docs", "labels", index], name, "labels"),
    ),
    ...(fixed.kinds?.docs?.titles ?? []).flatMap((title, index) =>
      doubtfulTitle(["kinds", "docs", "titles", index], title),
    ),
  ];
}

function warning(path: Complaint["path"], message: string): Complaint {
  return { path, on: "value", message };
}

const PATTERNS: ReadonlySet<string> = new Set(["areas", "roles", "reviewed"]);

function doubtfulLabel(path: Complaint["path"], name: string, key: string): readonly Complaint[] {
  const shown = printable(name);
  if (/^(?:false|no|off|none|null|never|disabled?)$/i.test(name))
    return [warning(path, `${shown} is taken as a label's name; write false for no label`)];
  if (/^(?:true|yes|on|enabled?)$/i.test(name))
    return [warning(path, `${shown} is taken as a label's name; write the name that is meant, or leave the key out`)];
  if (name !== name.trim())
    return [warning(path, `${shown} begins or ends with a blank; write ${printable(name.trim())}`)];
  if (/\S,\s*\S/.test(name))
    return [
      warning(
        path,
        `${shown} is one label, comma included; ${key === "labels" ? `write ${name.split(/,\s*/).map(printable).join(", ")} as items of the list` : `write ${printable(name.split(",")[0] ?? "")}, or another name`}`,
      ),
    ];
  if (name.includes("*") && !PATTERNS.has(key))
    return [warning(path, `the * in ${shown} stands for nothing here; write the whole name of one label`)];
  return [];
}

function doubtfulTitle(path: Complaint["path"], title: string): readonly Complaint[] {
  const shown = printable(title);
  if (/^\^|\.[*+]|\$$|\\[dws(]/.test(title)) {
    const meant = title
      .replace(/^\^|\$$/g, "")
      .replace(/\.[*+]/g, "*")
      .replace(/\\/g, "");
    return [
      warning(
        path,
        `${shown} is a regular expression, and patterns of titles are none; write ${printable(meant.endsWith("*") ? meant : `${meant}*`)}`,
      ),
    ];
  }
  if (/^[\w-]+[:(!]\s*$/.test(title))
    return [
      warning(path, `${shown} is the whole title; for titles that begin so write ${printable(`${title.trim()}*`)}`),
    ];
  return [];
}

/** One label for two things: neither could be told by it. */
function equalLabels(written: readonly (readonly [string, unknown])[], names: LabelNames): readonly Complaint[] {
  const on = Object.entries(names).flatMap(([key, name]) => (name === null ? [] : [{ key, name }]));
  return written.flatMap(([key, name]) => {
    if (typeof name !== "string") return [];
    const other = on.find(
      (one) => one.key !== key && meets(one.name, name) && (written.every(([own]) => own !== one.key) || one.key < key),
    );
    if (other === undefined) return [];
    return [
      warning(
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
