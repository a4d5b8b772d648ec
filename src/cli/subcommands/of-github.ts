/** Subcommands that ask GitHub: a new one is its action's file and an entry here. */

import {
  daysOrMore,
  flag,
  operand,
  option,
  optionalOperand,
  ownerName,
  pullRequestName,
  repositoryName,
  wholeNumber,
} from "../arguments.ts";
import { type Subcommand, subcommand } from "../subcommand.ts";
import {
  extended,
  json,
  NO_ANSWER,
  neededDay,
  neededOwner,
  newFile,
  onDay,
  registry,
  repositoryOperand,
  SIGNED_IN,
  text,
} from "./common.ts";

export const GITHUB_COMMANDS: readonly Subcommand[] = [
  subcommand({
    name: "replay",
    summary: "What a registry would have made of pull requests merged in the past; writes nothing.",
    given: {
      repository: operand(repositoryName, repositoryOperand),
      since: neededDay("the first day, as YYYY-MM-DD"),
      until: onDay("the last day; else today"),
      registry,
      extends: extended,
      most: option(wholeNumber(1, 5_000), {
        placeholder: "N",
        help: "look at so many pull requests at most; else 300",
        takes: "a number from 1 to 5000",
      }),
      json,
    },
    environment: SIGNED_IN,
    example: ["rung replay my-org/my-repo --since 2026-01-01 --registry draft.yaml"],
    exits: { 0: "replayed", 1: NO_ANSWER },
    load: () => import("../replay.ts"),
  }),
  subcommand({
    name: "candidates",
    summary: "Who now meets what machines count for a role; asks GitHub, writes nothing.",
    given: {
      role: optionalOperand(text, {
        placeholder: "ROLE",
        takes: "one role",
        help: "the role that people would rise to",
      }),
      all: flag("everybody's own next role, with the words that nominate"),
      since: onDay("who had pull requests merged since that day; else those merged last"),
      owner: neededOwner("whose repositories are counted"),
      area: option(text, { placeholder: "AREA", help: "the area in which the role would be held" }),
      registry,
      extends: extended,
      json,
    },
    environment: "GITHUB_TOKEN; GHE_HOST and GHE_PROTOCOL.",
    example: [
      "rung candidates approvers --owner my-org --area docs",
      "rung candidates --all --owner my-org --since 2026-10-01",
    ],
    exits: { 0: "answered", 1: NO_ANSWER },
    load: () => import("../candidates.ts"),
  }),
  subcommand({
    name: "seen",
    summary: "When each holder of a role was last seen on GitHub, and what that comes to; writes nothing.",
    given: {
      role: optionalOperand(text, { placeholder: "ROLE", takes: "one role", help: "the role; else each" }),
      owner: neededOwner("whose repositories are looked at"),
      for: option(daysOrMore, {
        placeholder: "TIME",
        help: "not seen for so long; else what the registry says of the role, or 12mo",
        takes: "a duration of a day or more, as in 12mo (m is minutes)",
      }),
      "as-of": onDay("as it was, or will be if nothing happens, at the end of that day; else now"),
      registry,
      extends: extended,
      json,
    },
    environment: "GITHUB_TOKEN; GHE_HOST and GHE_PROTOCOL.",
    example: ["rung seen --owner my-org", "rung seen approvers --owner my-org --for 6mo"],
    exits: { 0: "answered", 1: "something could not be read; the rest is told" },
    load: () => import("../seen.ts"),
  }),
  subcommand({
    name: "access",
    summary: "What GitHub gives that the registry does not say, and the other way round; writes nothing.",
    given: {
      owner: operand(ownerName, {
        placeholder: "OWNER",
        takes: "one organisation",
        help: "the organisation on GitHub",
      }),
      registry: option(text, {
        placeholder: "FILE",
        help: "the registry; else the file at hand, where it is the organisation's, else what lies in its registry repository",
      }),
      dump: flag("print the teams as they are instead, as lists of people for a registry"),
      json,
    },
    either: ["dump", "json"],
    environment: "GITHUB_TOKEN, of an owner for all to be seen; GHE_HOST and GHE_PROTOCOL; REGISTRY_REPO.",
    example: ["rung access my-org", "rung access my-org --dump > teams.yaml"],
    exits: {
      0: "nothing differs, or the teams were printed",
      1: "not everything could be read",
      2: "something differs, or used wrongly",
    },
    load: () => import("../access.ts"),
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
    environment: `${SIGNED_IN} With WEBHOOK_SECRET it reads what the bot remembers in its status comment; REGISTRY_REPO.`,
    example: ["rung explain my-org/my-repo#12"],
    exits: { 0: "explained", 1: NO_ANSWER },
    load: () => import("../explain.ts"),
  }),
  subcommand({
    name: "init",
    summary: "Write a first roles.yaml from a repository's collaborators and history, for you to finish.",
    given: { repository: operand(repositoryName, repositoryOperand), output: newFile },
    environment: SIGNED_IN,
    example: ["rung init my-org/my-repo --output roles.yaml"],
    exits: { 0: "written", 1: NO_ANSWER },
    load: () => import("../init.ts"),
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
    load: () => import("../doctor.ts"),
  }),
];
