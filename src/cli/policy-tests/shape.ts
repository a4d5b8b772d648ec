/** The shape of roles.test.yaml: a community's own examples of who may approve what, with the verdicts it expects. */

import { z } from "zod";
import { optional, text } from "../../registry/schema-pieces.ts";
import { ineligibleLogin, loginFault, teamFault } from "../../registry/spelling.ts";

const within = (length: number, what: string) => (value: string) => {
  if (value.trim() === "") return `${what} is empty; write one`;
  return value.length > length ? `${what} is longer than ${length} characters; shorten it` : null;
};

const login = text(
  (value) => (ineligibleLogin(value) === null ? loginFault(value) : null),
  "A GitHub login, without `@`.",
);
const path = text(within(4096, "the path"), "A path in the repository.");
const repository = text(
  (value) => (/^[\w.-]+\/[\w.-]+$/.test(value) ? null : "expected OWNER/NAME, as in KusionStack/kusion"),
  "OWNER/NAME.",
);
const paths = z.array(path).min(1, "an empty list of files means nothing was pushed; name one or leave the key out");
const file = z.union([path, z.strictObject({ from: path, to: path })], {
  error: "expected a path, or { from: PATH, to: PATH } for a rename",
});
const pushed = optional(paths).meta({
  description: "Files that a push changed after this was said: what was said is about the commit before it.",
});

const review = z.strictObject({
  by: login,
  state: z.enum(["approved", "changes-requested", "commented", "dismissed"]),
  text: optional(z.string()).meta({ description: "What the review says; commands in it count." }),
  "then-pushed": pushed,
});
const comment = z.strictObject({
  by: login,
  text: z.string().meta({ description: "What is said, such as /approve or /hold." }),
  "then-pushed": pushed,
});

/** The gate's states, as people write them here. */
const VERDICTS = ["approved", "waiting", "changes-requested", "held", "draft"] as const;
const verdict = z
  .enum(VERDICTS)
  .meta({ description: "What the check comes to; approved is the only one that lets it merge." });
const areas = z.array(text(within(300, "the area"), "An area, or the repository where no area covers a file."));
const people = z.array(login);
const peopleByArea = z.union([people, z.record(text(within(300, "the area"), "An area."), people)], {
  error: "expected a list of logins, or lists of logins by area",
});

const expectation = z.union(
  [
    verdict,
    z
      .strictObject({
        verdict: optional(verdict),
        "waiting-for": optional(areas).meta({ description: "Exactly the areas that still miss approvals." }),
        "approved-by": optional(peopleByArea).meta({ description: "Exactly those whose approvals count." }),
        "may-approve": optional(peopleByArea).meta({
          description: "Exactly those who could still approve what is missing.",
        }),
        "not-counted": optional(people).meta({ description: "Exactly those of whom something did not count." }),
        "blocked-by": optional(people).meta({ description: "Exactly those whose request for changes stands." }),
        checks: optional(z.array(text(within(300, "the check"), "The name of a check."))).meta({
          description: "Exactly the checks that are written, such as rung and rung (release-*).",
        }),
      })
      .refine(
        (value) => Object.values(value).some((one) => one != null),
        "nothing is expected; write at least verdict",
      ),
  ],
  { error: `expected one of ${VERDICTS.join(", ")}, or a mapping with verdict, waiting-for, may-approve and the like` },
);

const caseShape = z.strictObject({
  name: text(within(200, "the name"), "What the rule is, as a sentence."),
  repository: optional(repository),
  author: login,
  files: z.array(file).meta({ description: "The changed files." }),
  title: optional(z.string()),
  base: optional(text(within(255, "the branch"), "The branch it goes to; main where it is not said.")),
  draft: optional(z.boolean()),
  labels: optional(z.array(text(within(50, "the label"), "A label that a person put on."))),
  lines: optional(z.int().min(0, "expected 0 lines or more").max(10_000_000)).meta({
    description: "So many lines are added and removed where somebody has to approve; 0 where it is not said.",
  }),
  newcomer: optional(z.boolean()).meta({
    description: "false: somebody without a role who has had a change merged here, or was vouched for.",
  }),
  decided: optional(z.array(text(within(100, "the kind"), "A kind of decision, by its name."))).meta({
    description: "Kinds of decisions that were accepted on it, about its files as they are.",
  }),
  verified: optional(z.boolean()).meta({
    description: "false: GitHub did not verify the signatures of a bot's commits.",
  }),
  "commits-by": optional(people).meta({ description: "Who wrote its commits; the author where it is not said." }),
  reviews: optional(z.array(review)).meta({ description: "In their order." }),
  comments: optional(z.array(comment)).meta({ description: "In their order, after the reviews." }),
  expect: expectation,
});
export type Case = z.output<typeof caseShape>;

export const testsShape = z.strictObject({
  version: optional(z.literal(1, "the version is 1")),
  registry: optional(path).meta({ description: "The registry that is tested; roles.yaml beside this file if unsaid." }),
  extends: optional(path).meta({ description: "A copy of the registry that it extends." }),
  repository: optional(repository).meta({ description: "Of every test that names none." }),
  teams: optional(z.record(text(teamFault, "A team as organisation/slug."), people)).meta({
    description: "Who is in the teams that the registry names; no GitHub is asked.",
  }),
  tests: z.array(caseShape).min(1, "there is no test; write one").max(2000, "there are more than 2,000 tests"),
});
export type PolicyTests = z.output<typeof testsShape>;

/** The JSON Schema (draft 7) for editors. */
export function policyTestsSchema(): object {
  const schema = z.toJSONSchema(testsShape, { target: "draft-7", io: "input", reused: "ref" });
  return { ...schema, title: "roles.test.yaml of Rung" };
}
