/** Members, teams, invitations and collaborators in the control API: what it shows, and what it can change. */

export type GivenPermission = "read" | "triage" | "write" | "maintain" | "admin";

export interface TeamState {
  readonly slug: string;
  readonly name: string;
  readonly description: string | null;
  readonly privacy: "closed" | "secret";
  /** Slug of the team above it. */
  readonly parent: string | null;
  /** Whose group decides who is in it. */
  readonly identityProvider: string | null;
  readonly members: readonly { readonly login: string; readonly role: "maintainer" | "member" }[];
  readonly repositories: readonly { readonly repo: string; readonly permission: string }[];
}

export interface InvitationState {
  /** `null`: invited by e-mail. */
  readonly login: string | null;
  readonly email: string | null;
  readonly inviter: string;
  readonly teams: readonly string[];
  readonly sentAt: string;
  /** `null`: it waits for an answer. */
  readonly failed: { readonly at: string; readonly reason: string } | null;
}

export interface AccessState {
  readonly organization: string;
  readonly owners: readonly string[];
  readonly members: readonly string[];
  readonly teams: readonly TeamState[];
  readonly invitations: readonly InvitationState[];
  /** What people were given directly, not through a team. */
  readonly collaborators: readonly {
    readonly repo: string;
    readonly login: string;
    readonly permission: string;
    /** No member of the organisation. */
    readonly outside: boolean;
  }[];
}

interface InOrganization {
  readonly as: string;
  readonly organization: string;
}

/** `team` is a slug, `login` whom it is about. GitHub's rules hold: owners and a team's maintainers may, and anybody may leave. */
export type AccessAct =
  /** Who is no member of the organisation is invited. */
  | (InOrganization & {
      readonly action: "add-to-team";
      readonly team: string;
      readonly login: string;
      readonly role?: "member" | "maintainer";
    })
  | (InOrganization & { readonly action: "remove-from-team"; readonly team: string; readonly login: string })
  | (InOrganization & { readonly action: "invite"; readonly login: string; readonly teams?: readonly string[] })
  | (InOrganization & { readonly action: "accept-invitation" | "decline-invitation" | "leave-organization" })
  /** `expire-invitation` is as if its seven days were over; nobody does that on GitHub. */
  | (InOrganization & {
      readonly action: "cancel-invitation" | "expire-invitation" | "remove-from-organization";
      readonly login: string;
    })
  | (InOrganization & {
      readonly action: "set-organization-role";
      readonly login: string;
      readonly role: "admin" | "member";
    })
  | (InOrganization & {
      readonly action: "create-team";
      readonly name: string;
      readonly description?: string;
      readonly privacy?: "closed" | "secret";
    })
  | (InOrganization & { readonly action: "edit-team"; readonly team: string; readonly description: string })
  | (InOrganization & { readonly action: "delete-team"; readonly team: string })
  | (InOrganization & {
      readonly action: "give-team";
      readonly team: string;
      readonly repo: string;
      /** `none` takes it. */
      readonly permission: GivenPermission | "none";
    })
  | (InOrganization & {
      readonly action: "give-collaborator";
      readonly repo: string;
      readonly login: string;
      readonly permission: GivenPermission | "none";
    });
