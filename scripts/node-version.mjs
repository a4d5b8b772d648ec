/** Ends with a sentence where Node is too old: it could not even read the sources. What starts anything imports this before all else. */
const major = Number(process.versions.node.split(".", 1)[0]);
if (major < 24) {
  process.stderr.write(
    `Rung needs Node 24 or newer; this is Node ${process.versions.node}. \`npm ci\` installs a fitting one for npm's scripts, ` +
      "unless it is told --ignore-scripts; or install it from https://nodejs.org.\n",
  );
  process.exit(1);
}
