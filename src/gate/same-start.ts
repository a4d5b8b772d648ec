/** Whether the diff of an unchanged head stays the same although its base moved on, as far as a few commits and their parents tell. */

/** Commits with all their parents; anything about a commit that is missing here is unknown. */
type History = ReadonlyMap<string, readonly string[]>;

/**
 * True only if `then` is an ancestor of `now`, and no commit between them is also in `head`: then both share the same commits with it,
 * and so the same merge base. False: it is not so, or unknown.
 */
export function sameStart(history: History, then: string, now: string, head: string): boolean {
  const old = reached(history, [then], () => "in");
  if (old === null) return false;
  let below = false;
  const since = reached(history, [now], (commit) => {
    if (commit === then) below = true;
    return old.has(commit) ? "out" : known(history, commit);
  });
  if (since === null || !below) return false;
  const own = reached(history, [head], (commit) => {
    if (old.has(commit)) return "out";
    return since.has(commit) ? "unknown" : known(history, commit);
  });
  return own !== null;
}

/** Whether `older` certainly is `newer` or one of its ancestors. False: it is not, or unknown. */
export function liesBelow(history: History, older: string, newer: string): boolean {
  let found = false;
  reached(history, [newer], (commit) => {
    if (commit === older) found = true;
    return history.has(commit) ? "in" : "out";
  });
  return found;
}

function known(history: History, commit: string): "in" | "unknown" {
  return history.has(commit) ? "in" : "unknown";
}

/** The commits reached from the starts through parents, without those in "out" and behind it; `null` once something is unknown. */
function reached(
  history: History,
  starts: readonly string[],
  place: (commit: string) => "in" | "out" | "unknown",
): ReadonlySet<string> | null {
  const found = new Set<string>();
  const waiting = [...starts];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (found.has(next)) continue;
    const where = place(next);
    if (where === "unknown") return null;
    if (where === "out") continue;
    found.add(next);
    waiting.push(...(history.get(next) ?? []));
  }
  return found;
}
