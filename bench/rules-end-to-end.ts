import { performance } from "node:perf_hooks";
import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import pg from "pg";
import { sql } from "kysely";
import { dayNumber } from "../src/kernel/dates.ts";
import { newId } from "../src/kernel/ids.ts";
import { NATION } from "../src/kernel/regions.ts";
import { accessModule } from "../src/modules/access/module.ts";
import { peopleModule } from "../src/modules/people/module.ts";
import { encodeRows, type FieldType } from "../src/modules/policies/binary-copy.ts";
import { startRun } from "../src/modules/policies/decisions.jobs.ts";
import { policiesModule } from "../src/modules/policies/module.ts";
import { readConfig } from "../src/platform/config.ts";
import { cryptoFrom } from "../src/platform/crypto.ts";
import { migrate } from "../src/platform/db/migrate.ts";
import { openServer } from "../src/platform/db/server.ts";
import { type House, migrationSources, runAsSystem } from "../src/platform/house.ts";
import { drainJobs } from "../src/platform/jobs.ts";
import { openLog } from "../src/platform/log.ts";
import { type Figure, median, report } from "./measure.ts";
import { benchSenior, benchSource, DATE, randomFrom } from "./rules-pack.ts";

/**
 * Rules from the register to written decisions on PostgreSQL, against the best single statement that writes the same
 * rows: `BENCH_DATABASE_URL=… node bench/rules-end-to-end.ts`. The answers of both are compared row by row.
 */
const COUNT = Number(process.env.SONGHE_BENCH_PEOPLE ?? 1_000_000);
const RUNS = Number(process.env.SONGHE_BENCH_RUNS ?? 5);

