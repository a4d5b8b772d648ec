/** The proxies between Rung and GitHub: HTTPS_PROXY, HTTP_PROXY and NO_PROXY, in lower case too, read as other programs read them. */

import { BlockList, isIP } from "node:net";
import { type Env, readVariables, type Variables } from "./variables.ts";

export interface Proxies {
  /** The proxy's address, by the protocol of the request; `null`: requests are sent directly. */
  readonly https: string | null;
  readonly http: string | null;
  /** NO_PROXY: hosts that are reached directly all the same. */
  readonly except: readonly string[];
  /** Why nothing can be asked; a sentence without any password. */
  readonly fault: string | null;
}

type Names = "HTTPS_PROXY" | "https_proxy" | "HTTP_PROXY" | "http_proxy" | "NO_PROXY" | "no_proxy";
type Given = Pick<Variables, Names>;

/** `null`: none is set. Of two spellings the lower case wins, as in curl and Node. */
export function proxies(read: Given, faults: string[], nodeVersion = process.versions.node): Proxies | null {
  const own: string[] = [];
  const https = address(read.https_proxy === null ? "HTTPS_PROXY" : "https_proxy", read, own);
  const http = address(read.http_proxy === null ? "HTTP_PROXY" : "http_proxy", read, own);
  const isSet = [read.https_proxy, read.HTTPS_PROXY, read.http_proxy, read.HTTP_PROXY].some((one) => one !== null);
  if (!isSet) return null;
  if (!knowsProxies(nodeVersion))
    own.push(
      `HTTPS_PROXY and HTTP_PROXY need Node 24.5 or later, and this is ${nodeVersion}. Update Node, or unset them.`,
    );
  faults.push(...own);
  const except = (read.no_proxy ?? read.NO_PROXY ?? "").split(/[\s,]+/).filter((entry) => entry !== "");
  return { https, http, except, fault: own[0] ?? null };
}

/** For a command that reads these alone; a fault in them is what each request fails with. */
export function proxiesOf(env: Env): Proxies | null {
  return proxies(readVariables(env), []);
}

function knowsProxies(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > 24 || (major === 24 && minor >= 5);
}

function address(name: Names, read: Given, faults: string[]): string | null {
  const text = read[name];
  if (text === null) return null;
  // As curl reads it.
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  if (isProxy(whole)) return new URL(whole).href;
  // Not repeated: it may carry a password.
  faults.push(
    `${name} is not the address of an HTTP proxy. It looks like http://proxy.example.org:3128, or ` +
      "http://user:password@proxy.example.org:3128 with special characters percent-encoded.",
  );
  return null;
}

function isProxy(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password, pathname, search } = new URL(text);
  try {
    decodeURIComponent(`${username}:${password}`);
  } catch {
    return false;
  }
  return /^https?:$/.test(protocol) && hostname !== "" && pathname === "/" && search === "";
}

/** The address of the proxy for this URL; `null`: it is reached directly. */
export function proxyFor({ https, http, except }: Proxies, url: URL): string | null {
  const proxy = url.protocol === "https:" ? https : http;
  return proxy === null || except.some((entry) => covers(entry.toLowerCase(), url)) ? null : proxy;
}

/** As the log may show it. */
export function withoutPassword(proxy: string): string {
  const shown = new URL(proxy);
  shown.username = "";
  shown.password = "";
  return shown.href;
}

/** An entry is `*`, a host with all below it, an address, or a range of addresses; each but the first perhaps with a port. */
function covers(entry: string, url: URL): boolean {
  if (entry === "*") return true;
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (entry.includes("/")) return inRange(entry, host);
  const [, name = "", port] = /^(\[[^\]]*\]|[^:]*|.*:.*:.*?)(?::(\d+))?$/.exec(entry) ?? [];
  if (port !== undefined && port !== (url.port || (url.protocol === "https:" ? "443" : "80"))) return false;
  const wanted = name.replace(/^\[|\]$/g, "").replace(/^\*?\./, "");
  return wanted !== "" && (host === wanted || (isIP(host) === 0 && host.endsWith(`.${wanted}`)));
}

function inRange(entry: string, host: string): boolean {
  const [from = "", bits = ""] = entry.split("/");
  const family = isIP(host);
  const width = Number(bits);
  if (
    family === 0 ||
    isIP(from) !== family ||
    !Number.isInteger(width) ||
    width < 0 ||
    width > (family === 4 ? 32 : 128)
  )
    return false;
  const list = new BlockList();
  list.addSubnet(from, width, family === 4 ? "ipv4" : "ipv6");
  return list.check(host, family === 4 ? "ipv4" : "ipv6");
}
