/** The command line as a function: finds the subcommand and runs it. */
import { nearest } from "../shared/nearest.ts";
import * as check from "./check.ts";
import type { CliCommand, Io } from "./command.ts";
import * as schema from "./schema.ts";
import * as test from "./test.ts";
import * as who from "./who.ts";

/** Runs the bot in this process; resolves once webhooks are stored. The entry hands it over, since what runs the bot stands above. */
export type StartBot = () => Promise<void>;

/** One line each. Those that need more of the machine are loaded when they are called. */
const commandsWith = (startBot: StartBot): Readonly<Record<string, CliCommand>> => ({
  check,
  who,
  schema,
  test,
  replay: {
    usage: "replay OWNER/REPO --since DATE [--until DATE] [--registry FILE] [--extends FILE] [--most N] [--json]",
    summary: "What a registry would have made of pull requests merged in the past; writes nothing.",
    run: async (args, io) => (await import("./replay.ts")).run(args, io),
  },
  start: {
    usage: "start",
    summary: "Run Rung: against GitHub with credentials, against its own sandbox without any.",
    run: async () => {
      await startBot();
      return 0;
    },
  },
  setup: {
    usage: "setup [--webhook-url URL] [--organization ORG] [--name NAME] [--port PORT]",
    summary: "Register your own GitHub App through the browser, and store its credentials.",
    run: async (args, io) => (await import("./setup.ts")).run(args, io),
  },
  action: {
    usage: "action",
    summary: "Handle the one event that a GitHub Actions workflow runs for; see docs/action.md.",
    run: async (args, io) => (await import("./action.ts")).run(args, io),
  },
  doctor: {
    usage: "doctor [OWNER/REPO] [--json]",
    summary: "What is wrong with an installation, from credentials to branches, and what to do; writes nothing.",
    run: async (args, io) => (await import("./doctor.ts")).run(args, io),
  },
  candidates: {
    usage: "candidates ROLE --owner OWNER [--area AREA] [--registry FILE] [--json]",
    summary: "Who now meets what machines count for a role; asks GitHub, writes nothing.",
    run: async (args, io) => (await import("./candidates.ts")).run(args, io),
  },
  audit: {
    usage: "audit [--repo OWNER/NAME] [--number N] [--since 2h|DATE] [--limit N] [--json]",
    summary: "What Rung decided and did, newest first: who caused it, and why.",
    run: async (args, io) => (await import("./audit.ts")).run(args, io),
  },
  parked: {
    usage: "parked [--retry ID | --all] [--json]",
    summary: "What failed for good: the error, the subject, since when; put back with --retry or --all.",
    run: async (args, io) => (await import("./parked.ts")).run(args, io),
  },
  import: {
    usage:
      "import DIR [--repo OWNER/NAME] [--output FILE] [--from owners|codeowners|markdown] [--front-matter] [--json]",
    summary: "Write roles.yaml from OWNERS, CODEOWNERS or Markdown lists, and prove that it says the same.",
    run: async (args, io) => (await import("./import.ts")).run(args, io),
  },
  init: {
    usage: "init OWNER/REPO [--output FILE]",
    summary: "Write a first roles.yaml from a repository's collaborators and history, for you to finish.",
    run: async (args, io) => (await import("./init.ts")).run(args, io),
  },
  explain: {
    usage: "explain OWNER/REPO#NUMBER [--json]",
    summary: "What Rung makes of a real pull request, and what it would write; writes nothing.",
    run: async (args, io) => (await import("./explain.ts")).run(args, io),
  },
  report: {
    usage: "report [--output DIR] [--with-private]",
    summary: "The bot's page as a site of files, from its database; public repositories alone unless told otherwise.",
    run: async (args, io) => (await import("./report.ts")).run(args, io),
  },
});

/** Runs `rung` with the arguments after its name; resolves to the exit code (2: used wrongly). */
export async function rung(args: readonly string[], io: Io, startBot: StartBot): Promise<number> {
  const commands = commandsWith(startBot);
  const [name, ...rest] = args;
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    const say = name === undefined ? io.err : io.out;
    say(helpText(commands));
    return name === undefined ? 2 : 0;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) {
    const meant = nearest(name, Object.keys(commands));
    const hint = meant === null ? "`rung --help` lists what there is" : `did you mean \`rung ${meant}\`?`;
    io.err(`rung has no command ${JSON.stringify(name)}; ${hint}`);
    return 2;
  }
  if (rest.includes("--help") || rest.includes("-h")) {
    io.out(`${command.summary}\nUsage: rung ${command.usage}`);
    return 0;
  }
  return command.run(rest, io);
}

function helpText(commands: Readonly<Record<string, CliCommand>>): string {
  const width = Math.max(...Object.values(commands).map(({ usage }) => usage.length));
  const lines = Object.values(commands).map(({ usage, summary }) => `  rung ${usage.padEnd(width)}  ${summary}`);
  return ["Rung makes a community's contributor ladder work.", "", ...lines].join("\n");
}
