import { readConfig, type Config } from "../platform/config.ts";
import { openCrypto } from "../platform/crypto.ts";
import { openEmbedded } from "../platform/db/embedded.ts";
import { migrate } from "../platform/db/migrate.ts";
import { openServer } from "../platform/db/server.ts";
import { type House, migrationSources, prepareModules } from "../platform/house.ts";
import { openLog } from "../platform/log.ts";
import { MODULES } from "./modules.ts";

/**
 * Opens the configured database (embedded unless DATABASE_URL is set), brings it up to date and puts the house together.
 * The caller closes it with `closeHouse`.
 */
export async function openHouse(config: Config = readConfig(process.env)): Promise<House> {
  const log = openLog(config.logLevel);
  const crypto = await openCrypto(config.dataDir);
  const engine = config.databaseUrl ? await openServer(config.databaseUrl, config.databasePool) : await openEmbedded(config.dataDir);
  const house: House = { config, engine, crypto, clock: () => new Date(), log, modules: MODULES, wakeWorker: () => {} };
  try {
    const applied = await migrate(engine, migrationSources(MODULES));
    if (applied.length > 0) log.info("migrated", { count: applied.length });
    await prepareModules(house);
  } catch (error) {
    await engine.close();
    throw error;
  }
  return house;
}

export async function closeHouse(house: House): Promise<void> {
  await house.engine.close();
}
