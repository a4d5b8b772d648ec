/** Who asks: an app by its signed JWT, an installation by its token, a person by theirs, or nobody. */

import { createPublicKey, type KeyObject, randomBytes, verify } from "node:crypto";
import { z } from "zod";
import type { Actor, App, Installation, Repo } from "../world/model.ts";
import { notAccessible, Refusal } from "../world/refusal.ts";
import type { World } from "../world/world.ts";

export type Caller =
  | { readonly kind: "nobody" }
  | { readonly kind: "app"; readonly app: App }
  | {
      readonly kind: "installation";
      readonly installation: Installation;
      readonly permissions: App["permissions"];
      readonly repositories: readonly number[] | null;
    }
  | { readonly kind: "person"; readonly actor: Actor };

const jwtHeader = z.object({ alg: z.literal("RS256") });
const jwtClaims = z.object({ iss: z.union([z.string(), z.number()]), iat: z.number(), exp: z.number() });

interface Token {
  readonly caller: Caller;
  /** By the machine's clock: the bot compares it with its own. */
  readonly expiresAt: number;
}

export class Doorkeeper {
  readonly #world: World;
  readonly #keys = new Map<number, KeyObject>();
  readonly #tokens = new Map<string, Token>();

  constructor(world: World) {
    this.#world = world;
  }

  trust(app: App, publicKeyPem: string): void {
    this.#keys.set(app.id, createPublicKey(publicKeyPem));
  }

  /** An installation token, valid for an hour as GitHub's are. */
  grant(
    installation: Installation,
    limits: { permissions?: App["permissions"]; repositories?: readonly number[] },
  ): { token: string; expiresAt: number } {
    const token = `ghs_${randomBytes(18).toString("hex")}`;
    const expiresAt = Date.now() + 3_600_000;
    const permissions = limits.permissions ?? granted(installation);
    const caller: Caller = {
      kind: "installation",
      installation,
      permissions,
      repositories: limits.repositories ?? null,
    };
    this.#tokens.set(token, { caller, expiresAt });
    return { token, expiresAt };
  }

  /** A person's token, for the command line. */
  personal(login: string): string {
    const token = `ghp_${randomBytes(18).toString("hex")}`;
    const caller: Caller = { kind: "person", actor: this.#world.actor(login) };
    this.#tokens.set(token, { caller, expiresAt: Number.POSITIVE_INFINITY });
    return token;
  }

  /** Throws a 401 for credentials that are no good. */
  caller(authorization: string | undefined): Caller {
    if (authorization === undefined) return { kind: "nobody" };
    const credential = /^(?:bearer|token)\s+(\S+)$/i.exec(authorization)?.[1];
    if (credential === undefined) throw new Refusal(401, "Bad credentials");
    const known = this.#tokens.get(credential);
    if (known !== undefined && known.expiresAt > Date.now()) return this.#standing(known.caller);
    if (credential.split(".").length === 3) return { kind: "app", app: this.#signed(credential) };
    throw new Refusal(401, "Bad credentials");
  }

  #standing(caller: Caller): Caller {
    if (caller.kind === "installation" && caller.installation.suspendedAt !== null) {
      throw new Refusal(403, "This installation has been suspended");
    }
    return caller;
  }

  #signed(jwt: string): App {
    const [head = "", claims = "", signature = ""] = jwt.split(".");
    const header = jwtHeader.safeParse(decoded(head));
    const said = jwtClaims.safeParse(decoded(claims));
    if (!header.success || !said.success) throw new Refusal(401, "A JSON web token could not be decoded");
    const app = this.#world.apps.find((one) => `${one.id}` === `${said.data.iss}` || `Iv1.${one.id}` === said.data.iss);
    const key = app === undefined ? undefined : this.#keys.get(app.id);
    if (app === undefined || key === undefined) throw new Refusal(404, "Integration not found");
    // the machine's clock, not the world's: the bot signs by its own
    const now = Date.now() / 1000;
    if (said.data.exp <= now)
      throw new Refusal(
        401,
        "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
      );
    if (said.data.iat > now + 60)
      throw new Refusal(
        401,
        "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
      );
    if (said.data.exp - now > 600) throw new Refusal(401, "'Expiration time' claim ('exp') is too far in the future");
    if (!verify("RSA-SHA256", Buffer.from(`${head}.${claims}`), key, Buffer.from(signature, "base64url"))) {
      throw new Refusal(401, "A JSON web token could not be decoded");
    }
    return app;
  }
}

function decoded(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
  } catch {
    return null;
  }
}

/** What the installation's owner has accepted. */
export function granted({ accepted, app }: Installation): App["permissions"] {
  return accepted?.permissions ?? app.permissions;
}

/** Whether this caller may know that the repository exists. */
export function sees(world: World, caller: Caller, repo: Repo): boolean {
  switch (caller.kind) {
    case "nobody":
    case "app":
      return !repo.private;
    case "person":
      return world.permission(repo, caller.actor) !== "none";
    case "installation": {
      const { installation, repositories } = caller;
      const granted = repositories === null || repositories.includes(repo.id);
      const installed = world.installationsOf(repo, null).includes(installation);
      return (granted && installed) || !repo.private;
    }
  }
}

/** Throws a 403: an installation's token reads what is public anywhere, and writes where the app is installed; nobody writes what is archived. */
export function assertWritable(world: World, caller: Caller, repo: Repo): void {
  if (caller.kind === "installation" && !world.installationsOf(repo, null).includes(caller.installation))
    throw notAccessible();
  if (repo.archived) throw new Refusal(403, "Repository was archived so is read-only.");
}

/** The login the journal shows. */
export function callerName(caller: Caller): string | null {
  switch (caller.kind) {
    case "nobody":
      return null;
    case "app":
      return "app";
    case "installation":
      return caller.installation.app.bot.login;
    case "person":
      return caller.actor.login;
  }
}
