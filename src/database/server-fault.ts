/** Explains a PostgreSQL server's refusals and failures to whoever runs Rung: the cause, and what to do. */

import { codeOf, messageOf, type SystemFault, systemFault } from "../environment/system-fault.ts";

/** Found to be of no use before anything was done in it. */
export class UnfitDatabase extends Error {
  override readonly name = "UnfitDatabase";
  readonly told: SystemFault;
  /** SQLSTATE of what would fail, where something would. */
  readonly code: string;

  constructor(told: SystemFault, code = "") {
    super(`${told.cause}. ${told.todo}`);
    this.told = told;
    this.code = code;
  }
}

const NAMES = "Correct DATABASE_URL, or ";
const PASSWORD = "in DATABASE_URL or in the file that DATABASE_PASSWORD_PATH names.";

const SIGNED: SystemFault = {
  cause: "this machine trusts nobody who signed its certificate",
  todo:
    "Name the file of the authority in DATABASE_URL (sslrootcert=FILE); NODE_EXTRA_CA_CERTS names one for all that Rung asks. " +
    "sslmode=no-verify encrypts, and checks no certificate.",
};

const byState: Readonly<Record<string, SystemFault>> = {
  "28P01": { cause: "it does not take the password of that user", todo: `Correct user and password ${PASSWORD}` },
  "28000": { cause: "it does not let that user in", todo: `${NAMES}let its pg_hba.conf admit that user from here.` },
  "3D000": { cause: "it has no database of that name", todo: `${NAMES}make the database: createdb NAME.` },
  "3F000": { cause: "there is no schema for the tables", todo: `${NAMES}make it: create schema public.` },
  "42501": {
    cause: "that user lacks a right there",
    todo: "Make that user the owner of the database and of Rung's tables in it, or grant create on the database and its schema.",
  },
  "25006": { cause: "it takes no writes: it is read-only, or a standby", todo: "Name the primary in DATABASE_URL." },
  "53100": { cause: "its disk is full", todo: "Make room there." },
  "53200": { cause: "it has no memory left", todo: "Give it more, or end what takes it." },
  "53300": {
    cause: "it has no connection left",
    todo: "End what holds them, or raise its max_connections: each process of Rung keeps up to eleven.",
  },
  "57P01": { cause: "it ended the connection", todo: "Start Rung again once it runs." },
  "57P02": { cause: "it ended the connection", todo: "Start Rung again once it runs." },
  "57P03": { cause: "it is starting or ending", todo: "Start Rung again once it runs." },
  DEPTH_ZERO_SELF_SIGNED_CERT: SIGNED,
  SELF_SIGNED_CERT_IN_CHAIN: SIGNED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: SIGNED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: SIGNED,
  ERR_TLS_CERT_ALTNAME_INVALID: {
    cause: "its certificate is for another host",
    todo: "Name in DATABASE_URL the host that its certificate names. sslmode=no-verify encrypts, and checks no certificate.",
  },
  "08P01": {
    cause: "it does not understand what PostgreSQL does",
    todo: "See that DATABASE_URL leads to PostgreSQL, or to a pooler that keeps sessions.",
  },
};

const TIMED_OUT = /timeout expired|connection timeout|Query read timeout|timeout exceeded/;
const SILENT: SystemFault = {
  cause: "it does not answer",
  todo: "See that the network between lets them through, and that DATABASE_URL is right.",
};

/** By the driver's own words, which come without a code, and by the server's if one code has several meanings. */
const byWords: readonly (readonly [RegExp, SystemFault])[] = [
  [
    /pg_hba\.conf (?:entry|rejects) .*(?:no encryption|SSL off)/,
    { cause: "it takes that user by an encrypted connection alone", todo: "Add ?sslmode=require to DATABASE_URL." },
  ],
  [/^role .* does not exist/, { cause: "it has no such user", todo: `${NAMES}make the user: createuser NAME.` }],
  [
    /does not support SSL/,
    { cause: "it offers no encryption", todo: "Take sslmode out of DATABASE_URL, or switch SSL on there." },
  ],
  [/password must be a/, { cause: "it asks for a password, and none is given", todo: `Set it ${PASSWORD}` }],
  [TIMED_OUT, SILENT],
  [
    /Connection terminated|Client was closed|Connection ended/,
    { cause: "it broke the connection off", todo: "Look at its log, and see that DATABASE_URL leads to PostgreSQL." },
  ],
  [
    /wrong version number|packet length too long/,
    { cause: "it does not speak TLS", todo: "Take sslmode out of DATABASE_URL." },
  ],
];

/** Every error is explained, if nothing better is known in the driver's own words. `code`: empty if it has none. */
export function serverFault(error: unknown): SystemFault & { readonly code: string } {
  if (error instanceof UnfitDatabase) return { ...error.told, code: error.code };
  const deepest = [...causes(error)].reverse();
  // The driver ends a connection that it has waited for in vain, and names that end as the cause.
  if (deepest.some((one) => one instanceof Error && /due to connection timeout/.test(one.message)))
    return { ...SILENT, code: "" };
  for (const one of deepest) {
    const message = one instanceof Error ? one.message : "";
    const told =
      byWords.find(([shape]) => shape.test(message))?.[1] ??
      byState[codeOf(one)] ??
      systemFault(one, "connect", "DATABASE_URL");
    if (told) return { ...told, code: codeOf(one) };
  }
  return { cause: messageOf(deepest[0]), todo: "Look at its log, and check DATABASE_URL.", code: codeOf(error) };
}

/** The error, what caused it or what it gathers, and so on. */
function causes(error: unknown): readonly unknown[] {
  if (error instanceof AggregateError) return [error, ...error.errors.flatMap(causes)];
  return error instanceof Error && error.cause !== undefined ? [error, ...causes(error.cause)] : [error];
}

/** "nobody listens there (ECONNREFUSED). Start it, …" */
export function serverWords(error: unknown): string {
  const { cause, todo, code } = serverFault(error);
  return `${cause}${code === "" ? "" : ` (${code})`}. ${todo}`;
}
