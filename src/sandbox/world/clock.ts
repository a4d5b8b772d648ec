/** The sandbox's time: the machine's by default; tests stop it, set it, and let it advance with every act. */

export interface Clock {
  /** Milliseconds since the epoch. GitHub tells whole seconds. */
  now(): number;
  /** Called by every act before it happens. */
  tick(): void;
  set(at: number): void;
  advance(milliseconds: number): void;
}

/** Follows the machine's clock; `set` and `advance` shift it. */
export function runningClock(): Clock {
  let shift = 0;
  return {
    now: () => Date.now() + shift,
    tick: () => {},
    set: (at) => {
      shift = at - Date.now();
    },
    advance: (milliseconds) => {
      shift += milliseconds;
    },
  };
}

/** Stands still but for `step` milliseconds before every act, so that no two acts share a second. */
export function steppingClock(start: number, step = 1_000): Clock {
  let now = start;
  return {
    now: () => now,
    tick: () => {
      now += step;
    },
    set: (at) => {
      now = at;
    },
    advance: (milliseconds) => {
      now += milliseconds;
    },
  };
}

/** GitHub's way to write a time. */
export function iso(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}
