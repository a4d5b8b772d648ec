/** Shortens an input that crashes something to one that still does, so that somebody can read it. */

/** Tries at most so often. */
const MAX_TRIES = 2_000;

/** `crashes` must be true of `text`. Removes ever smaller parts, as long as what is left crashes too. */
export async function minimized(text: string, crashes: (text: string) => Promise<boolean>): Promise<string> {
  let now = text;
  let tries = 0;
  for (let size = Math.ceil(now.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < now.length; ) {
      if (++tries > MAX_TRIES) return now;
      const shorter = now.slice(0, at) + now.slice(at + size);
      if (shorter !== now && (await crashes(shorter))) now = shorter;
      else at += size;
    }
  }
  return now;
}
