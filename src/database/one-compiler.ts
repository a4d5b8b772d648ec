/**
 * Keeps V8's second compiler from the embedded database's WebAssembly: importing this must come before any of it is compiled. One of
 * PostgreSQL's functions alone takes that compiler 600 MB and seconds of the processor, minutes after a start as likely as at once.
 * What it would save is a tenth of a statement's time.
 */
import { setFlagsFromString } from "node:v8";

// Both: the second alone compiles everything so.
setFlagsFromString("--no-wasm-tier-up");
setFlagsFromString("--no-wasm-dynamic-tiering");
