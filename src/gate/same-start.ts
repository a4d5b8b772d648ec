/** Whether the diff of an unchanged head stays the same although its base moved on, as far as a few commits and their parents tell. */

/** Commits with all their parents; what is not in it is unknown. */
type History = ReadonlyMap<string, readonly string[]>;

/**
 * True only where `then` lies below `now` and none of what came between is also in `head`: then both have the same commits in
 * common with it, so the same merge base. False: it is not so, or cannot be told from what is known.
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

/** Whether `older` is surely among the ancestors of `newer`, or is it. False: it is not, or cannot be told. */
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

/** What is reached from the starts by parents, without what is "out" and what lies behind it; `null` once something is unknown. */
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
