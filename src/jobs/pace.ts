/**
 * GitHub's pace for work that nobody waits for, counted by what was really sent: jobs are due at that pace, but a process that was slow
 * for a while would catch up all at once. Work that people wait for is counted and never held up. For this process alone.
 */

/**
 * GitHub allows 900 points in any minute, a write being 5 and a read 1 (its "secondary rate limits" for REST). Up to this anything may be
 * sent: on their way requests come a little closer together.
 */
const MAX_POINTS = 890;
const WRITE_POINTS = 5;
const READ_POINTS = 1;

/** This many looks, each with one write, are due in a minute: slow ones may catch up, and people are active as well. */
export const LOOKS_A_MINUTE = 170;

const MINUTE_MS = 60_000;
/** Whatever is sent within this time is counted together, and leaves the count together. */
const SLICE_MS = 250;
/** If looks under way hold all the room, they are waited for. */
const BEHIND_MS = 1_000;

/** A look that can wait does: it was not begun, and costs nothing. */
export class KeepsPace extends Error {
  override readonly name = "KeepsPace";
  readonly expected = true;
  /** Seconds. */
  readonly retryAfter: number;

  constructor(seconds: number) {
    super("GitHub's pace leaves no room for this yet");
    this.retryAfter = seconds;
  }
}

interface PacedJob {
  /** Called for each REST request that is sent. */
  sent(request: { readonly isWrite: boolean }): void;
  ended(): void;
}

interface Pace {
  /** A job begins. For one that can wait, room for its write is reserved; throws KeepsPace if there is none. */
  begin(installationId: number, canWait: boolean): PacedJob;
}

/** One for the process. `now` in milliseconds, monotonic. */
export function pace(now: () => number = () => performance.now()): Pace {
  const installations = new Map<number, Minute>();
  const minuteOf = (id: number) => {
    const known = installations.get(id) ?? minute(now);
    installations.set(id, known);
    return known;
  };
  return {
    begin(installationId, canWait) {
      const minute = minuteOf(installationId);
      if (canWait) minute.hold();
      let holds = canWait;
      const release = () => {
        if (holds) minute.release();
        holds = false;
      };
      return {
        sent({ isWrite }) {
          if (isWrite) release();
          minute.sent(isWrite ? WRITE_POINTS : READ_POINTS);
        },
        ended: release,
      };
    },
  };
}

interface Minute {
  /** Throws KeepsPace. */
  hold(): void;
  release(): void;
  sent(points: number): void;
}

interface Slice {
  readonly from: number;
  points: number;
}

function minute(now: () => number): Minute {
  let slices: Slice[] = [];
  let held = 0;
  /** Jobs that were turned away come back one after the other, not all at the same time. */
  let nextAway = Number.NEGATIVE_INFINITY;

  const leaves = ({ from }: Slice) => from + SLICE_MS + MINUTE_MS;
  const forget = (at: number) => {
    slices = slices.filter((slice) => leaves(slice) > at);
  };
  /** When there will be room for one more; now, where there is. */
  const roomAt = (at: number): number => {
    let used = slices.reduce((sum, { points }) => sum + points, held + WRITE_POINTS);
    if (used <= MAX_POINTS) return at;
    for (const slice of slices) {
      used -= slice.points;
      if (used <= MAX_POINTS) return leaves(slice);
    }
    return at + BEHIND_MS;
  };

  return {
    hold() {
      const at = now();
      forget(at);
      const room = roomAt(at);
      if (room > at) {
        const back = Math.max(room, nextAway);
        nextAway = back + (MINUTE_MS * WRITE_POINTS) / MAX_POINTS;
        throw new KeepsPace((back - at) / 1_000);
      }
      held += WRITE_POINTS;
    },
    release() {
      held -= WRITE_POINTS;
    },
    sent(points) {
      const at = now();
      forget(at);
      const last = slices.at(-1);
      if (last !== undefined && at - last.from < SLICE_MS) last.points += points;
      else slices.push({ from: at, points });
    },
  };
}
