import { sql } from "kysely";
import { expect, it } from "vitest";
import { MODULES } from "../src/app/modules.ts";
import { readConfig } from "../src/platform/config.ts";
import { cryptoFrom } from "../src/platform/crypto.ts";
import { migrate } from "../src/platform/db/migrate.ts";
import { type House, migrationSources, prepareModules, runAsSystem } from "../src/platform/house.ts";
import { openLog } from "../src/platform/log.ts";
import { NOW, openEmptyEngine } from "./support/house.ts";

it("lets servers that start together on an empty database put in the bundled data once", async () => {
  const { engine, drop } = await openEmptyEngine(process.env.TEST_DATABASE_URL);
  const house: House = { config: readConfig({}), engine, crypto: cryptoFrom(new Uint8Array(32).fill(7)), clock: () => NOW, log: openLog("silent"), modules: MODULES, wakeWorker: () => {} };
  await Promise.all([1, 2, 3].map(() => migrate(engine, migrationSources(MODULES))));
  await Promise.all([1, 2, 3].map(() => prepareModules(house)));
  const versions = await runAsSystem(house, "test", (ctx) => sql<{ pack: string; n: number }>`select pack, count(*) as n from policies.version group by pack`.execute(ctx.db));
  expect(versions.rows.length).toBeGreaterThan(5);
  expect(versions.rows.filter((row) => row.n !== 1)).toEqual([]);
  await engine.close();
  await drop();
}, 60_000);
