/** Subcommands that run the bot, or are about its data: a new one is its action's file and an entry here. */

import { flag, option, repeatedOption, repositoryName, since, wholeNumber } from "../arguments.ts";
import { type Subcommand, subcommand } from "../subcommand.ts";
import { ITS_DATABASE, json, text } from "./common.ts";

const ofRepository = option(repositoryName, { placeholder: "OWNER/NAME", help: "of this repository alone" });

export const BOT_COMMANDS: readonly Subcommand[] = [
  subcommand({
    name: "version",
    summary: "Print which Rung this is; `rung --version` does the same.",
    given: {},
    example: ["rung --version"],
    exits: { 0: "printed" },
    load: () => import("../print-version.ts"),
  }),
  subcommand({
    name: "start",
    summary: "Run Rung: against GitHub with credentials, against its own sandbox without any.",
    given: {},
    environment: "all of docs/operations.md.",
    example: ["rung start"],
    exits: { 0: "ended by a signal", 1: "cannot start" },
    load: () => import("../start.ts"),
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
    load: () => import("../setup.ts"),
  }),
  subcommand({
    name: "action",
    summary: "Handle the one event that a GitHub Actions workflow runs for; see docs/action.md.",
    given: {},
    environment: "what GitHub Actions and action.yml set.",
    example: ["rung action"],
    exits: { 0: "handled, or nothing to do", 1: "not handled, with the reason at the run" },
    commandsRunner: true,
    load: () => import("../action.ts"),
  }),
  subcommand({
    name: "audit",
    summary: "What Rung decided and did, newest first: who caused it, and why.",
    given: {
      repo: ofRepository,
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
    load: () => import("../audit.ts"),
  }),
  subcommand({
    name: "decisions",
    summary:
      "What the communities decide and have decided: the text, how it stands or ended, the votes; open ones first.",
    given: {
      repo: ofRepository,
      json,
    },
    environment: ITS_DATABASE,
    example: ["rung decisions", "rung decisions --repo my-org/my-repo --json"],
    exits: { 0: "answered, though perhaps with nothing", 1: "the database cannot be read" },
    load: () => import("../decisions.ts"),
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
    load: () => import("../parked.ts"),
  }),
  subcommand({
    name: "move-data",
    summary: "Take everything from the embedded database to an empty PostgreSQL database; Rung is stopped for it.",
    given: {},
    environment: "DATA_DIR, from where; DATABASE_URL (and DATABASE_PASSWORD_PATH), to where.",
    example: ["DATA_DIR=/var/lib/rung DATABASE_URL=postgres://rung@localhost/rung rung move-data"],
    exits: { 0: "moved", 1: "nothing was moved, with the reason" },
    load: () => import("../move-data.ts"),
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
    load: () => import("../report.ts"),
  }),
];
