/**
 * Puts src/ and the packages it uses together in few files: a module of its own costs a start its time, and memory that stays. Lines and
 * names are kept, so that what is logged of an error can be read. What is loaded by its place stays outside: the embedded database's
 * WebAssembly, the pages' files.
 */

import "./node-version.mjs";
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../", import.meta.url));
const src = join(root, "src");

/** What is started, or asked for by its name. */
const ENTRIES = [
  "main",
  "run",
  "cli/main",
  "database/initial-files",
  "database/run-initdb",
  "github/read/parse-worker",
];
/** Not of JavaScript alone, or not installed: `pg` looks whether it is there. */
const OUTSIDE = [/^@electric-sql\/pglite/, "pg-native"];
const PAGES = ["sandbox/page", "server/page"];
/** Of pg-boss's schedules, which Rung switches off (src/queue/boss.ts): three megabytes of calendars in memory for nothing. */
const UNUSED = { "cron-parser": "CronExpressionParser", "rrule-temporal": "RRuleTemporal" };

/** Where a module would lie if it were compiled alone: by that it finds files beside it. */
const PLACE = "module-place:";

const places = {
  name: "places",
  transform(code, id) {
    if (!id.startsWith(src) || !code.includes("import.meta.url")) return null;
    const own = id.slice(src.length + 1).replace(/\.ts$/, ".js");
    return { code: code.replaceAll("import.meta.url", `new URL("${PLACE}${own}", import.meta.url).href`), map: null };
  },
  renderChunk(code, { fileName }) {
    if (!code.includes(PLACE)) return null;
    // Everything is at most so deep that this leads to the folder of all.
    return { code: code.replaceAll(PLACE, "../".repeat(fileName.split("/").length - 1) || "./"), map: null };
  },
};

const unused = {
  name: "unused",
  resolveId: (id, importer) =>
    UNUSED[id] !== undefined && /[/\\]pg-boss[/\\]/.test(importer ?? "") ? `\0unused:${id}` : null,
  load: (id) => {
    const name = UNUSED[id.replace("\0unused:", "")];
    return name === undefined ? null : `export const ${name} = null;`;
  },
};

/** Into `out`, where what an earlier build left goes, but for what starts with one of `kept`. `more`: what else can be started. */
export async function bundle(out, kept = [], more = []) {
  const { rolldown } = await import("rolldown");
  clear(out, kept);
  const made = await rolldown({
    cwd: root,
    platform: "node",
    tsconfig: false,
    input: Object.fromEntries([...ENTRIES, ...more].map((name) => [name, join(src, `${name}.ts`)])),
    external: OUTSIDE,
    plugins: [places, unused],
    onLog: (level, log, tell) => {
      if (!isExpected(log)) tell(level, log);
    },
  });
  const { output } = await made.write({
    dir: out,
    format: "esm",
    entryFileNames: "[name].js",
    // With the content in the name: who runs while another version is built finds nothing, and nothing else than it means.
    chunkFileNames: "chunks/[name]-[hash].js",
    sourcemap: true,
    comments: false,
    keepNames: true,
    // Names are people's in a stack; a single character beyond Latin 1 would double the whole file in memory.
    minify: { compress: false, mangle: false, codegen: { removeWhitespace: false, asciiOnly: true } },
  });
  await made.close();
  const chunks = output.filter(({ type }) => type === "chunk");
  for (const { fileName } of chunks) withoutSources(join(out, `${fileName}.map`));
  writeFileSync(join(out, "licenses.txt"), licenses(chunks.flatMap(({ moduleIds }) => moduleIds)));
  for (const page of PAGES)
    for (const name of readdirSync(join(src, page)))
      if (/\.(?:css|js)$/.test(name)) cpSync(join(src, page, name), join(out, page, name));
}

function clear(out, kept) {
  if (!existsSync(out)) return;
  for (const name of readdirSync(out))
    if (!kept.some((start) => name.startsWith(start))) rmSync(join(out, name), { recursive: true });
}

/** Bottleneck hides from bundlers what it needs for Redis, which is not used; that a map is of whole lines in places is meant. */
const isExpected = ({ code }) => code === "EVAL" || code === "SOURCEMAP_BROKEN";

/** The texts of the sources would be three times as much as all else. */
function withoutSources(file) {
  if (!existsSync(file)) return;
  const { sourcesContent: _, ...map } = JSON.parse(readFileSync(file, "utf8"));
  writeFileSync(file, JSON.stringify(map));
}

/** What the licences of the packages ask for: their texts go along. */
function licenses(modules) {
  const folders = new Set(modules.map((id) => /^.*[/\\]node_modules[/\\](?:@[^/\\]+[/\\])?[^/\\]+/.exec(id)?.[0]));
  const texts = [...folders].flatMap((folder) => (folder === undefined ? [] : [license(folder)]));
  return texts.toSorted().join(`\n${"-".repeat(80)}\n\n`);
}

function license(folder) {
  const { name, version, license: kind } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const files = readdirSync(folder).filter((file) => /^(?:licen[cs]e|notice|copying)/i.test(file));
  const texts = files.map((file) => readFileSync(join(folder, file), "utf8").trim());
  return `${name} ${version} (${kind})\n\n${texts.join("\n\n")}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [out = "dist", ...more] = process.argv.slice(2);
  await bundle(resolve(root, out), [], more);
}
