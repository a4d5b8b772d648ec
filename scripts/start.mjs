/** What `npm start` runs. */
import "./node-version.mjs";

// Compiled code where it is there and up to date; else the sources, whose types Node strips.
const { isCompiled } = await import("./compiled.mjs");
await import(isCompiled() ? "../dist/main.js" : "../src/main.ts");
