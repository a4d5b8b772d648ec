/** The control API over HTTP. Its documentation, requests and answers are in control-model.ts; read that first. */
export type * from "./control-model.ts";
