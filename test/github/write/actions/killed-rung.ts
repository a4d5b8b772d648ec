/** A whole bot for the kill test: says where it takes webhooks, and dies when it is told to. Run by killed.test.ts. */
import { openDatabase } from "../../../../src/database/database.ts";
import { ghesUrls } from "../../../../src/environment/environment.ts";
import { createLog } from "../../../../src/shared/log.ts";
import { startRung } from "../../../../src/start.ts";

const [host = "", appId = "", webhookSecret = "", databaseUrl = ""] = process.argv.slice(2);
const log = createLog("silent");
const rung = await startRung({
  environment: {
    ...{ app: { kind: "sandbox" as const }, ...ghesUrls("http", host), host: "127.0.0.1", port: 0 },
    ...{
      logLevel: "silent" as const,
      databaseUrl,
      dataDir: "",
      registryRepo: ".github",
      readyMaxLag: null,
      auditDays: 400,
      production: false,
    },
  },
  credentials: { appId: Number(appId), privateKey: process.env.TEST_KEY ?? "", webhookSecrets: [webhookSecret] },
  openDatabase: () => openDatabase({ databaseUrl, dataDir: "" }, log),
  log,
});
await rung.firstLook;
process.stdout.write(`${rung.webhookUrl}\n`);
