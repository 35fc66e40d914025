import { readFile } from "node:fs/promises";
import { newId } from "../src/kernel/ids.ts";
import { type House, runAsSystem } from "../src/platform/house.ts";
import { decideAll, fillSeniors, forgetDecisions, onServer, publishList, sizeOf } from "./bench-house.ts";
import { type Figure, median, report, skip, timeAsync } from "./measure.ts";

/**
 * Rules from the register to written decisions on PostgreSQL, against the best single statement that writes the same
 * rows: `BENCH_DATABASE_URL=… node bench/rules-end-to-end.ts`. The answers of both are compared row by row.
 */
const COUNT = sizeOf("SONGHE_BENCH_PEOPLE", 1_000_000);
const RUNS = sizeOf("SONGHE_BENCH_RUNS", 5);
const TITLE = `${COUNT} 名老年人，八项政策三处衔接：从登记册读出、认定、写入（PostgreSQL）`;

async function measure(house: House): Promise<Figure[]> {
  const [ours, peers, again]: [number[], number[], number[]] = [[], [], []];
  for (let run = 0; run < RUNS; run += 1) {
    await forgetDecisions(house);
    await runAsSystem(house, "bench", (ctx) => ctx.connection.exec("drop schema if exists peer cascade; create schema peer"));
    ours.push(await timeAsync(() => decideAll(house)));
    again.push(await timeAsync(() => decideAll(house)));
    peers.push(await byHand(house));
    await compare(house);
  }
  const [whole, hand, nothing] = [median(ours), median(peers), median(again)];
  return [
    { name: "首次全面认定", median: whole, unit: "毫秒", against: { name: "手写 insert … select", median: hand }, ratio: whole / hand, bar: "≤ 0.6", met: whole / hand <= 0.6 },
    { name: "再次全面认定（结果不变）", median: nothing, unit: "毫秒", against: { name: "手写 insert … select", median: hand }, ratio: nothing / hand, bar: "≤ 0.6", met: nothing / hand <= 0.6 },
  ];
}

/** The same rows by one statement into tables with the same indexes. */
async function byHand(house: House): Promise<number> {
  await runAsSystem(house, "bench", (ctx) => ctx.connection.exec("create table peer.evidence (like policies.evidence including all); create table peer.decision (like policies.decision including all); create table peer.standing (like policies.standing including all)"));
  const text = await readFile(new URL("rules-end-to-end.sql", import.meta.url), "utf8");
  const statement = text.replaceAll(":basis", `'${newId()}'::uuid`).replaceAll(":version", `'${newId()}'::uuid`);
  return timeAsync(() => runAsSystem(house, "bench", (ctx) => ctx.connection.exec(`set local work_mem = '256MB'; ${statement}`)));
}

/** Both ways must have come to the same answers. */
async function compare(house: House): Promise<void> {
  const columns = "subject_id, benefit, standing, amount, excluded_by, receiving";
  const { rows } = await runAsSystem(house, "bench", (ctx) => ctx.connection.query(`select 'only ours' as side, o.* from (select ${columns} from policies.standing except all select ${columns} from peer.standing) o
    union all select 'only by hand', h.* from (select ${columns} from peer.standing except all select ${columns} from policies.standing) h limit 5`, []));
  if (rows.length > 0) throw new Error(`answers differ: ${JSON.stringify(rows)}`);
}

const figures = await onServer(async (house) => {
  await publishList(house);
  await fillSeniors(house, COUNT);
  return measure(house);
});
if (figures) report(TITLE, figures);
else skip(TITLE);
