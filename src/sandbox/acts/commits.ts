/** Commits that people write: what they change of the files, and who wrote them. No branch moves. */
import type { Files, Mode, Signature } from "../git/objects.ts";
import type { Actor } from "../world/model.ts";
import { Refusal } from "../world/refusal.ts";
import type { Acting } from "./acting.ts";

export type FileEdits = Readonly<Record<string, string | null>>;

export interface Edit {
  readonly files?: FileEdits | undefined;
  /** Old path → new path. */
  readonly renames?: Readonly<Record<string, string>> | undefined;
  /** Path → mode, where it is to be another. */
  readonly modes?: Readonly<Record<string, Mode>> | undefined;
  readonly message?: string | undefined;
  /** Who wrote it, when that is not the person who pushes; `null`: an address that belongs to no account. */
  readonly author?: string | null | undefined;
}

export function signature(act: Acting, actor: Actor = act.actor): Signature {
  return { name: actor.name, email: actor.email, login: actor.login, at: act.world.clock.now() };
}

function authorOf(act: Acting, edit: Edit): Signature {
  if (edit.author === undefined) return signature(act);
  if (edit.author !== null) return signature(act, act.world.anyone(edit.author));
  return { name: "Somebody", email: "somebody@localhost", login: null, at: act.world.clock.now() };
}

/** The files after an edit. Throws a 422 for a rename of a file that is not there. */
function edited(act: Acting, files: Files, edit: Edit): Files {
  const after = new Map(files);
  for (const [from, to] of Object.entries(edit.renames ?? {})) {
    const blob = after.get(from);
    if (blob === undefined) throw new Refusal(422, `no file ${from}`);
    after.delete(from);
    after.set(to, blob);
  }
  for (const [path, text] of Object.entries(edit.files ?? {})) {
    if (text === null) after.delete(path);
    else after.set(path, act.world.git.writeBlob(text));
  }
  return after;
}

/** A commit with the edit on top of `parent`; no branch moves. */
export function commitEdit(act: Acting, parent: string, edit: Edit): string {
  const { git } = act.world;
  const modes = new Map([...git.modesAt(parent), ...Object.entries(edit.modes ?? {})]);
  const tree = git.writeTree(edited(act, git.filesAt(parent), edit), modes);
  const message = edit.message ?? defaultMessage(edit);
  return git.writeCommit({ tree, parents: [parent], author: authorOf(act, edit), committer: signature(act), message });
}

function defaultMessage(edit: Edit): string {
  const [path] = Object.keys(edit.files ?? edit.renames ?? {});
  return path === undefined ? "Update" : `Update ${path}`;
}
