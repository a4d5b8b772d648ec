/** Moves between stages that must not compile; checked by tsc alone, never run. */

import { changing, expired, measured, merged, nominated, sponsored, unopposed } from "../../src/promotions/stages.ts";

const PULL = { repository: { owner: "KusionStack", name: ".github" }, number: 5 };

export function theWholeWay(): unknown {
  const way = unopposed(sponsored(measured(nominated()), 1), 2);
  return merged(changing(way, PULL), 3, []);
}

export function illegal(): void {
  const begun = nominated();
  const counted = measured(begun);
  const clear = sponsored(counted, 1);
  const passed = unopposed(clear, 2);
  const pending = changing(passed, PULL);
  const ended = merged(pending, 3, []);
  // @ts-expect-error sponsors do not stand in for what is counted
  sponsored(begun, 1);
  // @ts-expect-error nothing passes before people have had their part
  unopposed(counted, 2);
  // @ts-expect-error the registry is not changed before the window has ended
  changing(clear, PULL);
  // @ts-expect-error nothing is done without the registry's change
  merged(passed, 3, []);
  // @ts-expect-error what waits to be merged does not expire
  expired(pending, 4);
  // @ts-expect-error what has ended does not go on
  measured(ended);
}
