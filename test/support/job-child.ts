import { openCrypto } from "../../src/platform/crypto.ts";
import { sql } from "kysely";
import { readConfig } from "../../src/platform/config.ts";
import { openEmbedded } from "../../src/platform/db/embedded.ts";
import { migrate } from "../../src/platform/db/migrate.ts";
import { openServer } from "../../src/platform/db/server.ts";
import { type House, migrationSources } from "../../src/platform/house.ts";
import { startWorker } from "../../src/platform/jobs.ts";
import { openLog } from "../../src/platform/log.ts";
import { probeModule } from "./probe-module.ts";

// A worker in a process of its own, to be killed: `job-child.ts DIR [URL]`. Says `working X` in the middle of each job,
// after its effect is written and before it is committed, and takes its time there.
const [dir, url] = process.argv.slice(2);
const engine = url ? await openServer(url, 4) : await openEmbedded(dir);
const slow = {
  ...probeModule,
  jobs: {
    "probe.note": async (ctx: Parameters<NonNullable<typeof probeModule.jobs>[string]>[0], payload: Record<string, unknown>) => {
      await sql`insert into probe.done (what) values (${payload.what as string})`.execute(ctx.db);
      process.stdout.write(`working ${payload.what as string}\n`);
      await new Promise((next) => setTimeout(next, 40));
    },
  },
  schedules: [],
};
const house: House = {
  config: readConfig({ SONGHE_DATA: dir }),
  engine,
  crypto: await openCrypto(dir!),
  clock: () => new Date(),
  log: openLog("silent"),
  modules: [slow],
  wakeWorker: () => {},
};
await migrate(engine, migrationSources(house.modules));
startWorker(house);
