/** People, organisations, their teams, and collaborators, in the sandbox's GraphQL schema. */

export const ACCOUNTS = /* GraphQL */ `
type User implements Node & Actor & RepositoryOwner {
  id: ID!
  databaseId: Int
  login: String!
  name: String
  company: String
  url: URI!
  resourcePath: URI!
  avatarUrl(size: Int): URI!
  status: UserStatus
  createdAt: DateTime!
}
type UserStatus { indicatesLimitedAvailability: Boolean! message: String expiresAt: DateTime }
type Bot implements Node & Actor {
  id: ID!
  databaseId: Int
  login: String!
  url: URI!
  resourcePath: URI!
  avatarUrl(size: Int): URI!
}
type Organization implements Node & Actor & RepositoryOwner {
  id: ID!
  databaseId: Int
  login: String!
  name: String
  url: URI!
  resourcePath: URI!
  avatarUrl(size: Int): URI!
  viewerIsAMember: Boolean!
  team(slug: String!): Team
  teams(after: String, before: String, first: Int, last: Int, rootTeamsOnly: Boolean, privacy: TeamPrivacy): TeamConnection!
  membersWithRole(after: String, before: String, first: Int, last: Int): OrganizationMemberConnection!
  repositories(after: String, before: String, first: Int, last: Int): RepositoryConnection!
}
enum OrganizationMemberRole { ADMIN MEMBER }
type OrganizationMemberConnection { edges: [OrganizationMemberEdge] nodes: [User] totalCount: Int! pageInfo: PageInfo! }
type OrganizationMemberEdge { cursor: String! node: User role: OrganizationMemberRole }

type Team implements Node {
  id: ID!
  databaseId: Int
  slug: String!
  name: String!
  description: String
  privacy: TeamPrivacy!
  combinedSlug: String!
  organization: Organization!
  parentTeam: Team
  createdAt: DateTime!
  url: URI!
  childTeams(after: String, before: String, first: Int, last: Int, immediateOnly: Boolean): TeamConnection!
  members(after: String, before: String, first: Int, last: Int, membership: TeamMembershipType, role: TeamMemberRole): TeamMemberConnection!
  invitations(after: String, before: String, first: Int, last: Int): OrganizationInvitationConnection
  repositories(after: String, before: String, first: Int, last: Int): TeamRepositoryConnection!
}
enum TeamPrivacy { SECRET VISIBLE }
enum TeamMembershipType { ALL CHILD_TEAM IMMEDIATE }
enum TeamMemberRole { MAINTAINER MEMBER }
type TeamConnection { edges: [TeamEdge] nodes: [Team] totalCount: Int! pageInfo: PageInfo! }
type TeamEdge { cursor: String! node: Team }
type TeamMemberConnection { edges: [TeamMemberEdge] nodes: [User] totalCount: Int! pageInfo: PageInfo! }
type TeamMemberEdge { cursor: String! node: User! role: TeamMemberRole! }
type TeamRepositoryConnection { edges: [TeamRepositoryEdge] nodes: [Repository] totalCount: Int! pageInfo: PageInfo! }
type TeamRepositoryEdge { cursor: String! node: Repository! permission: RepositoryPermission! }

type OrganizationInvitationConnection { edges: [OrganizationInvitationEdge] nodes: [OrganizationInvitation] totalCount: Int! pageInfo: PageInfo! }
type OrganizationInvitationEdge { cursor: String! node: OrganizationInvitation }
type OrganizationInvitation implements Node {
  id: ID!
  createdAt: DateTime!
  email: String
  invitationType: OrganizationInvitationType!
  invitee: User
  inviterActor: User
  organization: Organization!
  role: OrganizationInvitationRole!
}
enum OrganizationInvitationType { EMAIL USER }
enum OrganizationInvitationRole { ADMIN BILLING_MANAGER DIRECT_MEMBER REINSTATE }

enum CollaboratorAffiliation { ALL DIRECT OUTSIDE }
type RepositoryCollaboratorConnection { edges: [RepositoryCollaboratorEdge] nodes: [User] totalCount: Int! pageInfo: PageInfo! }
type RepositoryCollaboratorEdge { cursor: String! node: User! permission: RepositoryPermission! permissionSources: [PermissionSource!] }
type PermissionSource { organization: Organization! permission: DefaultRepositoryPermissionField! roleName: String source: PermissionGranter! }
enum DefaultRepositoryPermissionField { ADMIN NONE READ WRITE }
union PermissionGranter = Organization | Repository | Team

type UserConnection { nodes: [User] totalCount: Int! pageInfo: PageInfo! }
`;
