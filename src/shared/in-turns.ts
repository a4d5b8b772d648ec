/** Runs tasks one at a time, for one party after the other, so that nobody waits for all that somebody else asks for. */

/** Runs the task once it is the party's turn. What one party asks for is done in its order. */
export type InTurns = <T>(party: string, task: () => Promise<T>) => Promise<T>;

export function inTurns(): InTurns {
  // Whose turn it is comes first.
  const waiting = new Map<string, (() => Promise<void>)[]>();
  let isBusy = false;

  async function work(): Promise<void> {
    isBusy = true;
    for (;;) {
      const [first] = waiting;
      if (first === undefined) break;
      const [party, tasks] = first;
      await tasks.shift()?.();
      // Behind whoever has come meanwhile.
      waiting.delete(party);
      if (tasks.length > 0) waiting.set(party, tasks);
    }
    isBusy = false;
  }

  return (party, task) =>
    new Promise((resolve, reject) => {
      const tasks = waiting.get(party) ?? [];
      tasks.push(() => task().then(resolve, reject));
      waiting.set(party, tasks);
      if (!isBusy) void work();
    });
}
