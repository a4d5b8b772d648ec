/**
 * What an event tells about who may still see a repository. Only restrictions are taken from events; whatever opens up is read from
 * GitHub. Pure.
 */

import { z } from "zod";
import { idView } from "./payload-views.ts";

type VisibilityChange =
  | { readonly kind: "hide"; readonly repositoryId: number }
  /** Not ours to show any more. */
  | { readonly kind: "forget"; readonly repositoryIds: readonly number[] }
  | { readonly kind: "forget-installation"; readonly installationId: number }
  /** The account with that id has this name from now on: what is kept under it may be another one's. */
  | {
      readonly kind: "claim-owner";
      readonly owner: string;
      readonly accountId: number;
      readonly installationId: number;
    };

const repositoryView = z.object({ action: z.string(), repository: z.object({ id: idView }) });
const installationView = z.object({ action: z.string(), installation: z.object({ id: idView }) });
const namedView = z.object({
  action: z.literal("created"),
  installation: z.object({ id: idView, account: z.object({ id: idView, login: z.string().max(200) }).nullish() }),
});
const removedView = z.object({
  action: z.literal("removed"),
  repositories_removed: z.array(z.object({ id: idView })),
});

/** `null`: it tells nothing about that. An event of another shape tells nothing either: its route reports that. */
export function visibilityChange(event: string, payload: unknown): VisibilityChange | null {
  switch (event) {
    case "repository":
      return ofRepository(repositoryView.safeParse(payload).data);
    case "installation":
      return ofInstallation(installationView.safeParse(payload).data) ?? ofName(namedView.safeParse(payload).data);
    case "installation_repositories": {
      const removed = removedView.safeParse(payload).data;
      return removed ? { kind: "forget", repositoryIds: removed.repositories_removed.map(({ id }) => id) } : null;
    }
    default:
      return null;
  }
}

function ofRepository(view: z.infer<typeof repositoryView> | undefined): VisibilityChange | null {
  if (view === undefined) return null;
  const { id } = view.repository;
  if (view.action === "privatized") return { kind: "hide", repositoryId: id };
  // A transferred one that is still covered is read again by the job that the same event becomes.
  const isGone = view.action === "deleted" || view.action === "transferred";
  return isGone ? { kind: "forget", repositoryIds: [id] } : null;
}

function ofInstallation(view: z.infer<typeof installationView> | undefined): VisibilityChange | null {
  if (view === undefined || (view.action !== "deleted" && view.action !== "suspend")) return null;
  return { kind: "forget-installation", installationId: view.installation.id };
}

/** GitHub alone says whose an installation is: a reading may show another owner's repository where one was transferred. */
function ofName(view: z.infer<typeof namedView> | undefined): VisibilityChange | null {
  const account = view?.installation.account;
  if (view === undefined || account == null) return null;
  return { kind: "claim-owner", owner: account.login, accountId: account.id, installationId: view.installation.id };
}
