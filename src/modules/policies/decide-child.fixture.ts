import { readConfig } from "../../platform/config.ts";
import { cryptoFrom } from "../../platform/crypto.ts";
import { openEmbedded } from "../../platform/db/embedded.ts";
import { migrate } from "../../platform/db/migrate.ts";
import { openServer } from "../../platform/db/server.ts";
import { type House, migrationSources, prepareModules } from "../../platform/house.ts";
import { drainJobs } from "../../platform/jobs.ts";
import { openLog } from "../../platform/log.ts";
import type { JobHandler } from "../../platform/module.ts";
import { accessModule } from "../access/module.ts";
import { peopleModule } from "../people/module.ts";
import { policiesModule } from "./module.ts";

/** Says so and waits between the writes of a chunk and their commit. */
const slowly: JobHandler = async (ctx, payload) => {
  const outcome = await policiesModule.jobs!["policies.run"]!(ctx, payload);
  process.stdout.write("written\n");
  await new Promise((next) => setTimeout(next, 30));
  return outcome;
};

/** A house on a database that outlives it; `slow` for one that is to be killed at work. */
export async function openHouseOn(dir: string, url: string | undefined, slow = false): Promise<House> {
  const modules = [accessModule, peopleModule, slow ? { ...policiesModule, jobs: { ...policiesModule.jobs, "policies.run": slowly } } : policiesModule];
  const engine = url ? await openServer(url, 4) : await openEmbedded(dir);
  const config = readConfig({ SONGHE_DATA: dir, LOG_LEVEL: "silent" });
  const house: House = { config, engine, crypto: cryptoFrom(new Uint8Array(32).fill(7)), clock: () => new Date("2026-11-21T02:00:00Z"), log: openLog("silent"), modules, wakeWorker: () => {} };
  await migrate(engine, migrationSources(modules));
  await prepareModules(house);
  return house;
}

// In a process of its own, to be killed: `decide-child.fixture.ts DIR [URL]` works off what is waiting.
if (import.meta.main) {
  const house = await openHouseOn(process.argv[2]!, process.argv[3], true);
  await drainJobs(house);
  process.stdout.write("finished\n");
  await house.engine.close();
}