async function main(server: string): Promise<void> {
  const name = `songhe_bench_${randomBytes(4).toString("hex")}`;
  const admin = new pg.Client({ connectionString: server });
  await admin.connect();
  await admin.query(`create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const modules = [accessModule, peopleModule, policiesModule];
  const engine = await openServer(url.href, 4);
  const house: House = { config: readConfig({ LOG_LEVEL: "silent" }), engine, crypto: cryptoFrom(new Uint8Array(32)), clock: () => new Date(`${DATE}T02:00:00Z`), log: openLog("silent"), modules, wakeWorker: () => {} };
  try {
    await migrate(engine, migrationSources(modules));
    await fill(house);
    report(`${COUNT} 名老年人，八项政策三处衔接：从登记册读出、认定、写入（PostgreSQL）`, await measure(house));
  } finally {
    await engine.close();
    await admin.query(`drop database ${name} with (force)`);
    await admin.end();
  }
}

async function measure(house: House): Promise<Figure[]> {
  const [ours, peers, again]: [number[], number[], number[]] = [[], [], []];
  for (let run = 0; run < RUNS; run += 1) {
    await runAsSystem(house, "bench", (ctx) => ctx.connection.exec("truncate policies.standing, policies.decision, policies.evidence, policies.subject_state; drop schema if exists peer cascade; create schema peer"));
    ours.push(await timeOf(() => decideAll(house)));
    again.push(await timeOf(() => decideAll(house)));
    peers.push(await byHand(house));
    await compare(house);
  }
  const [whole, hand, nothing] = [median(ours), median(peers), median(again)];
  return [
    { name: "首次全面认定", median: whole, unit: "毫秒", against: { name: "手写 insert … select", median: hand }, ratio: whole / hand, bar: "≤ 0.6", met: whole / hand <= 0.6 },
    { name: "再次全面认定（结果不变）", median: nothing, unit: "毫秒", against: { name: "手写 insert … select", median: hand }, ratio: nothing / hand, bar: "≤ 0.6", met: nothing / hand <= 0.6 },
  ];
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

async function decideAll(house: House): Promise<void> {
  await runAsSystem(house, "bench", (ctx) => startRun(ctx, { kind: "senior", region: NATION, cause: "run" }));
  await drainJobs(house);
}

/** The same rows by one statement into tables with the same indexes. */
async function byHand(house: House): Promise<number> {
  await runAsSystem(house, "bench", (ctx) => ctx.connection.exec("create table peer.evidence (like policies.evidence including all); create table peer.decision (like policies.decision including all); create table peer.standing (like policies.standing including all)"));
  const text = await readFile(new URL("rules-end-to-end.sql", import.meta.url), "utf8");
  const statement = text.replaceAll(":basis", `'${newId()}'::uuid`).replaceAll(":version", `'${newId()}'::uuid`);
  return timeOf(() => runAsSystem(house, "bench", (ctx) => ctx.connection.exec(`set local work_mem = '256MB'; ${statement}`)));
}

/** Both ways must have come to the same answers. */
async function compare(house: House): Promise<void> {
  const columns = "subject_id, benefit, standing, amount, excluded_by, receiving";
  const { rows } = await runAsSystem(house, "bench", (ctx) => ctx.connection.query(`select 'only ours' as side, o.* from (select ${columns} from policies.standing except all select ${columns} from peer.standing) o
    union all select 'only by hand', h.* from (select ${columns} from peer.standing except all select ${columns} from policies.standing) h limit 5`, []));
  if (rows.length > 0) throw new Error(`answers differ: ${JSON.stringify(rows)}`);
}

const COLUMNS: [string, FieldType][] = [
  ["id", "uuid"], ["version", "int4"], ["region", "text"], ["name", "text"], ["name_reversed", "text"], ["pinyin", "text"], ["initials", "text"], ["id_number", "text"],
  ["registered_on", "date"], ["updated_at", "timestamptz"], ["birth_date", "date"], ["living", "text"], ["economic", "text"], ["registered_poor", "bool"], ["disability_category", "text"],
  ["family_planning_special", "text"], ["alive", "bool"], ["receives", "jsonb"],
];

/** Seniors and the one list, put in as rows: how they got there is not what is measured. */
async function fill(house: House): Promise<void> {
  const random = randomFrom(42);
  await runAsSystem(house, "bench", async (ctx) => {
    for (let start = 0; start < COUNT; start += 20_000) {
      const rows: unknown[][] = [];
      const levels: unknown[][] = [];
      for (let i = start; i < Math.min(start + 20_000, COUNT); i += 1) {
        const f = benchSenior(random);
        const id = newId();
        rows.push([id, 1, f.region, "某某", "某某", "mou mou", "mm", "x", dayNumber("2025-01-01"), ctx.now, dayNumber(f.birth_date as string), f.living, f.economic, f.registered_poor, f.disability_category, f.family_planning_special, true, f.receives]);
        levels.push([id, f.ability_level, f.dementia_level, f.disability_grade]);
      }
      await ctx.connection.copyIn(`copy people.senior (${COLUMNS.map(([column]) => column).join(", ")}) from stdin (format binary)`, [encodeRows(COLUMNS.map(([, type]) => type), rows)]);
      await sql`update people.senior s set ability_level = l.a, dementia_level = l.d, disability_grade = l.g from (select * from unnest(${levels.map((l) => l[0])}::uuid[], ${levels.map((l) => l[1] ?? null)}::int[], ${levels.map((l) => l[2] ?? null)}::int[], ${levels.map((l) => l[3] ?? null)}::int[]) as l(id, a, d, g)) l where s.id = l.id`.execute(ctx.db);
    }
    const { name, policy, texts } = benchSource();
    await sql`insert into policies.document (id, region, title, issuer, effective, body, created_at, created_by) values ('bench-2024', '420700000000', '基准', '基准', '2024-01-01', ${texts["document.txt"]!}, ${ctx.now}, 'bench')`.execute(ctx.db);
    await sql`insert into policies.version (id, pack, number, region, title, status, effective_from, document_id, policy, text_file, cases, note, created_by, created_at)
      values (${newId()}, ${name}, 1, '420700000000', '基准', 'published', '2024-01-01', 'bench-2024', ${policy}, 'document.txt', '', '', 'bench', ${ctx.now})`.execute(ctx.db);
  });
  await runAsSystem(house, "bench", (ctx) => ctx.connection.exec("analyze people.senior"));
}

const server = process.env.BENCH_DATABASE_URL;
if (server) await main(server);
else console.log("未设置 BENCH_DATABASE_URL，跳过从登记册到认定结果的测量。");
