/** What Rung writes on disk belongs to whoever runs it, and to nobody else (R89). On systems without such modes nothing is done. */

import { chmodSync, chownSync, type Dirent, lstatSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { makeFolder } from "../environment/make-folder.ts";

/** The user that this process runs as; `null`: this system has no users. */
export function ownUser(): number | null {
  return process.geteuid?.() ?? null;
}

/** The owner of an existing file; `null`: it does not exist, or this system has no owners. */
export function ownerOf(path: string): number | null {
  return ownUser() === null ? null : (statSync(path, { throwIfNoEntry: false })?.uid ?? null);
}

/** Names in DATA_DIR that are Rung's own. */
const OWN_NAMES = /^(?:pgdata(?:\..*)?|rung\.lock.*|credentials\.json.*)$/;

/** Makes the folder where it is missing. `false`: others may look into it, and it holds what is not Rung's, so it is left so. */
export function privateFolder(folder: string): boolean {
  makeFolder(folder);
  const { mode, uid } = statSync(folder);
  if (ownUser() === null || (mode & 0o077) === 0) return true;
  if (uid !== ownUser() || !readdirSync(folder).every((name) => OWN_NAMES.test(name))) return false;
  chmodSync(folder, 0o700);
  return true;
}

/** Takes from all but the owner what they may do with the files below; returns those of another user, which this one cannot change. */
export function makePrivate(root: string): readonly string[] {
  const user = ownUser();
  if (user === null) return [];
  const foreign: string[] = [];
  const look = (path: string, entry: Pick<Dirent, "isDirectory" | "isFile">) => {
    // A running PostgreSQL takes files away.
    const { mode, uid } = lstatSync(path, { throwIfNoEntry: false }) ?? { mode: 0, uid: user };
    if (uid !== user) foreign.push(path);
    else if ((mode & 0o077) !== 0 && (entry.isDirectory() || entry.isFile())) chmodSync(path, mode & 0o700);
  };
  look(root, lstatSync(root));
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true }))
    look(join(entry.parentPath, entry.name), entry);
  return foreign;
}

/** A file that root has made in somebody's folder is given to them: they could not open it otherwise. */
export function giveToFoldersOwner(path: string): void {
  if (ownUser() !== 0) return;
  const { uid, gid } = statSync(dirname(path));
  if (uid !== 0) chownSync(path, uid, gid);
}
