/** A program by its command line, with a port of its own to listen at; it and whatever it starts end together. */

import { type ChildProcess, spawn } from "node:child_process";
import { connect } from "node:net";
import { freePort } from "../support/a-postgres.ts";
import { inherited, type Process, until } from "./processes.ts";

export interface Command extends Process {
  readonly port: number;
  /** From its start until it took connections. */
  readonly readyMs: number;
}

/** How long it may take to listen, and then to end. */
const READY_MS = 120_000;
const ENDING_MS = 30_000;

/** PORT is set for it. Rejects, with its last words, where it ends or never listens. */
export async function startCommand(command: string, env: Readonly<Record<string, string>>): Promise<Command> {
  const port = await freePort();
  const started = performance.now();
  const child = spawn("sh", ["-c", command], {
    env: { ...inherited(), ...env, PORT: String(port) },
    stdio: ["ignore", "pipe", "pipe"],
    // A group of its own, so that all of it can be ended.
    detached: true,
  });
  let words = "";
  const heard = (chunk: Buffer) => {
    words = `${words}${chunk.toString()}`.slice(-2_000);
  };
  child.stdout.on("data", heard);
  child.stderr.on("data", heard);
  const lastResort = () => signalled(child, "SIGKILL");
  process.once("exit", lastResort);
  const stop = async () => {
    process.off("exit", lastResort);
    await ended(child);
  };
  const isListening = async () => {
    if (child.exitCode !== null) throw new Error(`\`${command}\` ended with ${child.exitCode}: ${words.trim()}`);
    return await answers(port);
  };
  try {
    await until(`\`${command}\` to listen at PORT`, isListening, { within: READY_MS, every: 10 });
  } catch (error) {
    await stop();
    throw error;
  }
  return { pid: child.pid ?? 0, said: String(port), port, readyMs: performance.now() - started, stop };
}

/** A connection from a port to itself is none: the system may pick the very port that nobody listens at yet for its own end. */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => {
      const isItself = socket.localPort === port;
      socket.destroy();
      resolve(!isItself);
    });
    socket.once("error", () => resolve(false));
  });
}

/** The shell may be gone before what it started. */
function signalled(child: ChildProcess, signal: NodeJS.Signals): boolean {
  try {
    process.kill(-(child.pid ?? 0), signal);
    return true;
  } catch {
    return false;
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.pid === undefined) return;
  const end = performance.now() + ENDING_MS;
  const isGone = async () => {
    if (performance.now() > end) signalled(child, "SIGKILL");
    return !signalled(child, "SIGTERM");
  };
  await until("a gate's processes to end", isGone, { within: 2 * ENDING_MS, every: 100 });
}
