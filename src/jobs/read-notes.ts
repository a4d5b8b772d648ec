/** The input of a job: the queue's work, with the commands in what people wrote read out, each text once. */

import { inSlices } from "../github/read/in-slices.ts";
import { callsOf } from "../github/read/utterances.ts";
import type { Note, ReadNote } from "../model/job.ts";
import type { Work as QueuedWork } from "../queue/worker.ts";

export interface Work extends QueuedWork {
  readonly notes: readonly ReadNote[];
}

/** Notes are stored with their texts alone, so that whoever reads them decides what counts as a command. */
export async function readNotes(notes: readonly Note[]): Promise<readonly ReadNote[]> {
  return await inSlices(notes, readNote);
}

export function readNote(note: Note): ReadNote {
  switch (note.kind) {
    case "said":
      return { ...note, calls: callsOf(note.text) };
    case "reviewed":
      return { ...note, calls: callsOf(note.body) };
    case "unsaid": {
      if (note.edit === undefined) return note;
      const { before, now } = note.edit;
      return { ...note, calls: { before: before === null ? null : callsOf(before), now: callsOf(now) } };
    }
    default:
      return note;
  }
}
