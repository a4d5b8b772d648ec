/** Commits that people write: what they change of the files, and who wrote them. No branch moves. */

import type { Commit, Files, Mode, Signature } from "../git/objects.ts";
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
  /** Who committed it, as it says of itself, when that is not the person who pushes. */
  readonly committer?: string | undefined;
  /** With the committer's own key. */
  readonly signed?: "own" | undefined;
}

export function signature(act: Acting, actor: Actor = act.actor): Signature {
  return { name: actor.name, email: actor.email, login: actor.login, at: act.world.clock.now() };
}

/** What people and apps do on the web, or by the API, is committed and signed by GitHub. */
export function webFlow(at: number): Signature {
  return { name: "GitHub", email: "noreply@github.com", login: "web-flow", at };
}

/** Apps commit by the API; people push what they committed themselves. */
export function committing(act: Acting, edit: Edit = {}): Pick<Commit, "committer" | "signed"> {
  if (edit.committer !== undefined)
    return { committer: signature(act, act.world.anyone(edit.committer)), ...keyOf(edit) };
  if (act.actor.type !== "Bot") return { committer: signature(act), ...keyOf(edit) };
  return { committer: webFlow(act.world.clock.now()), signed: "github" };
}

function keyOf({ signed }: Edit): Pick<Commit, "signed"> {
  return signed === undefined ? {} : { signed };
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
  return git.writeCommit({ tree, parents: [parent], author: authorOf(act, edit), ...committing(act, edit), message });
}

function defaultMessage(edit: Edit): string {
  const [path] = Object.keys(edit.files ?? edit.renames ?? {});
  return path === undefined ? "Update" : `Update ${path}`;
}
