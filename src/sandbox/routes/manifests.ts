/**
 * Registers an app from a manifest: GitHub's page that asks for confirmation, and the code that can be exchanged once for its
 * credentials.
 */

import { generateKeyPairSync, randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import { created } from "../http/answer.ts";
import { bodyOf } from "../http/api.ts";
import type { Doorkeeper } from "../http/auth.ts";
import type { Route } from "../http/router.ts";
import { appJson, type Json } from "../render/accounts.ts";
import type { App } from "../world/model.ts";
import { notFound } from "../world/refusal.ts";
import type { World } from "../world/world.ts";

/** The parameters that GitHub documents; it refuses others. */
const manifest = z.strictObject({
  name: z.string().min(1).max(34).optional(),
  url: z.url(),
  hook_attributes: z.strictObject({ url: z.url(), active: z.boolean().optional() }).optional(),
  redirect_url: z.url().optional(),
  callback_urls: z.array(z.url()).max(10).optional(),
  setup_url: z.url().optional(),
  description: z.string().optional(),
  public: z.boolean().optional(),
  default_events: z.array(z.string()).optional(),
  default_permissions: z.record(z.string(), z.enum(["read", "write"])).optional(),
  request_oauth_on_install: z.boolean().optional(),
  setup_on_update: z.boolean().optional(),
});
type Manifest = z.infer<typeof manifest>;

interface Registered {
  readonly app: App;
  readonly secrets: Json;
}

export class Registrations {
  readonly #world: World;
  readonly #door: Doorkeeper;
  readonly #codes = new Map<string, Registered>();

  constructor(world: World, door: Doorkeeper) {
    this.#world = world;
    this.#door = door;
  }

  /** The browser's part: the form brings the manifest, a button confirms it, and the browser is sent back with a code. */
  async handle(incoming: IncomingMessage, outgoing: ServerResponse, url: URL): Promise<void> {
    const form = new URLSearchParams(await bodyOf(incoming));
    const read = manifest.safeParse(jsonOf(form.get("manifest") ?? ""));
    const fault = incoming.method === "POST" ? faultOf(read) : "GitHub takes a manifest by POST";
    if (fault !== null || !read.success) return page(outgoing, 422, `<p>${escaped(fault ?? "")}</p>`);
    const state = url.searchParams.get("state") ?? "";
    if (form.get("confirm") !== "yes") return page(outgoing, 200, confirmation(read.data, url));
    const organization = /^\/organizations\/([^/]+)\//.exec(url.pathname)?.[1];
    const code = this.#register(read.data, organization ?? "octo-fan");
    const back = new URL(read.data.redirect_url ?? read.data.url);
    back.searchParams.set("code", code);
    if (state !== "") back.searchParams.set("state", state);
    outgoing.writeHead(302, { location: back.href }).end();
  }

  #register(asked: Manifest, owner: string): string {
    const name = asked.name ?? "app";
    const keys = generateKeyPairSync("rsa", {
      modulusLength: 2048,
      publicKeyEncoding: { type: "spki", format: "pem" },
      privateKeyEncoding: { type: "pkcs1", format: "pem" },
    });
    const app = this.#world.addApp(name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-"), owner, {
      permissions: { metadata: "read", ...asked.default_permissions },
      events: asked.default_events ?? [],
      ...(asked.hook_attributes && { hookUrl: asked.hook_attributes.url }),
    });
    this.#door.trust(app, keys.publicKey);
    const secrets = {
      client_secret: randomBytes(20).toString("hex"),
      webhook_secret: asked.hook_attributes ? randomBytes(20).toString("hex") : null,
      pem: keys.privateKey,
    };
    const code = randomBytes(20).toString("hex");
    this.#codes.set(code, { app, secrets });
    return code;
  }

  /** A code is good once. */
  converted(code: string): Registered {
    const found = this.#codes.get(code);
    if (found === undefined) throw notFound();
    this.#codes.delete(code);
    return found;
  }
}

export function manifestRoutes(registrations: Registrations): Route[] {
  return [
    {
      method: "POST",
      path: "/app-manifests/{code}/conversions",
      needs: null,
      by: "anyone",
      answer: (request) => {
        const { app, secrets } = registrations.converted(request.parameter("code"));
        return created({ ...appJson(request.world, app), ...secrets }, `app ${app.slug}`);
      },
    },
  ];
}

/** GitHub sends nothing to addresses that only this machine knows, and says so. */
function faultOf(read: z.ZodSafeParseResult<Manifest>): string | null {
  if (!read.success) {
    const [issue] = read.error.issues;
    return `Invalid GitHub App configuration: ${issue?.path.join(".")} ${issue?.message}`;
  }
  const hook = read.data.hook_attributes?.url ?? "https://example.org";
  if (!/^(localhost|127\.|\[::1\])/.test(new URL(hook).host)) return null;
  return "Invalid GitHub App configuration: Hook url is not supported because it isn't reachable over the public Internet";
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function confirmation(asked: Manifest, url: URL): string {
  return `<p>This is the sandbox's stand-in for GitHub.</p>
<form method="post" action="${escaped(url.pathname + url.search)}">
<input type="hidden" name="confirm" value="yes">
<input type="hidden" name="manifest" value="${escaped(JSON.stringify(asked))}">
<button>Create GitHub App ${escaped(asked.name ?? "")}</button>
</form>`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}

function page(outgoing: ServerResponse, status: number, body: string): void {
  outgoing.writeHead(status, { "content-type": "text/html; charset=utf-8" });
  outgoing.end(`<!doctype html><title>Register new GitHub App</title>${body}`);
}
