/**
 * Answers that came along with another request are as good as answers to requests of their own, as long as only the database and this
 * process were waited for since: until the job's next request to GitHub.
 */

export interface JustRead {
  readonly isFresh: () => boolean;
}

/** However busy the process is. */
const MAX_MS = 1_000;

/** From now on. `requests`: how many the job has made; absent: none. */
export function freshUntilRequest(requests: () => number = () => 0): () => boolean {
  const began = requests();
  const at = performance.now();
  return () => requests() === began && performance.now() - at < MAX_MS;
}
