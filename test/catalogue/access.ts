/** The texts about access: the issue, its entries, what could not be read, and the line in the check. */

import { Declined, Forbidden, Gone } from "../../src/github/client/errors.ts";
import { whyRefused } from "../../src/github/write/access-grants.ts";
import { takenOver, whyNotKept } from "../../src/github/write/grant-guards.ts";
import {
  ACCESS_TITLE,
  type AccessReport,
  accessIssue,
  type Granting,
  mergingAdds,
  newTeamsUntold,
} from "../../src/registry/access/access-issue.ts";
import { type AccessMemory, type AccessWorld, NO_MEMORY } from "../../src/registry/access/access-world.ts";
import type { AccessClaims } from "../../src/registry/access/claims.ts";
import type { UnreadPart } from "../../src/registry/access/difference.ts";
import { accessDifferences } from "../../src/registry/access/differences.ts";
import { type AddTrouble, grantPlan } from "../../src/registry/access/plan.ts";
import { pendingWords, told, unreadWords } from "../../src/registry/access/told.ts";
import { NOTHING_TO_COMPARE, unreadIssue } from "../../src/registry/access/unread-issue.ts";
import {
  aRepository,
  aTeam,
  aWorld,
  collaborator,
  december,
  FORBIDDEN,
  failed,
  invited,
  known,
  people,
  person,
  theClaims,
} from "../registry/access/a-world.ts";
import type { Chapter, Entry } from "./chapter.ts";

const REST = `areas: { kusion: { repos: [kusion] } }
maintainers: [ann, ben, cho]
approvers: [{ login: eve, areas: [kusion] }]
`;
const claimsOf = (access: string, rest = REST) => theClaims(`access: ${access}\n${rest}`);
const RULES = `teams: { "{area}-approvers": approvers }, repositories: { maintainers: write, approvers: triage }, owners: [ann]`;
const WATCHING = claimsOf(`{ ${RULES} }`);
const GRANTING = claimsOf(`{ mode: grant, ${RULES} }`);
/** It says nothing of permissions. */
const SILENT = claimsOf('{ teams: { "{area}-approvers": approvers } }');
const APPROVERS = "kusion-approvers";

const empty = (facts: Parameters<typeof aTeam>[2] = {}, given: Parameters<typeof aWorld>[0] = {}) =>
  aWorld({ teams: [aTeam(APPROVERS, [], facts)], owners: people("ann"), ...given });

interface EntryOptions {
  readonly memory?: Partial<AccessMemory>;
  readonly claims?: AccessClaims;
  readonly max?: number;
  readonly trouble?: AddTrouble;
}

/** The first difference of the kind, as it is told. */
function entry(
  kind: string,
  world: AccessWorld,
  { memory = {}, claims = WATCHING, max, trouble }: EntryOptions = {},
): string {
  const findings = accessDifferences(claims, world, { ...NO_MEMORY, ...memory });
  const difference = findings.differences.find((one) => one.kind === kind);
  if (difference === undefined) throw new Error(`no ${kind}`);
  const plan = grantPlan(findings, max === undefined ? claims : { mode: claims.mode, max });
  const { what, ways } = told(difference, { claims, plan, troubles: new Map(trouble && [[difference.key, trouble]]) });
  return `${what} ${ways}`;
}

const where = { kind: "team", team: APPROVERS } as const;
const removed = (by: string) => ({
  changes: [{ what: "removed", where, person: person("eve"), by: person(by), at: december(5) } as const],
});
const asked = { askedAgain: [{ id: 5, by: "ann", at: december(6) }] };
const seen = (facts: object) => ({
  seen: {
    at: december(4),
    teams: new Map([[APPROVERS, { members: [], invited: [], ...facts }]]),
    gone: [],
    settled: [],
  },
});
const granting = { claims: GRANTING };
const kusion = (...there: Parameters<typeof aRepository>[1]) =>
  empty({}, { repositories: [aRepository("kusion", there, { [APPROVERS]: "triage" })] });

const KEPT = { description: "Kept by Rung from KusionStack/.github", isSecret: false, parent: null };

