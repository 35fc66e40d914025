import { randomBytes } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PGlite, types } from "@electric-sql/pglite";
import { btree_gist } from "@electric-sql/pglite/contrib/btree_gist";
import pg from "pg";
import { cryptoFrom } from "../../src/platform/crypto.ts";
import { readInt8, type Engine } from "../../src/platform/db/connection.ts";
import { engineOver } from "../../src/platform/db/embedded.ts";
import { migrate } from "../../src/platform/db/migrate.ts";
import { openServer } from "../../src/platform/db/server.ts";
import { type House, migrationSources, prepareModules } from "../../src/platform/house.ts";
import { openLog } from "../../src/platform/log.ts";
import type { Module } from "../../src/platform/module.ts";
import { readConfig } from "../../src/platform/config.ts";

const EMBEDDED = { extensions: { btree_gist }, parsers: { [types.DATE]: (text: string) => text, [types.INT8]: readInt8 } };

/** The instant at which tests take place unless they say otherwise: 2026-11-21 10:00 in Shanghai. */
export const NOW = new Date("2026-11-21T02:00:00Z");

export type TestHouse = House & { setClock: (now: Date) => void; close: () => Promise<void> };

/**
 * A house of its own for a test file, on an empty migrated database: a fresh embedded one, or with TEST_DATABASE_URL a
 * fresh database on that server. The same tests run on both.
 */
export async function openTestHouse(only?: readonly Module[]): Promise<TestHouse> {
  // looked up when wanted: a test of one module must not need the others
  const modules = only ?? (await import("../../src/app/modules.ts")).MODULES;
  const opened = await openEmptyEngine(process.env.TEST_DATABASE_URL);
  await migrate(opened.engine, migrationSources(modules));
  let now = NOW;
  const config = readConfig({ PORT: "0", SONGHE_DATA: mkdtempSync(join(tmpdir(), "songhe-test-")), LOG_LEVEL: "silent", RATE_PER_MINUTE: "10000000" });
  const house: TestHouse = {
    config,
    engine: opened.engine,
    crypto: cryptoFrom(new Uint8Array(32).fill(7)),
    clock: () => now,
    log: openLog("silent"),
    modules,
    wakeWorker: () => {},
    setClock: (to) => {
      now = to;
    },
    async close() {
      await opened.engine.close();
      await opened.drop();
    },
  };
  await prepareModules(house);
  return house;
}

/** An engine on a database without anything in it: a fresh one on that server, or embedded. */
export async function openEmptyEngine(url: string | undefined): Promise<{ engine: Engine; drop: () => Promise<void> }> {
  return url ? freshDatabase(url) : { engine: await engineOver(await PGlite.create(EMBEDDED)), drop: async () => {} };
}

async function freshDatabase(server: string): Promise<{ engine: Engine; drop: () => Promise<void> }> {
  const { url, drop } = await createDatabase(server);
  return { engine: await openServer(url, 8), drop };
}

/** An empty database of its own on a server, and how to remove it. */
export async function createDatabase(server: string): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `songhe_test_${randomBytes(6).toString("hex")}`;
  const admin = async (statement: string) => {
    const client = new pg.Client({ connectionString: server });
    await client.connect();
    await client.query(statement);
    await client.end();
  };
  await admin(`create database ${name}`);
  const own = new URL(server);
  own.pathname = `/${name}`;
  return { url: own.href, drop: () => admin(`drop database ${name} with (force)`) };
}
