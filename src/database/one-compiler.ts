/**
 * Keeps V8's optimising compiler away from the embedded database's WebAssembly: this must be imported before any of it is compiled. One
 * of PostgreSQL's functions alone costs that compiler 600 MB and seconds of computing, minutes after a start as likely as at once. What
 * it would save is a tenth of a statement's time.
 */

import { setFlagsFromString } from "node:v8";

// Both: the second alone compiles everything so.
setFlagsFromString("--no-wasm-tier-up");
setFlagsFromString("--no-wasm-dynamic-tiering");
