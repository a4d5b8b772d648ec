/** What `npm start` runs: an older Node cannot even read src/main.ts, so this says what is missing before it tries. */
const major = Number(process.versions.node.split(".", 1)[0]);
if (major < 24) {
  process.stderr.write(
    `Rung needs Node 24 or newer; this is Node ${process.versions.node}. \`npm ci\` installs a fitting one for npm's scripts, ` +
      "unless it is told --ignore-scripts; or install it from https://nodejs.org.\n",
  );
  process.exit(1);
}
// Compiled code where it is there and up to date; else the sources, whose types Node strips.
const { isCompiled } = await import("./compiled.mjs");
await import(isCompiled() ? "../dist/main.js" : "../src/main.ts");
