/** Repeats statements that PostgreSQL cancelled because of a deadlock: they lock many rows, and each process in its own order. */

const MAX_TRIES = 5;

/** `run` must be one transaction, so that a try that was ended has changed nothing. */
export async function retriedOnDeadlock<Result>(run: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries++) {
    try {
      return await run();
    } catch (error) {
      if (!isDeadlock(error) || tries === MAX_TRIES) throw error;
    }
  }
}

function isDeadlock(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "40P01";
}
