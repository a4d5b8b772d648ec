/** The input of a job: the queue's work, with the commands in what people wrote read out, each text once. */
import { callsIn } from "../commands/text/parse-commands.ts";
import type { Note, ReadNote } from "../model/job.ts";
import type { Work as QueuedWork } from "../queue/worker.ts";

export interface Work extends QueuedWork {
  readonly notes: readonly ReadNote[];
}

/** Notes are stored with their texts alone, so that whoever reads them decides what counts as a command. */
export function readNotes(notes: readonly Note[]): readonly ReadNote[] {
  return notes.map(readNote);
}

export function readNote(note: Note): ReadNote {
  switch (note.kind) {
    case "said":
      return { ...note, calls: callsIn(note.text) };
    case "reviewed":
      return { ...note, calls: callsIn(note.body) };
    case "unsaid": {
      if (note.edit === undefined) return note;
      const { before, now } = note.edit;
      return { ...note, calls: { before: before === null ? null : callsIn(before), now: callsIn(now) } };
    }
    default:
      return note;
  }
}
