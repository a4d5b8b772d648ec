import { describe, expect, it } from "vitest";
import { readEnvironment } from "../../src/environment/environment.ts";
import { type Proxies, proxies, proxyFor, withoutPassword } from "../../src/environment/proxy-environment.ts";
import { secretsOf } from "../../src/environment/secrets-of.ts";
import { readVariables } from "../../src/environment/variables.ts";

function read(env: Record<string, string>, node = "24.5.0") {
  const faults: string[] = [];
  return { proxies: proxies(readVariables(env), faults, node), faults };
}

const PROXY = "http://proxy.example.org:3128/";

function through(env: Record<string, string>, url: string): string | null {
  const found: Proxies | null = read(env).proxies;
  return found === null ? null : proxyFor(found, new URL(url));
}

describe("HTTPS_PROXY and HTTP_PROXY", () => {
  it("each is for its own protocol; the lower case wins, and an address without a protocol is an http one", () => {
    const env = { HTTPS_PROXY: "http://upper:1", https_proxy: "proxy.example.org:3128", http_proxy: "https://tls:2" };
    expect(through(env, "https://api.github.com/app")).toBe(PROXY);
    expect(through(env, "http://ghe.example.org/api/v3")).toBe("https://tls:2/");
    expect(through({ HTTPS_PROXY: PROXY }, "http://ghe.example.org/")).toBeNull();
    expect(read({ NO_PROXY: "*", HTTPS_PROXY: " " }).proxies).toBeNull();
  });

  it.each([
    "socks5://proxy:1080",
    "http://:3128",
    "http://user:50%@proxy:1",
    "http://proxy:99999",
    "proxy example",
    "http://proxy/path",
  ])("%s is a fault of the settings, told by the variable's name and never with its text", (text) => {
    const { faults, proxies: found } = read({ https_proxy: text });
    expect(faults).toEqual([
      expect.stringMatching(/^https_proxy is not the address of an HTTP proxy\. It looks like /),
    ]);
    expect(faults[0]).not.toContain(text);
    expect(found?.fault).toBe(faults[0]);
    const reading = readEnvironment({ https_proxy: text }, () => {
      throw Object.assign(new Error("none"), { code: "ENOENT" });
    });
    expect(reading).toMatchObject({ kind: "faulty", faults });
  });

  it("a Node that cannot use them is told before anything is asked directly", () => {
    expect(read({ HTTP_PROXY: PROXY }, "24.4.1").faults).toEqual([expect.stringMatching(/need Node 24\.5 or later/)]);
    for (const node of ["24.5.0", "24.21.0", "25.0.0"]) expect(read({ HTTP_PROXY: PROXY }, node).faults).toEqual([]);
  });

  it("R27: the password is a secret, and what is shown has none", () => {
    const reading = readEnvironment({ HTTPS_PROXY: "http://me:hunter%21two@proxy:1" }, () => {
      throw Object.assign(new Error("none"), { code: "ENOENT" });
    });
    if (reading.kind !== "read") throw new Error(reading.faults.join());
    expect(secretsOf(reading.environment)).toEqual(["hunter%21two", "hunter!two"]);
    expect(withoutPassword("http://me:hunter%21two@proxy:1")).toBe("http://proxy:1/");
  });
});

describe("NO_PROXY", () => {
  it.each([
    ["*", "https://api.github.com/"],
    ["example.org", "https://ghe.example.org/"],
    [".example.org", "https://ghe.example.org/"],
    ["*.example.org", "https://ghe.example.org/"],
    ["GHE.Example.org", "https://ghe.example.org/"],
    ["one.test, ghe.example.org", "https://ghe.example.org/"],
    ["one.test ghe.example.org", "https://ghe.example.org/"],
    ["ghe.example.org:443", "https://ghe.example.org/"],
    ["localhost,127.0.0.1", "https://127.0.0.1:8443/"],
    ["10.0.0.0/8", "https://10.20.30.40/"],
    ["::1", "https://[::1]:8443/"],
    ["[::1]:8443", "https://[::1]:8443/"],
    ["fd00::/8", "https://[fd12::1]/"],
  ])("%j covers %s", (entry, url) => {
    expect(through({ HTTPS_PROXY: PROXY, NO_PROXY: entry }, url)).toBeNull();
    expect(through({ HTTPS_PROXY: PROXY, NO_PROXY: "*", no_proxy: "other.test" }, url)).toBe(PROXY);
  });

  it.each([
    ["example.org", "https://notexample.org/"],
    ["ghe.example.org", "https://example.org/"],
    ["ghe.example.org:8443", "https://ghe.example.org/"],
    ["10.0.0.0/8", "https://11.0.0.1/"],
    ["10.0.0.0/99", "https://10.0.0.1/"],
    ["0.1", "https://10.0.0.1/"],
    ["", "https://127.0.0.1/"],
    [".", "https://ghe.example.org/"],
  ])("%j does not cover %s", (entry, url) => {
    expect(through({ HTTPS_PROXY: PROXY, NO_PROXY: entry }, url)).toBe(PROXY);
  });
});
