/** One finding of the doctor: what was examined, its state, where it is, and what to do about it. */

type Level = "ok" | "warn" | "fail";

export interface Finding {
  readonly level: Level;
  /** What was looked at, for machines: `permissions`. */
  readonly check: string;
  /** The app, an owner, a repository, a file, a branch. */
  readonly where: string;
  /** A sentence without its full stop. */
  readonly what: string;
  /** What to do; `null`: nothing. */
  readonly todo: string | null;
}

/** The findings of one place about one thing. */
export function finder(check: string, where: string) {
  return {
    ok: (what: string): Finding => ({ level: "ok", check, where, what, todo: null }),
    warn: (what: string, todo: string): Finding => ({ level: "warn", check, where, what, todo }),
    fail: (what: string, todo: string): Finding => ({ level: "fail", check, where, what, todo }),
  };
}

export function failed(findings: readonly Finding[]): boolean {
  return findings.some(({ level }) => level === "fail");
}

const words: Readonly<Record<Level, string>> = { ok: "ok  ", warn: "WARN", fail: "FAIL" };

/** For people: in the order looked at, each with what to do below it, and a count at the end. */
export function findingsText(findings: readonly Finding[]): string {
  const lines = findings.flatMap(({ level, where, what, todo }) => [
    `${words[level]}  ${where}: ${what}.`,
    ...(todo === null ? [] : [`      ${todo}`]),
  ]);
  const count = (level: Level) => findings.filter((finding) => finding.level === level).length;
  return [...lines, `${count("fail")} to mend, ${count("warn")} to look at, ${count("ok")} fine`].join("\n");
}
