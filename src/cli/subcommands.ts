/** The table of the subcommands of `rung`: a new one is its action's file and an entry here. */
import { z } from "zod";
import {
  day,
  flag,
  neededOption,
  notEmpty,
  operand,
  operandPair,
  option,
  optionalOperand,
  optionalOperands,
  pullRequestName,
  repeatedOption,
  repositoryName,
  since,
  wholeNumber,
} from "./arguments.ts";
import { SOURCES } from "./import/import-types.ts";
import { type Subcommand, subcommand } from "./subcommand.ts";

const text = notEmpty;
const json = flag("answer as JSON");
const registry = option(text, {
  placeholder: "FILE",
  help: "the registry; else roles.yaml or .github/roles.yaml of the folder you stand in, or above it in the checkout",
});
const extended = option(text, { placeholder: "FILE", help: "a copy of the registry that this one extends" });
const repositoryOperand = {
  placeholder: "OWNER/REPO",
  takes: "one repository, as OWNER/REPO",
  help: "the repository on GitHub",
};
const newFile = option(text, { placeholder: "FILE", help: "write it there, where no file is yet; else it is printed" });

/** How the bot's own data are found. */
const ITS_DATABASE = "DATABASE_URL, else DATA_DIR, as the bot reads them.";
/** How a question to GitHub gets in. */
const ACCESS = "GITHUB_TOKEN, or APP_ID and PRIVATE_KEY; GHE_HOST and GHE_PROTOCOL.";
const NO_ANSWER = "GitHub or a file did not tell what is needed";

