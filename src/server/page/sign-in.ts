/** Signing in with GitHub: the app's own OAuth web flow, with state and PKCE. It is stored only in the visitor's cookies. */

import { createHash, randomBytes } from "node:crypto";
import type { Context, Hono } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { z } from "zod";
import { tokenClient } from "../../github/client/client.ts";
import { GitHubError, severityOf } from "../../github/client/errors.ts";
import type { Transport } from "../../github/client/transport.ts";
import { readOwnLogin } from "../../github/read/as-person.ts";
import { sameSecret } from "../../shared/constant-time.ts";
import { parsedOrNull } from "../../shared/json-text.ts";
import type { Log } from "../../shared/log.ts";
import { type Cookies, type Session, sessionView, signInView } from "./session.ts";

/** The app's OAuth credentials. */
export interface Credentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** How the page reaches GitHub and its visitors. */
export interface PageOptions {
  readonly apiUrl: string;
  readonly graphqlUrl: string;
  readonly webUrl: string;
  readonly transport: Transport;
  readonly cookies: Cookies;
  readonly log: Log;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export interface SignInOptions extends PageOptions, Credentials {}

/** `__Host-`: browsers take such a cookie only over TLS (or loopback), from this very host, for all its paths. */
const SESSION = "__Host-rung";
const UNDER_WAY = "__Host-rung-sign-in";
const kept = { path: "/", httpOnly: true, secure: true, sameSite: "Lax" } as const;

const SESSION_MS = 2 * 3_600_000;
const SIGN_IN_MS = 10 * 60_000;

export const signInPaths = {
  begin: "/_page/sign-in",
  /** The app's callback URL on GitHub ends in this. */
  callback: "/_page/callback",
  end: "/_page/sign-out",
} as const;

/** The page that visitors return to if nothing else is known. */
const HOME = "/";

/** From the sign-in's own addresses to a path below the page's root, whatever prefix a proxy has put before it. */
function wayTo(path: string): string {
  return `..${path}`;
}

/** The visitor's session; `null`: not signed in, or no longer. */
export function sessionOf(c: Context, { cookies, now }: Pick<SignInOptions, "cookies" | "now">): Session | null {
  const session = sessionView.safeParse(cookies.open("session", getCookie(c, SESSION) ?? "")).data;
  return session !== undefined && session.until > now() ? session : null;
}

/** `failed` shows a sentence about why signing in failed. */
export function signInRoutes(
  app: Hono,
  options: SignInOptions,
  failed: (c: Context, why: string) => Response | Promise<Response>,
): void {
  app.get(signInPaths.begin, (c) => c.redirect(begun(c, options), 302));
  app.get(signInPaths.callback, async (c) => {
    const ended = await sessionFor(c, options);
    deleteCookie(c, UNDER_WAY, kept);
    if (typeof ended === "string") return await failed(c, ended);
    setCookie(c, SESSION, options.cookies.seal("session", ended.session), { ...kept, maxAge: SESSION_MS / 1000 });
    return c.redirect(wayTo(ended.back), 303);
  });
  app.post(signInPaths.end, async (c) => {
    const session = sessionOf(c, options);
    deleteCookie(c, SESSION, kept);
    if (session !== null) await takenBack(session, options);
    return c.redirect(wayTo(HOME), 303);
  });
}

/** GitHub's address to go to. Which page it comes back to is the app's setting there, so no header of the visitor's decides it. */
function begun(c: Context, { clientId, webUrl, cookies, now }: SignInOptions): string {
  const state = randomBytes(24).toString("base64url");
  const verifier = randomBytes(32).toString("base64url");
  const sealed = cookies.seal("sign-in", {
    state,
    verifier,
    back: localPath(c.req.query("back")) ?? HOME,
    until: now() + SIGN_IN_MS,
  });
  setCookie(c, UNDER_WAY, sealed, { ...kept, maxAge: SIGN_IN_MS / 1000 });
  const query = new URLSearchParams({
    client_id: clientId,
    state,
    allow_signup: "false",
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
  });
  return `${webUrl}/login/oauth/authorize?${query}`;
}

/** Only a path below the page's root: never another's address, nor one above it. */
function localPath(text: string | undefined): string | null {
  if (text === undefined || !/^\/(?![/\\])[^\s\\]{0,500}$/.test(text)) return null;
  const [path = ""] = text.split(/[?#]/, 1);
  return /\/(?:\.|%2e){1,2}(?:\/|$)/i.test(path) ? null : text;
}

const AGAIN = "The sign-in took too long or was begun elsewhere. Please sign in again.";
const tokenView = z.object({ access_token: z.string().min(1) });

/** The new session and the page to return to; a sentence: why there is none. */
async function sessionFor(
  c: Context,
  options: SignInOptions,
): Promise<{ readonly session: Session; readonly back: string } | string> {
  const { cookies, now, log } = options;
  const begun = signInView.safeParse(cookies.open("sign-in", getCookie(c, UNDER_WAY) ?? "")).data;
  const { state, code } = c.req.query();
  if (begun === undefined || begun.until <= now() || state === undefined || !sameSecret(begun.state, state))
    return AGAIN;
  if (code === undefined) return "GitHub did not sign you in, so only public repositories are shown.";
  try {
    const token = await exchanged(options, code, begun.verifier);
    if (token === null) return AGAIN;
    const login = await readOwnLogin(tokenClient({ ...options, token }));
    return { session: { login, token, until: now() + SESSION_MS }, back: begun.back };
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    log.warn({ err: error }, "a sign-in failed");
    return "GitHub did not answer in full, so nobody could be signed in. Please try again in a moment.";
  }
}

/** `null`: GitHub does not take the code. Its answer is not logged, since it may hold a token. */
async function exchanged(options: SignInOptions, code: string, verifier: string): Promise<string | null> {
  const { clientId, clientSecret, webUrl, transport } = options;
  const { text } = await transport.send({
    method: "POST",
    url: new URL(`${webUrl}/login/oauth/access_token`),
    headers: { accept: "application/json", "content-type": "application/x-www-form-urlencoded", "user-agent": "rung" },
    body: `${new URLSearchParams({ client_id: clientId, client_secret: clientSecret, code, code_verifier: verifier })}`,
  });
  return tokenView.safeParse(parsedOrNull(text)).data?.access_token ?? null;
}

/** A token that is no longer needed should be revoked; if GitHub does not answer, it expires by itself. */
async function takenBack({ token }: Session, options: SignInOptions): Promise<void> {
  const { clientId, clientSecret, apiUrl, transport, log } = options;
  const basic = Buffer.from(`${clientId}:${clientSecret}`).toString("base64");
  try {
    await transport.send({
      method: "DELETE",
      url: new URL(`${apiUrl}/applications/${clientId}/token`),
      headers: {
        accept: "application/vnd.github+json",
        authorization: `Basic ${basic}`,
        "user-agent": "rung",
        "content-type": "application/json",
      },
      body: JSON.stringify({ access_token: token }),
    });
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    log[severityOf(error)]({ err: error }, "a session's token could not be revoked");
  }
}
