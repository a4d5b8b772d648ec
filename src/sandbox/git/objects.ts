/** Git's objects as git hashes them: blobs, trees and commits, shared by all repositories of a sandbox as forks share theirs. */

import { createHash } from "node:crypto";

/** Who wrote a commit. `login`: the account the e-mail address belongs to; `null` maps to nobody. */
export interface Signature {
  readonly name: string;
  readonly email: string;
  readonly login: string | null;
  /** Milliseconds; git keeps seconds. */
  readonly at: number;
}

export interface Commit {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Signature;
  readonly committer: Signature;
  readonly message: string;
  /** Whose key it is signed with, and that it is valid: GitHub's, or the committer's own; absent: it is not. */
  readonly signed?: "github" | "own";
}

export interface TreeEntry {
  readonly name: string;
  readonly mode: Mode | "040000";
  readonly sha: string;
}

/** Of a file, an executable one, a link. */
export type Mode = "100644" | "100755" | "120000";

/** Path → mode, of the files that are no plain ones. */
export type Modes = ReadonlyMap<string, Mode>;

const PLAIN: Modes = new Map();

/** Path → blob sha of every file. */
export type Files = ReadonlyMap<string, string>;

export function hashObject(kind: "blob" | "tree" | "commit", body: Buffer): string {
  return createHash("sha1").update(`${kind} ${body.length}\0`).update(body).digest("hex");
}

export class ObjectStore {
  readonly #blobs = new Map<string, Buffer>();
  readonly #trees = new Map<string, readonly TreeEntry[]>();
  readonly #flat = new Map<string, Files>();
  readonly #modes = new Map<string, Modes>();
  readonly #commits = new Map<string, Commit>();

  writeBlob(content: string | Buffer): string {
    const body = typeof content === "string" ? Buffer.from(content, "utf8") : content;
    const sha = hashObject("blob", body);
    if (!this.#blobs.has(sha)) this.#blobs.set(sha, body);
    return sha;
  }

  blob(sha: string): Buffer | undefined {
    return this.#blobs.get(sha);
  }

  /** The blob's text; the empty string for an unknown one. */
  text(sha: string): string {
    return this.#blobs.get(sha)?.toString("utf8") ?? "";
  }

  /** Writes the tree with its subtrees; the same files give the same sha, in any order. */
  writeTree(files: Files, modes: Modes = PLAIN): string {
    const blobs: TreeEntry[] = [];
    const folders = new Map<string, Map<string, string>>();
    for (const [path, sha] of files) {
      const slash = path.indexOf("/");
      if (slash < 0) {
        blobs.push({ name: path, mode: modes.get(path) ?? "100644", sha });
        continue;
      }
      const folder = path.slice(0, slash);
      const inside = folders.get(folder) ?? new Map<string, string>();
      inside.set(path.slice(slash + 1), sha);
      folders.set(folder, inside);
    }
    const subtrees = [...folders].map(([name, inside]): TreeEntry => {
      const below = [...modes].filter(([path]) => path.startsWith(`${name}/`));
      const within = new Map(below.map(([path, mode]) => [path.slice(name.length + 1), mode]));
      return { name, mode: "040000", sha: this.writeTree(inside, within) };
    });
    const sha = this.writeTreeEntries([...blobs, ...subtrees]);
    if (!this.#flat.has(sha)) this.#flat.set(sha, new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1))));
    return sha;
  }

  writeTreeEntries(entries: readonly TreeEntry[]): string {
    // git sorts a folder as if its name ended in a slash
    const key = (entry: TreeEntry) => (entry.mode === "040000" ? `${entry.name}/` : entry.name);
    const sorted = [...entries].sort((a, b) => Buffer.compare(Buffer.from(key(a)), Buffer.from(key(b))));
    const body = Buffer.concat(
      sorted.flatMap((entry) => [
        Buffer.from(`${entry.mode.replace(/^0/, "")} ${entry.name}\0`),
        Buffer.from(entry.sha, "hex"),
      ]),
    );
    const sha = hashObject("tree", body);
    if (!this.#trees.has(sha)) this.#trees.set(sha, sorted);
    return sha;
  }

  tree(sha: string): readonly TreeEntry[] | undefined {
    return this.#trees.get(sha);
  }

  /** Every file below a tree, by path. Throws on an unknown tree. */
  files(tree: string): Files {
    const known = this.#flat.get(tree);
    if (known !== undefined) return known;
    const entries = this.#trees.get(tree);
    if (entries === undefined) throw new Error(`no tree ${tree}`);
    const files = new Map<string, string>();
    for (const entry of entries) {
      if (entry.mode !== "040000") files.set(entry.name, entry.sha);
      else for (const [path, sha] of this.files(entry.sha)) files.set(`${entry.name}/${path}`, sha);
    }
    this.#flat.set(tree, files);
    return files;
  }

  /** The modes of a tree's files that are no plain ones. */
  modes(tree: string): Modes {
    const known = this.#modes.get(tree);
    if (known !== undefined) return known;
    const modes = new Map<string, Mode>();
    for (const { name, mode, sha } of this.#trees.get(tree) ?? []) {
      if (mode === "040000") for (const [path, one] of this.modes(sha)) modes.set(`${name}/${path}`, one);
      else if (mode !== "100644") modes.set(name, mode);
    }
    this.#modes.set(tree, modes);
    return modes;
  }

  modesAt(commit: string): Modes {
    return this.modes(this.known(commit).tree);
  }

  writeCommit(commit: Omit<Commit, "sha">): string {
    const signed = (who: Signature) => `${who.name} <${who.email}> ${Math.floor(who.at / 1000)} +0000`;
    const lines = [
      `tree ${commit.tree}`,
      ...commit.parents.map((parent) => `parent ${parent}`),
      `author ${signed(commit.author)}`,
      `committer ${signed(commit.committer)}`,
      ...(commit.signed === undefined ? [] : [`gpgsig ${commit.signed}`]),
      "",
      commit.message,
    ];
    const sha = hashObject("commit", Buffer.from(lines.join("\n"), "utf8"));
    this.#commits.set(sha, { ...commit, sha });
    return sha;
  }

  commit(sha: string): Commit | undefined {
    return this.#commits.get(sha);
  }

  /** The commit, which must exist: for shas the sandbox itself keeps. */
  known(sha: string): Commit {
    const commit = this.#commits.get(sha);
    if (commit === undefined) throw new Error(`no commit ${sha}`);
    return commit;
  }

  filesAt(commit: string): Files {
    return this.files(this.known(commit).tree);
  }
}
