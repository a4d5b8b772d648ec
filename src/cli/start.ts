/** `rung start`: runs the bot as `npm start` does. */

import type { Io, Machine } from "./command.ts";

export async function run(_: object, _io: Io, { startBot }: Machine): Promise<0> {
  await startBot();
  return 0;
}
