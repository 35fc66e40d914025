import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { sql } from "kysely";
import { newId } from "../src/kernel/ids.ts";
import { NATION } from "../src/kernel/regions.ts";
import { accessModule } from "../src/modules/access/module.ts";
import { peopleModule } from "../src/modules/people/module.ts";
import { startRun } from "../src/modules/policies/decisions.jobs.ts";
import { policiesModule } from "../src/modules/policies/module.ts";
import { readConfig } from "../src/platform/config.ts";
import { cryptoFrom } from "../src/platform/crypto.ts";
import type { Engine } from "../src/platform/db/connection.ts";
import { openEmbedded } from "../src/platform/db/embedded.ts";
import { migrate } from "../src/platform/db/migrate.ts";
import { openServer } from "../src/platform/db/server.ts";
import { type House, migrationSources, runAsSystem } from "../src/platform/house.ts";
import { jobHandlers, runNextJob } from "../src/platform/jobs.ts";
import { openLog } from "../src/platform/log.ts";
import { benchSenior, benchSource, DATE, randomFrom } from "./rules-pack.ts";

/** A house of its own for a benchmark, with nobody on the register and no list; gone when the work is done. */
const MODULES = [accessModule, peopleModule, policiesModule];

/** What of a run is written. */
export const WRITTEN = ["policies.evidence", "policies.decision", "policies.standing", "policies.subject_state"];

async function houseOver(engine: Engine): Promise<House> {
  const house: House = {
    config: readConfig({ LOG_LEVEL: "silent" }),
    engine,
    crypto: cryptoFrom(new Uint8Array(32)),
    clock: () => new Date(`${DATE}T02:00:00Z`),
    log: openLog("silent"),
    modules: MODULES,
    wakeWorker: () => {},
  };
  await migrate(engine, migrationSources(MODULES));
  return house;
}

/** On a database of its own on the PostgreSQL server of BENCH_DATABASE_URL; undefined where that is not set. */
export async function onServer<T>(work: (house: House) => Promise<T>): Promise<T | undefined> {
  const server = process.env.BENCH_DATABASE_URL;
  if (!server) return undefined;
  const name = `songhe_bench_${randomBytes(4).toString("hex")}`;
  const admin = new pg.Client({ connectionString: server });
  await admin.connect();
  await admin.query(`create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  try {
    const engine = await openServer(url.href, 4);
    try {
      return await work(await houseOver(engine));
    } finally {
      await engine.close();
    }
  } finally {
    await admin.query(`drop database ${name} with (force)`);
    await admin.end();
  }
}

/** On an embedded database in a folder of its own, on the disk as in use. */
export async function onEmbedded<T>(work: (house: House) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "songhe-bench-"));
  try {
    const engine = await openEmbedded(folder);
    try {
      return await work(await houseOver(engine));
    } finally {
      await engine.close();
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

const COLUMNS = "id, version, region, name, name_reversed, pinyin, initials, id_number, registered_on, updated_at, birth_date, living, economic, registered_poor, ability_level, dementia_level, disability_category, disability_grade, family_planning_special, alive, receives";
const BLOCK = 20_000;

/** Adds seniors to the register as rows: how they got there is not what is measured. The same for each `seed`. */
export async function fillSeniors(house: House, count: number, seed = 42): Promise<void> {
  const random = randomFrom(seed);
  for (let start = 0; start < count; start += BLOCK) {
    let lines = "";
    for (let place = start; place < Math.min(start + BLOCK, count); place += 1) {
      const f = benchSenior(random);
      const facts = [f.birth_date, f.living, f.economic, f.registered_poor, f.ability_level, f.dementia_level, f.disability_category, f.disability_grade, f.family_planning_special, true, JSON.stringify(f.receives)];
      lines += `${[newId(), 1, f.region, "某某", "某某", "mou mou", "mm", "\\\\x78", "2025-01-01", `${DATE}T02:00:00Z`, ...facts.map((fact) => fact ?? "\\N")].join("\t")}\n`;
    }
    await runAsSystem(house, "bench", (ctx) => ctx.connection.copyIn(`copy people.senior (${COLUMNS}) from stdin`, [Buffer.from(lines)]));
  }
  await runAsSystem(house, "bench", (ctx) => ctx.connection.exec("analyze people.senior"));
}

/** Publishes the one list of `rules-pack.ts`, in force. */
export async function publishList(house: House): Promise<void> {
  const { name, policy, texts } = benchSource();
  await runAsSystem(house, "bench", async (ctx) => {
    await sql`insert into policies.document (id, region, title, issuer, effective, body, created_at, created_by) values ('bench-2024', '420700000000', '基准', '基准', '2024-01-01', ${texts["document.txt"]!}, ${ctx.now}, 'bench')`.execute(ctx.db);
    await sql`insert into policies.version (id, pack, number, region, title, status, effective_from, document_id, policy, text_file, cases, note, created_by, created_at)
      values (${newId()}, ${name}, 1, '420700000000', '基准', 'published', '2024-01-01', 'bench-2024', ${policy}, 'document.txt', '', '', 'bench', ${ctx.now})`.execute(ctx.db);
  });
}

/** Everyone is decided anew, to the end. */
export async function decideAll(house: House): Promise<void> {
  await runAsSystem(house, "bench", (ctx) => startRun(ctx, { kind: "senior", region: NATION, cause: "run" }));
  await workOff(house);
}

/** Runs all due jobs to the end; the statistics that the worker refreshes now and then are no part of them. */
export async function workOff(house: House): Promise<void> {
  const handlers = jobHandlers(house);
  while (await runNextJob(house, handlers));
  const failed = await runAsSystem(house, "bench", async (ctx) => (await ctx.connection.query("select name, error from platform.job where attempts > 0 limit 1", [])).rows[0]);
  if (failed) throw new Error(`job ${String(failed.name)} failed: ${String(failed.error)}`);
}

/** As if nothing had ever been decided. */
export async function forgetDecisions(house: House): Promise<void> {
  await runAsSystem(house, "bench", (ctx) => ctx.connection.exec(`truncate ${WRITTEN.join(", ")}`));
}

export async function countRows(house: House, table: string): Promise<number> {
  return runAsSystem(house, "bench", async (ctx) => Number((await ctx.connection.query(`select count(*) as n from ${table}`, [])).rows[0]!.n));
}

/** A size from the environment (`songhe bench --people`), or the one that the bar is set for. */
export function sizeOf(variable: string, usual: number): number {
  const text = process.env[variable];
  return text ? Number(text) : usual;
}
