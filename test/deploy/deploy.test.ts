/** What people install is complete: the packed tarball runs, and the files for containers and services name what exists. */

import { execFileSync, spawn, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { VARIABLE_NAMES } from "../../src/environment/variables.ts";
import { noBot } from "../cli/no-bot.ts";
import { aPrivateKey } from "../support/a-key.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const read = (path: string) => readFileSync(join(root, path), "utf8");
/** The same modules are loaded by a dozen programs here. */
const compileCache = { NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE };
/** Variables that the program reads. */
const known = new Set(VARIABLE_NAMES);

describe("the packed tarball, as npm installs it", () => {
  let folder = "";
  let packedPaths: readonly string[] = [];
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "rung-packed-"));
    const printed = execFileSync("npm", ["pack", "--json", "--pack-destination", folder], {
      cwd: root,
      encoding: "utf8",
    });
    const told = z
      .array(z.object({ filename: z.string(), files: z.array(z.object({ path: z.string() })) }))
      .parse(JSON.parse(lastJson(printed)));
    packedPaths = told.flatMap(({ files }) => files.map(({ path }) => path));
    execFileSync("tar", ["xzf", join(folder, told[0]?.filename ?? ""), "-C", folder]);
    // Only what the package says it needs: what is missing there is missing here.
    const { dependencies } = z
      .object({ dependencies: z.record(z.string(), z.string()) })
      .parse(JSON.parse(read("package.json")));
    for (const name of Object.keys(dependencies)) {
      const place = join(folder, "package", "node_modules", name);
      mkdirSync(dirname(place), { recursive: true });
      symlinkSync(join(root, "node_modules", name), place);
    }
    mkdirSync(join(folder, "empty"));
    // The link that npm makes for a command.
    symlinkSync(join(folder, "package", "scripts", "rung.mjs"), join(folder, "rung"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const packed = (...args: string[]) => packedIn("empty", ...args);

  function packedIn(place: string, ...args: string[]) {
    const env = { ...compileCache, PATH: process.env.PATH ?? "", HOME: folder };
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, "rung"), ...args], {
      cwd: join(folder, place),
      env,
      encoding: "utf8",
    });
    return { status, stdout, stderr };
  }

  it("in an empty folder: help, a check without a file, the schema, and the doctor with nothing set up", () => {
    expect(packed("--help")).toMatchObject({ status: 0, stdout: expect.stringMatching(/rung doctor .*rung setup /s) });
    expect(packed("check")).toMatchObject({ status: 1, stderr: "cannot read roles.yaml: there is no such file\n" });
    expect(packed("schema").status).toBe(0);
    expect(packed("doctor")).toMatchObject({ status: 1, stdout: expect.stringContaining("Run `rung setup`") });
    expect(packed("action")).toMatchObject({
      status: 1,
      stdout: expect.stringContaining("::error title=Rung::There is no token"),
    });
  });

  it("beside a registry: its version, a check, who may approve, and what a change means", () => {
    const registry = "maintainers: [ann, ben]\napprovers: [cho]\n";
    const write = (name: string, text: string) => writeFileSync(join(folder, "beside", name), text);
    mkdirSync(join(folder, "beside"));
    write("roles.yaml", registry);
    write("next.yaml", registry.replace("cho", "dee"));
    const { version } = z.object({ version: z.string() }).parse(JSON.parse(read("package.json")));
    const here = (...args: string[]) => packedIn("beside", ...args);
    expect(here("--version")).toEqual({ status: 0, stdout: `${version}\n`, stderr: "" });
    expect(here("check")).toEqual({ status: 0, stdout: "roles.yaml: no faults\n", stderr: "" });
    expect(here("who", "src/main.go")).toMatchObject({ status: 0, stdout: expect.stringMatching(/1 approval.*cho/s) });
    expect(here("diff", "roles.yaml", "next.yaml")).toMatchObject({ status: 1, stdout: expect.stringMatching(/dee/) });
  });

  it("the documents' systemd commands put it where the unit starts it, and the doctor finds there what the service has", async () => {
    const etc = join(folder, "etc");
    for (const path of ["package/data", "etc/systemd/system", "var/lib/rung"])
      mkdirSync(join(folder, path), { recursive: true });
    cpSync(join(root, "deploy"), join(folder, "package/deploy"), { recursive: true });
    const app = { github: "http://127.0.0.1:1", app_id: 1, slug: "rung", client_id: "i", client_secret: "s" };
    const keys = { webhook_secret: "a long random text of ours", private_key: aPrivateKey };
    writeFileSync(join(folder, "package/data/credentials.json"), JSON.stringify(Object.assign(app, keys)));
    // Where Node really is there may be spaces, which neither a shell nor a unit takes as they are.
    symlinkSync(process.execPath, join(folder, "node"));
    /** The same below the folder, as this user. */
    const here = (text: string) =>
      text
        .replaceAll(/(?<![\w.])\/(?=opt\/|etc\/|var\/lib\/)/g, `${folder}/`)
        .replaceAll("/usr/bin/node", join(folder, "node"))
        .replaceAll("%d", join(etc, "rung"));
    const blocks = [...read("docs/getting-started.md").matchAll(/^```sh\n(.*?)^```/gms)].map(([, text = ""]) => text);
    const install = blocks.find((text) => text.includes("deploy/rung.service")) ?? "";
    // What the tarball is made of was built and needs nothing else; there is no systemd here.
    const steps = here(install)
      .replaceAll(/^(?:npm|sudo systemctl) .*$/gm, "")
      .replaceAll(/^sudo /gm, "");
    execFileSync("sh", ["-euc", steps], { cwd: join(folder, "package") });
    const env = { ...compileCache, PATH: process.env.PATH ?? "" };
    const doctor = blocks.flatMap((text) => text.split("\n")).find((line) => line.startsWith("sudo env ")) ?? "";
    const asked = spawnSync("sh", ["-c", here(doctor).replace("sudo ", "")], { cwd: "/", env, encoding: "utf8" });
    expect(asked.stdout).toContain(`ok    ${folder}/var/lib/rung: `);
    expect(asked.stdout).toContain(`ok    ${folder}/etc/rung/credentials.json: `);
    expect(asked.stderr).toBe("");

    const unit = here(readFileSync(join(etc, "systemd/system/rung.service"), "utf8"));
    const settings = [...unit.matchAll(/^Environment=(.*)$/gm)].flatMap(([, line = ""]) => line.split(" "));
    const started = Object.fromEntries(settings.map((pair) => pair.split(/=(.*)/, 2)));
    const [program = "", ...args] = /^ExecStart=(.*)$/m.exec(unit)?.[1]?.split(" ") ?? [];
    const service = spawn(program, args, {
      cwd: "/",
      env: Object.assign(started, compileCache, { PORT: "0", LOG_LEVEL: "silent" }),
      stdio: ["ignore", "pipe", "inherit"],
    });
    const ended = new Promise((resolve) => service.once("exit", resolve));
    const first = new Promise((resolve) => createInterface({ input: service.stdout }).once("line", resolve));
    expect(await Promise.race([first, ended])).toMatch(/^Rung listens at /);
    service.kill("SIGTERM");
    expect(await ended).toBe(0);
    expect(existsSync(join(folder, "var/lib/rung/pgdata"))).toBe(true);
  });

  it("holds what runs, and no tests, secrets or data", () => {
    const listed = execFileSync("find", [join(folder, "package"), "-type", "f", "-not", "-path", "*/node_modules/*"], {
      encoding: "utf8",
    });
    for (const path of [
      "dist/main.js",
      "scripts/start.mjs",
      "dist/sandbox/page/page.css",
      "app.yml",
      "roles.yaml",
      "LICENSE",
    ])
      expect(listed).toContain(`/package/${path}`);
    expect(listed).not.toMatch(/\.test\.|\/data\/|\.pem|credentials\.json/);
    // What a file is for must be said in package.json before it is handed out.
    const others = packedPaths.filter(
      (path) =>
        !/^(?:dist\/|scripts\/(?:rung|start|compiled|node-version)\.mjs$|(?:app\.yml|roles\.yaml|package\.json|LICENSE|README\.md)$)/.test(
          path,
        ),
    );
    expect(others).toEqual([]);
  });
});