const MISSING: Readonly<Record<string, string>> = {
  "missing, in mode watch": entry("missing", empty()),
  "missing, and Rung adds them": entry("missing", empty(), granting),
  "missing, and so many are added already": entry("missing", empty(), { ...granting, max: 0 }),
  ...Object.fromEntries(
    Object.entries({
      "missing, and GitHub forbids it": whyRefused(new Forbidden("PUT /x: 403 eve is blocked by o", "permission")),
      "missing, and GitHub declines": whyRefused(new Declined("PUT /x: 422 Over invitation rate limit", 422)),
      "missing, and GitHub finds no such thing": whyRefused(new Gone("PUT /x: 404 Not Found")),
      "the team was taken back meanwhile": whyNotKept({ ...KEPT, description: "Ours" }, "KusionStack/.github"),
      "the team was made secret meanwhile": whyNotKept({ ...KEPT, isSecret: true }, "KusionStack/.github"),
      "the team was put below another meanwhile": whyNotKept({ ...KEPT, parent: "staff" }, "KusionStack/.github"),
      "the team was deleted meanwhile": whyNotKept(null, "KusionStack/.github"),
      "the login changed hands meanwhile": takenOver("eve-1"),
    }).map(([when, why]) => [
      when,
      entry("missing", empty(), { ...granting, trouble: { kind: "refused", why: why ?? "" } }),
    ]),
  ),
  "missing, and the app may add nobody": entry("missing", empty(), { ...granting, trouble: { kind: "forbidden" } }),
  "missing, and many were invited today": entry("missing", empty(), { ...granting, trouble: { kind: "invitations" } }),
  "the invitation expired": entry("missing", empty({}, { failed: [failed("eve", december(3))] }), granting),
  "it expired again": entry(
    "missing",
    empty({}, { failed: [failed("eve", december(3)), failed("eve", december(9))] }),
    granting,
  ),
  "GitHub could not invite": entry("missing", empty({}, { failed: [failed("eve", december(3), "Blocked")] }), granting),
  "the invitation was declined": entry("missing", empty(), { ...granting, memory: seen({ invited: [5] }) }),
  "they left": entry("missing", empty(), { ...granting, memory: removed("eve") }),
  "somebody took them out": entry("missing", empty(), { ...granting, memory: removed("ben") }),
  "they went, and nobody knows how": entry("missing", empty(), { ...granting, memory: seen({ members: [5] }) }),
  "they left, and `/invite` was said": entry("missing", empty(), {
    ...granting,
    memory: { ...removed("eve"), ...asked },
  }),
  "missing from a team that is not handed over": entry("missing", empty({ description: null }), granting),
};

const surplus = aWorld({ teams: [aTeam(APPROVERS, people("eve", "kim"))], owners: people("ann") });
const OTHERS: Readonly<Record<string, string>> = {
  "in a team without the role": entry("surplus", surplus, {
    memory: { changes: [{ what: "added", where, person: person("kim"), by: person("ben"), at: december(3) }] },
  }),
  "in a team without the role, and no event told how": entry("surplus", surplus),
  "invited without the role": entry("invitation-surplus", empty({ invitations: known([invited("kim")]) })),
  "an address is invited": entry("invitation-surplus", empty({ invitations: known([invited(null)]) })),
  "an owner is missing": entry("owner-missing", empty({}, { owners: [] })),
  "an owner more": entry("owner-surplus", empty({}, { owners: people("ann", "kim") })),
  "a collaborator without a role": entry("collaborator-surplus", kusion(collaborator("kim", "admin"))),
  "a custom role": entry(
    "collaborator-surplus",
    kusion(collaborator("kim", "write", { customRole: "release manager" })),
  ),
  "more than the role says": entry("collaborator-permission", kusion(collaborator("ben", "admin"))),
  "less than the role says": entry("collaborator-permission", kusion()),
  "a team's permission": entry(
    "team-permission",
    empty({}, { repositories: [aRepository("kusion", [], { [APPROVERS]: "admin" })] }),
  ),
  "a team's permission is missing": entry("team-permission", empty({}, { repositories: [aRepository("kusion", [])] })),
  "no such team, in mode watch": entry("team-missing", aWorld({}, { teams: new Map([[APPROVERS, known(null)]]) })),
  "no such team, in mode grant": entry(
    "team-missing",
    aWorld({}, { teams: new Map([[APPROVERS, known(null)]]) }),
    granting,
  ),
  "a team that is not handed over": entry("team-not-handed-over", empty({ description: null }), granting),
  "a team that is handed over to another registry": entry(
    "team-not-handed-over",
    empty({ description: "Kept by Rung from KusionStack/other" }),
    granting,
  ),
  "a secret team": entry("team-apart", empty({ privacy: "secret" })),
  "a team below another": entry("team-apart", empty({ parent: "staff" }), granting),
  "a team of an identity provider": entry("team-apart", empty({ fromIdentityProvider: true }), granting),
  "an account is gone": entry("account", empty({}, { accounts: { eve: null } })),
  "a login is another account's": entry("account", empty(), {
    claims: claimsOf(`{ ${RULES} }`, REST.replace("login: eve", "login: eve, id: 55")),
  }),
  "a young account": entry("account", empty({}, { accounts: { eve: { createdAt: december(4) } } }), {
    claims: claimsOf(`{ ${RULES} }`, REST.replace("login: eve", "login: eve, since: 2026-11-01")),
  }),
  "no person": entry("account", empty({}, { accounts: { eve: { type: "Other" } } })),
};