export const subcommands: readonly Subcommand[] = [
  subcommand({
    name: "check",
    summary: "Check a roles.yaml and tell every fault with its place.",
    given: {
      file: optionalOperand(text, {
        placeholder: "FILE",
        takes: "one file",
        help: "the file, or a folder that has one; `-`: standard input; else as of the folder you stand in, or above it in the checkout",
      }),
      repo: option(repositoryName, {
        placeholder: "OWNER/NAME",
        help: "the repository that the file is of, whose teams it may name; else git's origin",
      }),
      extends: extended,
      json,
    },
    example: ["rung check", "git show HEAD:roles.yaml | rung check - --repo my-org/my-repo"],
    exits: { 0: "no faults, though perhaps warnings", 1: "faults, or the file cannot be read" },
    load: () => import("./check.ts"),
  }),
  subcommand({
    name: "who",
    summary: "Tell who may approve the paths, and how many must.",
    given: {
      paths: optionalOperands(z.string(), {
        placeholder: "PATH",
        takes: "at least one path, or --tree",
        help: "files, and folders for what lies below them, from where you stand or the repository's root; `-`: those that standard input lists",
      }),
      tree: flag(
        "every file below the one folder that is named, else below the one you stand in, and what no area covers",
      ),
      registry,
      repo: option(repositoryName, {
        placeholder: "OWNER/NAME",
        help: "the repository that the paths are in; else any",
      }),
      base: option(text, { placeholder: "BRANCH", help: "the branch that is merged into" }),
      extends: extended,
      json,
    },
    example: ["rung who docs/guide.md src/", "git diff --name-only main | rung who -", "rung who --tree --json"],
    exits: { 0: "answered", 1: "the registry is faulty or cannot be read" },
    load: () => import("./who.ts"),
  }),
  subcommand({
    name: "diff",
    summary: "What a change of the registry means: which rules become what, and who gains and loses what.",
    given: {
      registries: operandPair({
        placeholder: "OLD NEW",
        takes: "two registries, OLD and NEW",
        help: "files, or folders that have one; one of the two may be `-`, standard input",
      }),
      tree: option(text, {
        placeholder: "DIR",
        help: "ask about the files below it; else about those of the checkout you stand in; without one, about paths made from the patterns",
      }),
      files: option(text, {
        placeholder: "LIST",
        help: "ask about the paths that this file lists; `-`: standard input",
      }),
      repo: option(repositoryName, {
        placeholder: "OWNER/NAME",
        help: "the repository that the paths are in; else git's origin",
      }),
      base: option(text, { placeholder: "BRANCH", help: "the branch that is merged into; else main" }),
      extends: option(text, { placeholder: "FILE", help: "a copy of the registry that both extend" }),
      json,
    },
    either: ["tree", "files"],
    example: [
      "git show main:roles.yaml | rung diff - roles.yaml",
      "rung diff old.yaml new.yaml --tree ../kusion --json",
    ],
    exits: { 0: "they mean the same", 1: "they differ", 2: "used wrongly, or one cannot be read or is faulty" },
    load: () => import("./diff.ts"),
  }),
  subcommand({
    name: "publish",
    summary: "Print the lists that follow the registry, write them here, or check that they do.",
    given: {
      files: optionalOperands(text, {
        placeholder: "FILE",
        takes: "files of entries",
        help: "only what these entries of `publish` say, each by its `file`; else all",
      }),
      write: flag("write what differs, in this repository"),
      check: flag("write nothing, and show what differs"),
      repo: option(repositoryName, {
        placeholder: "OWNER/NAME",
        help: "the repository that the registry is of; else git's origin",
      }),
      extends: extended,
    },
    either: ["write", "check"],
    environment: "GHE_HOST and GHE_PROTOCOL, for the links in tables.",
    example: ["rung publish", "rung publish MAINTAINERS.md --write", "rung publish --check"],
    exits: {
      0: "printed, written, or nothing differs",
      1: "something differs or cannot be published, or the registry is faulty or cannot be read",
    },
    load: () => import("./publish.ts"),
  }),
  subcommand({
    name: "schema",
    summary: "Print the JSON Schema of roles.yaml, or of roles.test.yaml, for editors.",
    given: { tests: flag("that of roles.test.yaml") },
    example: ["rung schema > roles.schema.json"],
    exits: { 0: "printed" },
    load: () => import("./schema.ts"),
  }),
  subcommand({
    name: "test",
    summary: "Hold the examples of roles.test.yaml against the registry.",
    given: {
      files: optionalOperands(text, {
        placeholder: "FILE",
        takes: "files",
        help: "the examples, or folders that have them; else roles.test.yaml or .github/roles.test.yaml beside the registry",
      }),
      registry,
      extends: extended,
      json,
    },
    example: ["rung test", "rung test examples.yaml --registry draft.yaml"],
    exits: { 0: "everything is as expected", 1: "something is not, or could not be read" },
    load: () => import("./test.ts"),
  }),
  subcommand({
    name: "replay",
    summary: "What a registry would have made of pull requests merged in the past; writes nothing.",
    given: {
      repository: operand(repositoryName, repositoryOperand),
      since: neededOption(day, {
        placeholder: "DATE",
        help: "the first day, as YYYY-MM-DD",
        takes: "a day of the calendar as YYYY-MM-DD",
      }),
      until: option(day, {
        placeholder: "DATE",
        help: "the last day; else today",
        takes: "a day of the calendar as YYYY-MM-DD",
      }),
      registry,
      extends: extended,
      most: option(wholeNumber(1, 5_000), {
        placeholder: "N",
        help: "look at so many pull requests at most; else 300",
        takes: "a number from 1 to 5000",
      }),
      json,
    },
    environment: ACCESS,
    example: ["rung replay my-org/my-repo --since 2026-01-01 --registry draft.yaml"],
    exits: { 0: "replayed", 1: NO_ANSWER },
    load: () => import("./replay.ts"),
  }),
  subcommand({
    name: "version",
    summary: "Print which Rung this is; `rung --version` does the same.",
    given: {},
    example: ["rung --version"],
    exits: { 0: "printed" },
    load: () => import("./print-version.ts"),
  }),
  subcommand({
    name: "start",
    summary: "Run Rung: against GitHub with credentials, against its own sandbox without any.",
    given: {},
    environment: "all of docs/operations.md.",
    example: ["rung start"],
    exits: { 0: "ended by a signal", 1: "cannot start" },
    load: () => import("./start.ts"),
  }),
  subcommand({
    name: "setup",
    summary: "Register your own GitHub App through the browser, and store its credentials.",
    given: {
      "webhook-url": option(text, { placeholder: "URL", help: "where GitHub reaches Rung" }),
      organization: option(text, {
        placeholder: "ORG",
        help: "the organisation that the app is to belong to; else you",
      }),
      name: option(text, { placeholder: "NAME", help: "the app's name" }),
      port: option(wholeNumber(0, 65_535), {
        placeholder: "PORT",
        help: "where set-up listens on this machine; else any free port",
        takes: "0 (any free port) to 65535",
      }),
      access: flag("ask for members: write, too, so that people can be added to teams; see docs/access.md"),
    },
    environment: "GHE_HOST, GHE_PROTOCOL; CREDENTIALS_PATH, else DATA_DIR.",
    example: ["rung setup --organization my-org --webhook-url https://rung.example.org"],
    exits: { 0: "registered", 1: "there is an app already, or set-up cannot listen" },
    load: () => import("./setup.ts"),
  }),
  subcommand({
    name: "action",
    summary: "Handle the one event that a GitHub Actions workflow runs for; see docs/action.md.",
    given: {},
    environment: "what GitHub Actions and action.yml set.",
    example: ["rung action"],
    exits: { 0: "handled, or nothing to do", 1: "not handled, with the reason at the run" },
    load: () => import("./action.ts"),
  }),
  subcommand({
    name: "doctor",
    summary: "What is wrong with an installation, from credentials to branches, and what to do; writes nothing.",
    given: {
      repository: optionalOperand(repositoryName, {
        ...repositoryOperand,
        help: "look at this repository's rules, labels and people too; else only at the installation",
      }),
      json,
    },
    environment: "all that the bot reads.",
    example: ["rung doctor my-org/my-repo"],
    exits: { 0: "nothing to mend", 1: "something is to be mended" },
    load: () => import("./doctor.ts"),
  }),
  subcommand({
    name: "candidates",
    summary: "Who now meets what machines count for a role; asks GitHub, writes nothing.",
    given: {
      role: operand(text, { placeholder: "ROLE", takes: "one role", help: "the role that people would rise to" }),
      owner: neededOption(text, { placeholder: "OWNER", help: "whose repositories are counted" }),
      area: option(text, { placeholder: "AREA", help: "the area in which the role would be held" }),
      registry,
      extends: extended,
      json,
    },
    environment: "GITHUB_TOKEN; GHE_HOST and GHE_PROTOCOL.",
    example: ["rung candidates approvers --owner my-org --area docs"],
    exits: { 0: "answered", 1: NO_ANSWER },
    load: () => import("./candidates.ts"),
  }),
  subcommand({
    name: "audit",
    summary: "What Rung decided and did, newest first: who caused it, and why.",
    given: {
      repo: option(repositoryName, { placeholder: "OWNER/NAME", help: "of this repository alone" }),
      number: option(wholeNumber(1, 2_147_483_647), {
        placeholder: "N",
        help: "of this issue or pull request alone",
        takes: "the number of an issue or pull request",
      }),
      since: option(since, {
        placeholder: "2h|DATE",
        help: "what happened since then",
        takes: "a span such as 2h or 7d, or a date such as 2026-11-24",
      }),
      limit: option(wholeNumber(1, 10_000), {
        placeholder: "N",
        help: "so many entries at most; else 50",
        takes: "a number from 1 to 10000",
      }),
      json,
    },
    environment: ITS_DATABASE,
    example: ["rung audit --repo my-org/my-repo --number 12"],
    exits: { 0: "answered, though perhaps with nothing", 1: "the database cannot be read" },
    load: () => import("./audit.ts"),
  }),
  subcommand({
    name: "parked",
    summary: "What failed for good: the error, the subject, since when; put back with --retry or --all.",
    given: {
      retry: repeatedOption(text, { placeholder: "ID", help: "try this delivery again; may be given several times" }),
      all: flag("try all of them again"),
      json,
    },
    either: ["retry", "all"],
    environment: ITS_DATABASE,
    example: ["rung parked", "rung parked --retry 7f8e9d10-0000-11ef-8000-000000000000"],
    exits: { 0: "answered", 1: "the database cannot be had, or an id is not parked" },
    load: () => import("./parked.ts"),
  }),
  subcommand({
    name: "move-data",
    summary: "Take everything from the embedded database to an empty PostgreSQL database; Rung is stopped for it.",
    given: {},
    environment: "DATA_DIR, from where; DATABASE_URL (and DATABASE_PASSWORD_PATH), to where.",
    example: ["DATA_DIR=/var/lib/rung DATABASE_URL=postgres://rung@localhost/rung rung move-data"],
    exits: { 0: "moved", 1: "nothing was moved, with the reason" },
    load: () => import("./move-data.ts"),
  }),
  subcommand({
    name: "import",
    summary: "Write roles.yaml from OWNERS, CODEOWNERS or Markdown lists, and prove that it says the same.",
    given: {
      directory: operand(text, {
        placeholder: "DIR",
        takes: "one directory",
        help: "a checked-out tree, whose files say who approves what",
      }),
      repo: option(repositoryName, {
        placeholder: "OWNER/NAME",
        help: "the repository that the areas are of, for a registry that serves several",
      }),
      output: newFile,
      from: option(z.enum(SOURCES), {
        placeholder: SOURCES.join("|"),
        help: "read these alone; else the first that are there",
        takes: `one of ${SOURCES.join(", ")}`,
      }),
      "front-matter": flag("Markdown files may name people in their front matter"),
      json,
    },
    example: ["rung import . --output roles.yaml"],
    exits: { 0: "written, and every difference has its reason", 1: "nothing to move in from, or it cannot be proved" },
    load: () => import("./import.ts"),
  }),
  subcommand({
    name: "init",
    summary: "Write a first roles.yaml from a repository's collaborators and history, for you to finish.",
    given: { repository: operand(repositoryName, repositoryOperand), output: newFile },
    environment: ACCESS,
    example: ["rung init my-org/my-repo --output roles.yaml"],
    exits: { 0: "written", 1: NO_ANSWER },
    load: () => import("./init.ts"),
  }),
  subcommand({
    name: "explain",
    summary: "What Rung makes of a real pull request, and what it would write; writes nothing.",
    given: {
      pull: operand(pullRequestName, {
        placeholder: "OWNER/REPO#NUMBER",
        takes: "one pull request, as OWNER/REPO#NUMBER",
        help: "the pull request, or its address",
      }),
      json,
    },
    environment: `${ACCESS} With WEBHOOK_SECRET it reads what the bot remembers in its status comment; REGISTRY_REPO.`,
    example: ["rung explain my-org/my-repo#12"],
    exits: { 0: "explained", 1: NO_ANSWER },
    load: () => import("./explain.ts"),
  }),
  subcommand({
    name: "report",
    summary: "The bot's page as a site of files, from its database; public repositories alone unless told otherwise.",
    given: {
      output: option(text, { placeholder: "DIR", help: "the folder to write; else report" }),
      "with-private": flag("private repositories too"),
    },
    environment: `${ITS_DATABASE} GHE_HOST and GHE_PROTOCOL say where links lead.`,
    example: ["rung report --output public"],
    exits: { 0: "written", 1: "the database cannot be had, or a file cannot be written" },
    load: () => import("./report.ts"),
  }),
];
