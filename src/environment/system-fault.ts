/** Explains a failed system call in words: the setting, its value, the cause, and what to do. The only place that knows the error codes. */

/** What the named setting is used for. */
export type Use = "write" | "read" | "listen" | "connect";

export interface SystemFault {
  readonly cause: string;
  /** What to do; `SETTING` stands for the setting's name. */
  readonly todo: string;
}

const RIGHTS = "Give it to the user that runs Rung, or set SETTING to one of that user's.";
const OTHER_PLACE = "Set SETTING to a place that can be written.";
const ROOM = "Make room there, or set SETTING to another place.";

const written: Readonly<Record<string, SystemFault>> = {
  EACCES: { cause: "this user may not write there", todo: RIGHTS },
  EPERM: { cause: "this user may not write there", todo: RIGHTS },
  EROFS: { cause: "it lies on a file system that is read-only", todo: OTHER_PLACE },
  ENOSPC: { cause: "its disk is full", todo: ROOM },
  EDQUOT: { cause: "this user's share of its disk is used up", todo: ROOM },
  EEXIST: { cause: "a file of that name stands in its place", todo: "Move that file away, or correct SETTING." },
  ENOTDIR: { cause: "a part of that path is a file, not a folder", todo: "Correct SETTING." },
  EISDIR: { cause: "it is a folder, not a file", todo: "Correct SETTING." },
  ENOENT: { cause: "there is no such folder, and it cannot be made", todo: "Make it, or correct SETTING." },
  ENAMETOOLONG: { cause: "its name is too long", todo: "Set SETTING to a shorter path." },
  ELOOP: { cause: "its links lead round in a circle", todo: "Correct SETTING." },
  EIO: { cause: "its disk fails", todo: "Look at the disk, or set SETTING to another place." },
  EBUSY: { cause: "the system has it in use", todo: OTHER_PLACE },
};

const read: Readonly<Record<string, SystemFault>> = {
  ...written,
  EACCES: { cause: "this user may not read it", todo: "Let the user that runs Rung read it, or correct SETTING." },
  EPERM: { cause: "this user may not read it", todo: "Let the user that runs Rung read it, or correct SETTING." },
  ENOENT: { cause: "there is no such file", todo: "Correct SETTING, or put the file there." },
};

const OTHER_PORT = "End what listens there, or set SETTING to another.";
const HIGH_PORT = "Set SETTING to one above 1023, with a proxy before it.";

const listened: Readonly<Record<string, SystemFault>> = {
  EADDRINUSE: { cause: "another process listens there", todo: OTHER_PORT },
  EADDRNOTAVAIL: {
    cause: "this machine has no such address",
    todo: "Set HOST to one it has: 127.0.0.1, or 0.0.0.0 for all.",
  },
  EACCES: { cause: "this user may not listen there", todo: HIGH_PORT },
  EPERM: { cause: "this user may not listen there", todo: HIGH_PORT },
  EAFNOSUPPORT: { cause: "this machine has no IPv6", todo: "Set HOST to an IPv4 address: 127.0.0.1 or 0.0.0.0." },
  EINVAL: {
    cause: "this machine cannot listen at such an address",
    todo: "Set HOST to 127.0.0.1, or 0.0.0.0 for all.",
  },
  ENOTFOUND: {
    cause: "no host of that name is known",
    todo: "Set HOST to an address of this machine, such as 127.0.0.1.",
  },
  EAI_AGAIN: {
    cause: "the name cannot be looked up now",
    todo: "Set HOST to an address of this machine, such as 127.0.0.1.",
  },
};

const NETWORK = "See that the network between lets them through, and that SETTING is right.";
const CERTIFICATE =
  "Let the server show a certificate that this machine trusts (NODE_EXTRA_CA_CERTS names further authorities), or correct SETTING.";

