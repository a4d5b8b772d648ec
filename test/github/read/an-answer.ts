/** GraphQL answers about a pull request as GitHub gives them, with sensible defaults. */

export const HEAD = "a".repeat(40);
export const BASE = "b".repeat(40);

export function aConnection(nodes: readonly unknown[], more: { total?: number; next?: string | null } = {}) {
  const pageInfo = { hasNextPage: typeof more.next === "string", endCursor: more.next ?? null };
  return { totalCount: more.total ?? nodes.length, pageInfo, nodes };
}

export function aRepositoryAnswer(fields: Record<string, unknown> = {}) {
  return {
    databaseId: 11,
    name: "kusion",
    owner: { login: "KusionStack" },
    isPrivate: false,
    isArchived: false,
    defaultBranchRef: { name: "main", target: { oid: "c".repeat(40) } },
    root: { __typename: "Blob", oid: "d".repeat(40) },
    nested: null,
    ...fields,
  };
}

export function aPullAnswer(pull: Record<string, unknown> = {}, repository: Record<string, unknown> = {}) {
  const pullRequest = {
    id: "PR_1",
    number: 12,
    title: "feat: apply in parallel",
    body: "What it does",
    state: "OPEN",
    isDraft: false,
    createdAt: "2026-11-20T10:00:00Z",
    lastEditedAt: null,
    url: "https://github.com/KusionStack/kusion/pull/12",
    changedFiles: 1,
    author: { __typename: "User", login: "octo-fan", databaseId: 99 },
    headRefOid: HEAD,
    headRefName: "parallel",
    baseRefName: "main",
    baseRefOid: BASE,
    baseRef: { target: { oid: BASE } },
    labels: aConnection([]),
    files: aConnection([{ path: "pkg/engine/apply.go", changeType: "MODIFIED" }]),
    reviews: aConnection([]),
    comments: aConnection([]),
    last: { nodes: [{ commit: { oid: HEAD, associatedPullRequests: { nodes: [] } } }] },
    ...pull,
  };
  return {
    repository: { ...aRepositoryAnswer(repository), pullRequest },
    organisation: null,
  };
}

export function aComment(id: number, fields: Record<string, unknown> = {}) {
  return {
    id: `IC_${id}`,
    fullDatabaseId: String(id),
    body: "hello",
    createdAt: "2026-11-20T11:00:00Z",
    lastEditedAt: null,
    url: `https://github.com/KusionStack/kusion/pull/12#issuecomment-${id}`,
    author: { __typename: "User", login: "hoangndst", databaseId: 5 },
    ...fields,
  };
}

export function aReview(id: number, fields: Record<string, unknown> = {}) {
  const { createdAt, ...rest } = aComment(id);
  return { ...rest, id: `PRR_${id}`, state: "APPROVED", submittedAt: createdAt, commit: { oid: HEAD }, ...fields };
}
