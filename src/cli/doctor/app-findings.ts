/** The permissions and events of the app and its installations, compared with those that app.yml asks for. Pure. */

import type { Access, AppNeeds } from "../setup/app-manifest.ts";
import { type Finding, finder } from "./finding.ts";

interface Granted {
  readonly permissions: Readonly<Record<string, string>>;
  readonly events: readonly string[];
}

export interface AppFacts extends Granted {
  readonly slug: string;
  /** GitHub's page of the app. */
  readonly htmlUrl: string;
  readonly owner: string;
}

export interface InstallationFacts extends Granted {
  readonly id: number;
  readonly account: string;
  readonly htmlUrl: string;
  readonly suspended: boolean;
}

const heights: Readonly<Record<string, number>> = { read: 1, write: 2, admin: 3 };

function reaches(granted: string | undefined, needed: Access): boolean {
  return (heights[granted ?? ""] ?? 0) >= (heights[needed] ?? 0);
}

/** Needs that are not granted. */
function lacking(needs: AppNeeds, granted: Granted) {
  return {
    permissions: needs.permissions.filter(({ name, access }) => !reaches(granted.permissions[name], access)),
    events: needs.events.filter(({ name }) => !granted.events.includes(name)),
  };
}

/** The app as registered: each permission and event that is missing, with what stops working, and what it holds beyond need. */
export function appFindings(needs: AppNeeds, app: AppFacts): readonly Finding[] {
  const permissions = finder("permissions", `app ${app.slug}`);
  const events = finder("events", `app ${app.slug}`);
  const missing = lacking(needs, app);
  const settings = "the app's settings, Permissions & events";
  const needed = new Map(needs.permissions.map(({ name, access }) => [name, access]));
  const beyond = Object.entries(app.permissions).filter(
    ([name, access]) => !reaches(needed.get(name), accessOf(access)),
  );
  return [
    ...missing.permissions.map(({ name, access, why }) =>
      permissions.fail(
        `the permission ${name}: ${access} is missing, which is for: ${why}`,
        `Grant it in ${settings}; owners of installations then accept it.`,
      ),
    ),
    ...(missing.permissions.length === 0 ? [permissions.ok("has every permission that Rung needs")] : []),
    ...(beyond.length === 0
      ? []
      : [
          permissions.warn(
            `holds more than Rung needs: ${beyond.map(([name, access]) => `${name}: ${access}`).join(", ")}`,
            `Take it away in ${settings}; what an app cannot do, nobody can misuse.`,
          ),
        ]),
    ...missing.events.map(({ name, why }) =>
      events.fail(
        `the event ${name} is not subscribed, so that Rung hears late of: ${why}`,
        `Subscribe to it in ${settings}.`,
      ),
    ),
    ...(missing.events.length === 0 ? [events.ok("is told of every event that Rung needs")] : []),
  ];
}

function accessOf(access: string): Access {
  return access === "admin" || access === "write" ? access : "read";
}

/** Installations: none, suspended, or with permissions that their owner has not accepted since the app began to ask for them. */
export function installationFindings(
  needs: AppNeeds,
  app: AppFacts,
  installations: readonly InstallationFacts[],
): readonly Finding[] {
  if (installations.length === 0) {
    const nowhere = finder("installations", `app ${app.slug}`);
    return [nowhere.fail("is installed nowhere, so it sees nothing", `Install it: ${app.htmlUrl}/installations/new`)];
  }
  const asked = lacking(needs, app);
  return installations.map((installation) => {
    const { ok, warn, fail } = finder("installations", `installation at ${installation.account}`);
    if (installation.suspended)
      return warn("is suspended, so Rung can do nothing there", `An owner resumes it: ${installation.htmlUrl}`);
    const missing = lacking(needs, installation);
    const unaccepted = [
      ...missing.permissions
        .filter((need) => !asked.permissions.includes(need))
        .map(({ name, access }) => `${name}: ${access}`),
      ...missing.events.filter((need) => !asked.events.includes(need)).map(({ name }) => `event ${name}`),
    ];
    if (unaccepted.length === 0) return ok("has accepted what the app asks for");
    return fail(
      `has not accepted what the app asks for: ${unaccepted.join(", ")}`,
      `An owner opens ${installation.htmlUrl} and accepts the new permissions.`,
    );
  });
}