function issue(world: AccessWorld, claims: AccessClaims, more: Partial<AccessReport> = {}): string {
  const findings = accessDifferences(claims, world, NO_MEMORY);
  const mode = more.granting === "switched-off" ? "watch" : claims.mode;
  return accessIssue({ claims, findings, plan: grantPlan(findings, { mode }), readAt: december(10), ...more });
}

const missed = accessDifferences(GRANTING, empty(), NO_MEMORY).differences.map(({ key }) => key);

const whole = aWorld({
  teams: [aTeam(APPROVERS, people("kim"), { invitations: known([invited("eve")]) })],
  owners: people("ann"),
});

const hiding: AccessWorld = {
  ...whole,
  repositories: new Map([["kusion", { ...aRepository("kusion", []), collaborators: FORBIDDEN }]]),
};

function merging(who: Granting, before: AccessClaims, after: AccessClaims, world: AccessWorld): string {
  const found = accessDifferences(after, world, NO_MEMORY);
  const plan = grantPlan(found, after);
  return mergingAdds({ before: accessDifferences(before, world, NO_MEMORY), after: found, plan, granting: who }) ?? "";
}

const FEWER = REST.replace("login: eve", "login: dee");
const [fewer, fewerGranting] = [claimsOf(`{ ${RULES} }`, FEWER), claimsOf(`{ mode: grant, ${RULES} }`, FEWER)];
const dee = aWorld({ teams: [aTeam(APPROVERS, people("dee"))], owners: people("ann") });
const nobody = claimsOf(`{ ${RULES} }`, "areas: { kusion: { repos: [kusion] } }\nmaintainers: [ann, ben]\n");

const PARTS: readonly UnreadPart["part"][] = [
  { kind: "owners" },
  { kind: "failed-invitations" },
  { kind: "team", team: APPROVERS },
  { kind: "registry-team", team: "KusionStack/staff" },
  { kind: "repository", repository: "kusion" },
  { kind: "registry", repository: "kusion" },
];

const entries = (texts: Readonly<Record<string, string>>): readonly Entry[] =>
  Object.entries(texts).map(([when, text]) => ({ when, text }));

export const ACCESS_CHAPTERS: readonly Chapter[] = [
  {
    title: "Access",
    readers: `In one issue, "${ACCESS_TITLE}", in the registry's repository: two lines a difference; the page and \`rung access\` say the same.`,
    entries: [
      { when: "the issue", text: issue(whole, WATCHING) },
      {
        when: "the issue when nothing is left",
        text: issue(aWorld({ teams: [aTeam(APPROVERS, people("eve"))], owners: people("ann") }), WATCHING),
      },
      { when: "the issue, where GitHub hides collaborators", text: issue(hiding, SILENT) },
      { when: "the issue, with one switch of two", text: issue(empty(), GRANTING, { granting: "switched-off" }) },
      {
        when: "the issue, without members: write",
        text: issue(empty(), GRANTING, { troubles: new Map(missed.map((key) => [key, { kind: "forbidden" }])) }),
      },
      {
        when: "the issue, when GitHub forbids to read it any more",
        text: unreadIssue(issue(whole, WATCHING), [
          `${unreadWords({ part: { kind: "owners" }, why: "forbidden", detail: "the app lacks the permission members: read" })}.`,
        ]).replaceAll(/<!--.*?-->\n?/g, ""),
      },
      { when: "the issue, when the registry has no `access` any more", text: NOTHING_TO_COMPARE },
      ...entries({ ...MISSING, ...OTHERS }),
      {
        when: "not yet accepted",
        text: pendingWords({
          person: person("eve"),
          sentAt: december(1),
          team: APPROVERS,
          role: "approvers",
          orAbove: false,
          area: "kusion",
        }),
      },
      ...PARTS.map((part) => ({
        when: `unread: ${part.kind}`,
        text: `${unreadWords({ part, why: "failed", detail: "a page did not come" })}.`,
      })),
      {
        when: "not to be read",
        text: `${unreadWords({ part: { kind: "team", team: APPROVERS }, why: "forbidden", detail: "the app lacks the permission members: read" })}.`,
      },
    ],
  },
  {
    title: "What a change of the registry does to teams",
    readers: "In the check of a pull request that changes roles.yaml.",
    entries: entries({
      "access: grant": merging("rung", fewerGranting, GRANTING, dee),
      "access: watch": merging("watching", fewer, WATCHING, dee),
      "grant in the registry alone": merging("switched-off", fewerGranting, GRANTING, dee),
      "somebody loses the role": merging("watching", fewer, nobody, dee),
      "a stranger lists teams anew": newTeamsUntold(2),
      "GitHub did not tell all": merging("watching", fewer, WATCHING, {
        ...dee,
        owners: { kind: "unread", why: "failed", detail: "" },
      }),
    }),
  },
];
