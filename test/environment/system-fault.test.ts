import { describe, expect, it } from "vitest";
import { codeOf, messageOf, settingFault, type Use } from "../../src/environment/system-fault.ts";

const failed = (code: string) => Object.assign(new Error(`${code}: raw words`), { code });

describe("an error of the system's names its cause, the setting, and what to do", () => {
  const writing = ["EACCES", "EPERM", "EROFS", "ENOSPC", "EDQUOT", "EEXIST", "ENOTDIR", "EISDIR", "ENOENT", "EIO"];
  const cases: readonly (readonly [Use, readonly string[]])[] = [
    ["write", writing],
    ["read", writing],
    ["listen", ["EADDRINUSE", "EADDRNOTAVAIL", "EACCES", "ENOTFOUND", "EAFNOSUPPORT"]],
    [
      "connect",
      [
        "ENOTFOUND",
        "EAI_AGAIN",
        "ECONNREFUSED",
        "ECONNRESET",
        "EPIPE",
        "ETIMEDOUT",
        "EHOSTUNREACH",
        "CERT_HAS_EXPIRED",
      ],
    ],
  ];
  it.each(cases)("%s: %j", (use, codes) => {
    for (const code of codes) {
      const told = settingFault(failed(code), use, "DATA_DIR", "/data");
      expect(told).toMatch(new RegExp(`^DATA_DIR is /data: [a-z].* \\(${code}\\)\\. [A-Z]`));
      expect(told).not.toMatch(/raw words|SETTING/);
    }
  });

  it("whatever was thrown says something: no error at all, a number, an error of several, one without a message", () => {
    expect(settingFault({ name: "ErrnoError", errno: 51 }, "write", "DATA_DIR", "/data")).toContain(
      "its disk is full (ENOSPC)",
    );
    expect(codeOf(new AggregateError([failed("ECONNREFUSED"), failed("ECONNREFUSED")]))).toBe("ECONNREFUSED");
    expect(codeOf(new Error("outer", { cause: failed("EPIPE") }))).toBe("EPIPE");
    for (const thrown of [{}, null, undefined, new Error(""), new AggregateError([])])
      expect(messageOf(thrown)).not.toMatch(/object|^$/);
  });
});
