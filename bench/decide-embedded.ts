import { type House, runAsSystem } from "../src/platform/house.ts";
import { decideAll, fillSeniors, forgetDecisions, onEmbedded, publishList, sizeOf, WRITTEN } from "./bench-house.ts";
import { type Figure, median, report, timeAsync } from "./measure.ts";

/**
 * A full run on the embedded engine, from the register to written decisions, against the least that any program must do
 * there: copying out the rows that the run reads, and copying in those that it writes, into tables with the same keys
 * and indexes.
 */
const COUNT = sizeOf("SONGHE_BENCH_EMBEDDED", 200_000);
const RUNS = sizeOf("SONGHE_BENCH_RUNS", 5);

const READ = "copy (select id, region, birth_date, living, economic, registered_poor, ability_level::int, dementia_level::int, disability_category, disability_grade::int, family_planning_special, receives::text, alive from people.senior order by id) to stdout (format binary)";

async function measure(house: House): Promise<Figure[]> {
  const [ours, raws, again]: [number[], number[], number[]] = [[], [], []];
  for (let run = 0; run < RUNS; run += 1) {
    await forgetDecisions(house);
    ours.push(await timeAsync(() => decideAll(house)));
    again.push(await timeAsync(() => decideAll(house)));
    raws.push(await copyRaw(house));
  }
  const [whole, raw, nothing] = [median(ours), median(raws), median(again)];
  return [
    { name: "首次全面认定", median: whole, unit: "毫秒", against: { name: "同样的行原样拷出、拷入", median: raw }, ratio: whole / raw, bar: "≤ 1.5 倍", met: whole / raw <= 1.5 },
    { name: "再次全面认定（结果不变）", median: nothing, unit: "毫秒", against: { name: "同样的行原样拷出、拷入", median: raw }, ratio: nothing / raw, bar: "—", met: null },
  ];
}

/** The rows that the run has written, held in memory; then out what it read, and in what it wrote. */
async function copyRaw(house: House): Promise<number> {
  const kept = new Map<string, Uint8Array[]>();
  await inTransaction(house, async (connection) => {
    await connection.exec("drop schema if exists peer cascade; create schema peer");
    for (const table of WRITTEN) {
      await connection.exec(`create table ${peerOf(table)} (like ${table} including all)`);
      kept.set(table, await collect(connection.copyOut(`copy (select * from ${table}) to stdout (format binary)`)));
    }
  });
  return timeAsync(() => inTransaction(house, async (connection) => {
    await collect(connection.copyOut(READ));
    for (const table of WRITTEN) await connection.copyIn(`copy ${peerOf(table)} from stdin (format binary)`, kept.get(table)!);
  }));
}

const peerOf = (table: string) => table.replace("policies.", "peer.");

const inTransaction = (house: House, work: (connection: Parameters<Parameters<typeof runAsSystem>[2]>[0]["connection"]) => Promise<void>) => runAsSystem(house, "bench", (ctx) => work(ctx.connection));

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return all;
}

const figures = await onEmbedded(async (house) => {
  await publishList(house);
  await fillSeniors(house, COUNT);
  return measure(house);
});
report(`内置数据库，${COUNT} 名老年人，八项政策三处衔接：从登记册读出、认定、写入`, figures);
