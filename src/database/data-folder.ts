/** Whether DATA_DIR can hold the embedded database: checked before anything is started, and again when it is opened. */

import { accessSync, constants, existsSync } from "node:fs";
import { join } from "node:path";
import { tryWriting } from "../environment/credentials-file.ts";
import { settingFault } from "../environment/system-fault.ts";
import { makePrivate, ownerOf, ownUser } from "./private-files.ts";

/** The files are another user's; `message` is for people. */
export class ForeignFiles extends Error {
  override readonly name = "ForeignFiles";
}

/** Makes the folder if it is missing, and leaves nothing else behind. `null`: nothing is wrong with it. */
export function dataFolderFault(dataDir: string): string | null {
  const files = join(dataDir, "pgdata");
  try {
    tryWriting(files);
    if (existsSync(files)) {
      requireOwn(files);
      accessSync(files, constants.R_OK | constants.W_OK | constants.X_OK);
    }
    return null;
  } catch (error) {
    return error instanceof ForeignFiles ? error.message : settingFault(error, "write", "DATA_DIR", dataDir);
  }
}

/** A process that writes as another user leaves files that the owner cannot read. */
export function requireOwn(folder: string): void {
  const [owner, user] = [ownerOf(folder), ownUser()];
  const foreign = owner === user ? makePrivate(folder) : [folder];
  const [first] = foreign;
  if (owner === null || first === undefined) return;
  throw new ForeignFiles(
    owner === user
      ? `${foreign.length} files of the embedded database belong to another user (${first}), who has used it. ` +
          `Give them back: chown -R ${user} ${folder}`
      : `${folder} belongs to user ${owner}, and this is user ${user}: what the one writes the other cannot read. Run this as ` +
          `user ${owner}, or give the folder to this one: chown -R ${user} ${folder}`,
  );
}