/** npm's scripts may talk before it prints its JSON. */
function lastJson(text: string): string {
  return text.slice(text.lastIndexOf("\n[\n") + 1);
}

describe("compose.yaml", () => {
  const service = z.object({
    environment: z.record(z.string(), z.string()),
    secrets: z.array(z.string()),
    healthcheck: z.object({ test: z.array(z.string()) }),
  });
  const compose = z
    .object({ services: z.record(z.string(), service), secrets: z.record(z.string(), z.object({ file: z.string() })) })
    .parse(parse(read("compose.yaml")));

  it("sets only variables that Rung reads, takes every secret from a file, and asks every service for its health", () => {
    for (const name of Object.keys(compose.services.rung?.environment ?? {})) expect(known).toContain(name);
    for (const { environment, secrets } of Object.values(compose.services)) {
      for (const name of secrets) expect(Object.keys(compose.secrets)).toContain(name);
      for (const [name, value] of Object.entries(environment)) {
        if (!/PATH|FILE/.test(name)) expect(value, name).not.toMatch(/:[^/@]+@/);
        else expect(secrets.map((secret) => `/run/secrets/${secret}`)).toContain(value);
      }
    }
  });

  it("reads secrets from a folder that is never committed", () => {
    for (const { file } of Object.values(compose.secrets)) expect(file).toMatch(/^\.\/secrets\//);
    expect(read(".gitignore")).toMatch(/^secrets\/$/m);
  });
});

describe("deploy/rung.service", () => {
  const unit = read("deploy/rung.service");

  it("sets only variables that Rung reads, starts what the build makes, and waits longer than Rung drains", () => {
    const set = [...unit.matchAll(/^Environment=(.*)$/gm)].flatMap(([, line = ""]) =>
      line.split(" ").map((pair) => pair.split("=")[0] ?? ""),
    );
    expect(set).toContain("CREDENTIALS_PATH");
    // Those that are read before Rung begins.
    for (const name of set) expect([...known, "NODE_COMPILE_CACHE", "MALLOC_ARENA_MAX"]).toContain(name);
    expect(unit).toContain("/opt/rung/dist/main.js");
    expect(existsSync(join(root, "src/main.ts"))).toBe(true);
    expect(Number(/TimeoutStopSec=(\d+)/.exec(unit)?.[1])).toBeGreaterThan(25);
    // A compiler at run time needs what this forbids.
    expect(unit).not.toMatch(/^MemoryDenyWriteExecute=yes/m);
  });
});

describe("the documents of installation", () => {
  const pages = ["docs/getting-started.md", "docs/upgrading.md", "docs/action.md", "docs/registry.md"];
  const scripts = z
    .object({ scripts: z.record(z.string(), z.string()) })
    .parse(JSON.parse(read("package.json"))).scripts;
  const commands = pages.flatMap((page) =>
    [...read(page).matchAll(/^ *```sh\n(.*?)^ *```/gms)].flatMap(([, block = ""]) =>
      block
        .trim()
        .split("\n")
        .map((line) => line.trim()),
    ),
  );

  it("every command is one there is: npm's scripts, rung's commands, files that lie here", async () => {
    const { rung } = await import("../../src/cli/rung.ts");
    expect(commands.length).toBeGreaterThan(10);
    for (const command of commands) {
      const [, script] = /^npm (?:run )?(start|build|rung)\b/.exec(command) ?? [];
      if (script !== undefined) expect(Object.keys(scripts), command).toContain(script);
      const [, name = "", rest = ""] = /^(?:npm run rung --|rung) (\w+)(.*)$/.exec(command) ?? [];
      if (name !== "") {
        const help: string[] = [];
        const io = { out: (text: string) => help.push(text), err: () => {}, readFile: () => "", cwd: "/" };
        expect(await rung([name, "--help"], io, noBot), command).toBe(0);
        for (const [flag] of rest.matchAll(/--[\w-]+/g)) expect(help.join(), command).toContain(flag);
      }
      for (const [, name = ""] of command.matchAll(/\b([A-Z_]{3,})=/g)) expect(known, command).toContain(name);
      for (const [file] of command.matchAll(/deploy\/\S+|\bapp\.yml|\broles\.yaml/g))
        expect(existsSync(join(root, file)), command).toBe(true);
      expect(command).toMatch(
        /^(?:[A-Z_]+=\S+ )*(npm |rung |mkdir |mv |rm |openssl |docker (compose|build|run|buildx imagetools inspect) |gh attestation verify |sudo (chmod|chown|cp|env|install|mkdir|rm|systemctl|touch) )/,
      );
    }
  });

  it("none runs what npm has under the name, and the packed file is named as it is", () => {
    const { name, version } = z
      .object({ name: z.string(), version: z.string(), private: z.literal(true) })
      .parse(JSON.parse(read("package.json")));
    expect(commands.filter((command) => /\bnpx\b|npm (i|install|exec)\b.* rung\b/.test(command))).toEqual([]);
    expect(commands).toContain(`npm install --global ./${name}-${version}.tgz`);
    for (const page of readdirSync(join(root, "docs")).filter((file) => file.endsWith(".md")))
      expect(read(`docs/${page}`).replace("so `npx rung` would run a stranger's program", ""), page).not.toMatch(
        /npx rung/,
      );
  });

  it("every link leads to a file", () => {
    for (const page of pages)
      for (const [, target = ""] of read(page).matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g))
        expect(existsSync(join(root, "docs", target)), target).toBe(true);
  });

  it("the workflows are YAML that runs the Action, with inputs it has", () => {
    const action = z.object({ inputs: z.record(z.string(), z.unknown()) }).parse(parse(read("action.yml")));
    const blocks = [...read("docs/action.md").matchAll(/```yaml\n(.*?)```/gs)].map(([, text = ""]) =>
      z.record(z.string(), z.unknown()).parse(parse(text)),
    );
    expect(blocks.map(({ name }) => name)).toEqual(["rung", "rung review"]);
    const steps = z.object({
      jobs: z.object({
        rung: z.object({ steps: z.array(z.object({ uses: z.string(), with: z.record(z.string(), z.string()) })) }),
      }),
    });
    for (const step of steps.parse(blocks[0]).jobs.rung.steps)
      for (const input of Object.keys(step.with)) expect(Object.keys(action.inputs)).toContain(input);
  });
});
