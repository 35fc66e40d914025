import { type Config, readConfig } from "../platform/config.ts";
import { openCrypto } from "../platform/crypto.ts";
import type { Engine } from "../platform/db/connection.ts";
import { openEmbedded } from "../platform/db/embedded.ts";
import { migrate } from "../platform/db/migrate.ts";
import { openServer } from "../platform/db/server.ts";
import { type House, migrationSources, prepareModules } from "../platform/house.ts";
import { openLog } from "../platform/log.ts";
import { MODULES } from "./modules.ts";

/** The configured database as it is: embedded unless DATABASE_URL is set. The caller closes it. */
export function openEngine(config: Config): Promise<Engine> {
  return config.databaseUrl ? openServer(config.databaseUrl, config.databasePool) : openEmbedded(config.dataDir);
}

/**
 * Opens the configured database, brings it up to date and puts the house together.
 * The caller closes it with `closeHouse`.
 */
export async function openHouse(config: Config = readConfig(process.env)): Promise<House> {
  const log = openLog(config.logLevel);
  const crypto = await openCrypto(config.dataDir);
  const engine = await openEngine(config);
  const house: House = { config, engine, crypto, clock: config.clock, log, modules: MODULES, wakeWorker: () => {} };
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

type Env = Record<string, string | undefined>;

/** The settings for a command: as for the server, but what only a server's log wants to know is left out. */
export function commandConfig(env: Env): Config {
  return readConfig({ ...env, LOG_LEVEL: env.LOG_LEVEL || "error" });
}

/** Runs a command's work on the configured house, and closes it whatever comes. */
export async function withHouse<T>(env: Env, work: (house: House) => Promise<T>): Promise<T> {
  const house = await openHouse(commandConfig(env));
  try {
    return await work(house);
  } finally {
    await closeHouse(house);
  }
}

/** Runs a command's work on the configured database as it is, and closes it whatever comes. */
export async function withEngine<T>(env: Env, work: (engine: Engine, config: Config) => Promise<T>): Promise<T> {
  const config = commandConfig(env);
  const engine = await openEngine(config);
  try {
    return await work(engine, config);
  } finally {
    await engine.close();
  }
}
