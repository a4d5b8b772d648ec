/**
 * Writes items that arrive one by one in groups, without making their senders wait: those that arrive while a group is being written go
 * into the next one.
 */

interface GroupWriter<Item> {
  /** Returns immediately. */
  add(item: Item): void;
  /** Resolves when all is written, or could not be. */
  idle(): Promise<void>;
}

const GROUP_SIZE = 500;

/** In the order in which they came. `failed` is called for a group that could not be written; the others are not affected. */
export function groupWriter<Item>(
  write: (group: readonly Item[]) => Promise<void>,
  failed: (error: unknown, group: readonly Item[]) => void,
): GroupWriter<Item> {
  let waiting: Item[] = [];
  let flushing: Promise<void> | null = null;

  async function flush(): Promise<void> {
    // Whatever comes in the same breath goes together.
    await null;
    while (waiting.length > 0) {
      const group = waiting.slice(0, GROUP_SIZE);
      waiting = waiting.slice(GROUP_SIZE);
      await write(group).catch((error: unknown) => failed(error, group));
    }
    flushing = null;
  }

  return {
    add: (item) => {
      waiting.push(item);
      flushing ??= flush();
    },
    idle: async () => {
      await flushing;
    },
  };
}