const connected: Readonly<Record<string, SystemFault>> = {
  ENOTFOUND: { cause: "no host of that name is known", todo: "Correct the host in SETTING." },
  EAI_AGAIN: {
    cause: "its name cannot be looked up now",
    todo: "See that name lookups work here, and that SETTING is right.",
  },
  ECONNREFUSED: { cause: "nobody listens there", todo: "Start it, or correct host and port in SETTING." },
  ECONNRESET: { cause: "it broke the connection off", todo: "Look at its log, and see that SETTING is right." },
  EPIPE: { cause: "it broke the connection off", todo: "Look at its log, and see that SETTING is right." },
  ETIMEDOUT: { cause: "it does not answer", todo: NETWORK },
  EHOSTUNREACH: { cause: "no way leads there", todo: NETWORK },
  ENETUNREACH: { cause: "no way leads there", todo: NETWORK },
  EADDRNOTAVAIL: { cause: "no way leads there", todo: NETWORK },
  EACCES: { cause: "this user may not connect there", todo: "Correct SETTING, or give this user the right." },
  ENOENT: { cause: "there is no such socket or file", todo: "Start it, or correct SETTING." },
  ENOTDIR: { cause: "there is no such socket or file", todo: "Correct SETTING." },
  EMFILE: { cause: "this process has too many files open", todo: "Raise its limit (ulimit -n)." },
  DEPTH_ZERO_SELF_SIGNED_CERT: { cause: "its certificate is signed by itself", todo: CERTIFICATE },
  SELF_SIGNED_CERT_IN_CHAIN: { cause: "nobody vouches for its certificate", todo: CERTIFICATE },
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: { cause: "nobody vouches for its certificate", todo: CERTIFICATE },
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: { cause: "nobody vouches for its certificate", todo: CERTIFICATE },
  CERT_HAS_EXPIRED: { cause: "its certificate has expired", todo: CERTIFICATE },
  ERR_TLS_CERT_ALTNAME_INVALID: { cause: "its certificate is for another host", todo: CERTIFICATE },
};

const uses: Readonly<Record<Use, Readonly<Record<string, SystemFault>>>> = {
  write: written,
  read,
  listen: listened,
  connect: connected,
};

/** The numbers that the embedded database's runtime gives instead of codes. */
const NUMBERS: Readonly<Record<number, string>> = {
  2: "EACCES",
  19: "EDQUOT",
  20: "EEXIST",
  29: "EIO",
  31: "EISDIR",
  33: "EMFILE",
  44: "ENOENT",
  51: "ENOSPC",
  54: "ENOTDIR",
  63: "EPERM",
  69: "EROFS",
};

/** The code of whatever was thrown, or of what caused it; empty: none. */
export function codeOf(error: unknown): string {
  if (typeof error !== "object" || error === null) return "";
  if ("code" in error && typeof error.code === "string" && error.code !== "") return error.code;
  if (error instanceof AggregateError) return error.errors.map(codeOf).find((code) => code !== "") ?? "";
  if (!(error instanceof Error) && "errno" in error) return NUMBERS[Number(error.errno)] ?? "";
  return "cause" in error ? codeOf(error.cause) : "";
}

/** `null`: not a system error code that is known here. `setting`: what to change. */
export function systemFault(error: unknown, use: Use, setting: string): SystemFault | null {
  const fault = uses[use][codeOf(error)];
  return fault === undefined ? null : { cause: fault.cause, todo: fault.todo.replaceAll("SETTING", setting) };
}

/** "DATA_DIR is /data: this user may not write there (EACCES). Give it to …"; any other error in its own words. */
export function settingFault(error: unknown, use: Use, setting: string, value: string): string {
  const fault = systemFault(error, use, setting);
  if (fault === null) return `${setting} is ${value}: ${messageOf(error)}. Correct ${setting}.`;
  return `${setting} is ${value}: ${fault.cause} (${codeOf(error)}). ${fault.todo}`;
}

/** Node reports several failed addresses of one host as an error without a message; others throw something that is no error at all. */
export function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.map(messageOf).join("; ");
  if (error instanceof Error && error.message !== "") return error.message.replace(/\.$/, "");
  return codeOf(error) || "it failed without saying why";
}
