/**
 * What an error of a database or of a connection means for the caller, told by its own fields: SQLSTATE, or the code of the system call
 * that failed. It is here so that the log can distinguish such errors from Rung's own faults.
 */

/**
 * "data": this value cannot be stored, another can, and no later try helps. "connection": the statement may or may not have been carried
 * out, and a new connection may help. "read-only": this server accepts no writes, another one at the same address may. "server": it
 * cannot do such things at the moment, for lack of room, rights or time. "other": anything else.
 */
type FailureKind = "data" | "connection" | "read-only" | "server" | "other";

const CONNECTION_CODES = new Set([
  ...["ECONNRESET", "ECONNREFUSED", "EPIPE", "ETIMEDOUT", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"],
  // admin_shutdown, crash_shutdown, cannot_connect_now, idle_session_timeout; a statement that a pooler prepared elsewhere.
  ...["57P01", "57P02", "57P03", "57P05", "26000"],
]);

/**
 * pg's own words for a connection that ended or fell silent, for which it has no code. "Closed" is the error of statements after a
 * connection's end, such as the rollback of a transaction, which then hides the error that ended it.
 */
const CONNECTION_WORDS =
  /^(?:Connection terminated|Client has encountered a connection error|Client was closed|timeout exceeded when|timeout expired|Query read timeout)/;

export function failureKind(error: unknown): FailureKind {
  const code = codeOf(error);
  if (code === "25006") return "read-only";
  if (CONNECTION_CODES.has(code) || code.startsWith("08")) return "connection";
  // Data exceptions, and what is beyond a limit of the server's, such as a key too long for an index.
  if (/^(?:22|54)[0-9A-Z]{3}$/.test(code)) return "data";
  if (/^(?:28|3D|40|53|55|57|58|XX)[0-9A-Z]{3}$|^42501$/.test(code)) return "server";
  if (error instanceof Error && CONNECTION_WORDS.test(error.message)) return "connection";
  return error instanceof AggregateError && error.errors.some((one) => failureKind(one) === "connection")
    ? "connection"
    : "other";
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return "";
  return "code" in error && typeof error.code === "string" ? error.code : "";
}
