/** Subcommands about a roles.yaml at hand: a new one is its action's file and an entry here. */

import { z } from "zod";
import { flag, operand, operandPair, option, optionalOperand, optionalOperands, repositoryName } from "../arguments.ts";
import { IMPORTED } from "../import/policies/policy-types.ts";
import { type Subcommand, subcommand } from "../subcommand.ts";
import { extended, json, newFile, registry, text } from "./common.ts";

export const REGISTRY_COMMANDS: readonly Subcommand[] = [
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
    environment: "REGISTRY_REPO.",
    example: ["rung check", "git show HEAD:roles.yaml | rung check - --repo my-org/my-repo"],
    exits: { 0: "no faults, though perhaps warnings", 1: "faults, or the file cannot be read" },
    load: () => import("../check.ts"),
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
    load: () => import("../who.ts"),
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
    environment: "REGISTRY_REPO.",
    example: [
      "git show main:roles.yaml | rung diff - roles.yaml",
      "rung diff old.yaml new.yaml --tree ../kusion --json",
    ],
    exits: { 0: "they mean the same", 1: "they differ", 2: "used wrongly, or one cannot be read or is faulty" },
    load: () => import("../diff.ts"),
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
    load: () => import("../publish.ts"),
  }),
  subcommand({
    name: "schema",
    summary: "Print the JSON Schema of roles.yaml, or of roles.test.yaml, for editors.",
    given: { tests: flag("that of roles.test.yaml") },
    example: ["rung schema > roles.schema.json"],
    exits: { 0: "printed" },
    load: () => import("../schema.ts"),
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
    load: () => import("../test.ts"),
  }),
  subcommand({
    name: "import",
    summary:
      "Write roles.yaml from OWNERS, CODEOWNERS, Markdown lists, or policy-bot's or Mergify's rules, and prove it.",
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
      from: option(z.enum(IMPORTED), {
        placeholder: IMPORTED.join("|"),
        help: "read these alone; else the first that governs the tree",
        takes: `one of ${IMPORTED.join(", ")}`,
      }),
      "front-matter": flag("Markdown files may name people in their front matter"),
      json,
    },
    example: ["rung import . --output roles.yaml"],
    exits: { 0: "written, and every difference has its reason", 1: "nothing to move in from, or it cannot be proved" },
    load: () => import("../import.ts"),
  }),
];
