import { describe, expect, it, vi } from "vitest";
import { childOf, createLog, type Log, scrubbed, withLateChildren } from "../../src/shared/log.ts";
import { aPrivateKey } from "../support/a-key.ts";

function logged(write: (log: ReturnType<typeof createLog>) => void): string {
  const lines: string[] = [];
  write(createLog("trace", { write: (line: string) => void lines.push(line) }));
  return lines.join("");
}

describe("the log", () => {
  it.each([
    ["an installation's token", `ghs_${"a1B2".repeat(9)}`],
    ["a personal token", `github_pat_${"A1_b".repeat(10)}`],
    ["an app's JWT", `eyJhbGciOiJSUzI1NiJ9.${"eyJpYXQiOjE3".repeat(3)}.${"sIgNaTuRe".repeat(5)}`],
    ["a signature", `sha256=${"0f".repeat(32)}`],
  ])("R27: %s never appears, in a field, a message or an error", (_, secret) => {
    const text = logged((log) => {
      log.info({ url: `https://x/?t=${secret}` }, "asked");
      log.warn({ err: new Error(`refused: ${secret}`) }, `for ${secret}`);
    });
    expect(text).not.toContain(secret);
    expect(text).toContain("asked");
  });

  it("R27: a child made late says what one made at once says, and hides what that hides; unused, it is never made", () => {
    const about = { subject: "KusionStack/kusion#1", token: "abcdef" };
    const failure = new Error("no");
    const both = (say: (log: Log) => void) => [
      logged((log) => say(log.child(about))),
      logged((log) => say(childOf(log, () => about))),
    ];
    const untimed = (text: string) => text.replaceAll(/"time":\d+/g, "");
    const said = both((log) => {
      log.info("one");
      log.warn({ err: failure }, "two");
      log.child({ more: 1 }).debug("three");
    }).map(untimed);
    expect(said[1]).toBe(said[0]);
    expect(said[1]).toContain("kusion#1");
    expect(said[1]).not.toContain("abcdef");
    let asked = 0;
    const child = childOf(createLog("silent"), () => {
      asked += 1;
      return about;
    });
    expect(asked).toBe(0);
    child.info("one");
    child.info("two");
    expect(asked).toBe(1);
  });

  it("R27: a log with late children says what it would say without, and makes none for those who say nothing", () => {
    const untimed = (text: string) => text.replaceAll(/"time":\d+/g, "");
    const say = (log: Log) => {
      log.info("one");
      log.child({ name: "event", token: "abcdef" }).child({ more: 1 }).warn("two");
    };
    const said = untimed(logged((log) => say(withLateChildren(log))));
    expect(said).toBe(untimed(logged(say)));
    expect(said).not.toContain("abcdef");
    const log = createLog("silent");
    const child = vi.spyOn(log, "child");
    const unused = withLateChildren(log).child({ name: "event" });
    expect(child).not.toHaveBeenCalled();
    unused.info("one");
    expect(child).toHaveBeenCalledOnce();
  });

  it("R27: a private key, a password in an address, and secrets by their field's name never appear", () => {
    const text = logged((log) => {
      log.info({ pem: aPrivateKey }, "key");
      log.info({ at: "postgres://rung:hunter2@db:5432/rung" }, "database");
      log.info({ headers: { authorization: "token abcdef" }, app: { privateKey: "pk", webhookSecret: "ws" } }, "app");
    });
    for (const secret of [aPrivateKey.split("\n")[1] ?? "?", "hunter2", "abcdef", '"pk"', '"ws"'])
      expect(text).not.toContain(secret);
    expect(text).toContain("db:5432/rung");
  });

  it("R27: what an error carries stays out: a statement's values, a request, an event; its own words do not", () => {
    const carried = { query: "insert", params: ["a private title"], event: { payload: "a private title" } };
    const error = Object.assign(new Error("no room"), { code: "53100", detail: "a private title", ...carried });
    const cause = new Error("it could not be stored", { cause: error });
    const text = logged((log) => log.error({ err: cause }, "a delivery"));
    expect(text).not.toContain("private");
    expect(JSON.parse(text).err).toMatchObject({ message: "it could not be stored", cause: { code: "53100" } });
  });

  it("R88: a failure from outside shows no stack trace, a fault of Rung's own does", () => {
    const reset = Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET", syscall: "read" });
    expect(JSON.parse(logged((log) => log.error({ err: reset }, "x"))).err).not.toHaveProperty("stack");
    expect(JSON.parse(logged((log) => log.error({ err: new TypeError("x of null") }, "x"))).err).toHaveProperty(
      "stack",
    );
  });

  it("R25: text from people stays inside its field, on its line", () => {
    const text = logged((log) => log.info({ title: 'a\n{"level":60,"msg":"fake"}' }, "seen"));
    expect(text.trim().split("\n")).toHaveLength(1);
    expect(JSON.parse(text)).toMatchObject({ level: 30, msg: "seen" });
  });

  it("R27: what is known to be secret never appears, however it is written", () => {
    const secret = 'pass"word/of+ours';
    const lines: string[] = [];
    const log = createLog("trace", { write: (line: string) => void lines.push(line) }, [secret, "ab"]);
    log.info({ at: secret, address: encodeURIComponent(secret), note: "about" }, `for ${secret}`);
    expect(lines.join("")).not.toContain("word");
    expect(lines.join("")).toContain("about");
  });

  it("R24: scrubbing takes time by a line's length alone, whatever a stranger repeats in it", () => {
    const pieces = [
      "eyJ",
      "-eyJ",
      "eyJ.",
      "gh",
      "ghs_",
      "-----BEGIN A-----",
      "-----BEGIN ",
      "://a:",
      "://",
      "sha256=",
      "v1.",
    ];
    for (const piece of pieces) expect(scrubbed(piece.repeat(700_000 / piece.length)).length).toBeGreaterThan(0);
  });
});
