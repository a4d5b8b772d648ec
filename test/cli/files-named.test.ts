import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cannotRead } from "../../src/cli/file-fault.ts";
import { aFolder, runIn } from "./a-folder.ts";

const LONG = "a".repeat(300);

/** What Node evaluates. */
function asTheShell(args: readonly string[]): string {
  const main = JSON.stringify(join(import.meta.dirname, "../../src/cli/main.ts"));
  return `const { commandLine } = await import(${main});
    await commandLine(${JSON.stringify(args)}, async () => {});`;
}

describe("a file or folder that cannot be used", () => {
  it("R88: is told in words whatever is wrong with its name", async () => {
    const folder = aFolder({});
    symlinkSync("loop", join(folder, "loop"));
    expect((await runIn(folder, ["check", "loop"])).err).toBe("cannot read loop: its links lead round in a circle");
    expect((await runIn(folder, ["check", LONG])).err).toBe(
      `cannot read ${LONG}: its name is longer than a file's can be`,
    );
  });

  it("is the folder that was named, where that has no registry and none lies above it", async () => {
    const folder = aFolder({});
    mkdirSync(join(folder, "sub"));
    expect((await runIn(folder, ["check", "sub"])).err).toBe("cannot read sub/roles.yaml: there is no such file");
  });

  it("is the one place below the folder named that cannot be read", () => {
    const denied = (path: string) =>
      Object.assign(new Error("EACCES: permission denied"), { code: "EACCES", syscall: "scandir", path });
    const told = (path: string, named: string) => cannotRead(denied(path), named, { cwd: "/r" });
    expect(told("/r/docs", ".")).toBe("cannot read docs: this user may not read it");
    expect(told("/r", ".")).toBe("cannot read .: this user may not read it");
    expect(told("/other/docs", "../other")).toBe("cannot read /other/docs: this user may not read it");
  });

  it("an address that is none is told before set-up begins", async () => {
    expect(await runIn(aFolder({}), ["setup", "--webhook-url", "foo"])).toMatchObject({
      code: 2,
      err: expect.stringContaining("The public address is where GitHub reaches Rung, such as https://"),
    });
  });

  it("`-` twice is used wrongly, and nothing else is said of it", async () => {
    const { code, err } = await runIn(aFolder({}), ["diff", "-", "-"]);
    expect([code, err.split("\n")[0]]).toEqual([
      2,
      "the standard input can be read only once; name a file instead of one `-`",
    ]);
  });

  it.runIf(existsSync("/dev/zero"))("R53: a stream without an end is read no further than any file would be", () => {
    const script = asTheShell(["check", "/dev/zero"]);
    const { status, stderr } = spawnSync(process.execPath, ["--input-type=module", "--eval", script], {
      encoding: "utf8",
      timeout: 120_000,
    });
    expect([status, stderr]).toEqual([
      1,
      "cannot read /dev/zero: it is too large for a registry, of which 2 MiB are read\n",
    ]);
  });

  it.runIf(existsSync("/bin/bash"))("a file that could not be written whole is not left behind", () => {
    const folder = aFolder({ OWNERS: "approvers: [ann, ben]\n" });
    const script = asTheShell(["import", ".", "--output", "roles.yaml"]);
    // No file of this process can grow: what a full disk does, without one.
    const limited = 'trap "" XFSZ; ulimit -f 0; exec "$0" --input-type=module --eval "$1"';
    const { status, stderr } = spawnSync("/bin/bash", ["-c", limited, process.execPath, script], {
      cwd: folder,
      encoding: "utf8",
    });
    expect([status, stderr]).toEqual([1, expect.stringMatching(/^cannot write roles\.yaml: /)]);
    expect(readdirSync(folder)).toEqual(["OWNERS"]);
  });
});
