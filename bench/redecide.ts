import { type House, runAsSystem } from "../src/platform/house.ts";
import { decideAll, fillSeniors, onServer, publishList, sizeOf, workOff } from "./bench-house.ts";
import { type Figure, median, report, skip, timeAsync } from "./measure.ts";

/**
 * 10,000 seniors of a register of a million have changed, each told as its own piece of news; deciding on them anew is
 * held against deciding on everyone. On PostgreSQL.
 */
const COUNT = sizeOf("SONGHE_BENCH_PEOPLE", 1_000_000);
const CHANGED = COUNT / 100;
const RUNS = sizeOf("SONGHE_BENCH_RUNS", 5);

const TITLE = `${COUNT} 名老年人中 ${CHANGED} 人变动（PostgreSQL）`;

async function measure(house: House): Promise<Figure[]> {
  const full = await timeAsync(() => decideAll(house));
  const [ours, again]: [number[], number[]] = [[], []];
  for (let run = 0; run < RUNS; run += 1) {
    await change(house, run);
    ours.push(await timeAsync(() => workOff(house)));
    await change(house, run + RUNS, { told: false });
    again.push(await timeAsync(() => decideAll(house)));
  }
  const [changed, everyone] = [median(ours), median(again)];
  const figure = { median: changed, unit: "毫秒" };
  return [
    { ...figure, name: `${CHANGED} 人变动后重新认定`, against: { name: "首次全面认定", median: full }, ratio: changed / full, bar: "≤ 0.05", met: changed / full <= 0.05 },
    // no bar: how much is left to a run that compares fingerprints instead of being told
    { ...figure, name: `${CHANGED} 人变动后重新认定`, against: { name: "查出同样多变动的全面认定", median: everyone }, ratio: changed / everyone, bar: "—", met: null },
  ];
}

/** Gives every hundredth senior, others each time, another ability level; `told` as the register tells of it. */
async function change(house: House, step: number, how = { told: true }): Promise<void> {
  await runAsSystem(house, "bench", async (ctx) => {
    const { rows } = await ctx.connection.query(
      `update people.senior s set ability_level = (coalesce(ability_level, 0) + 1) % 5
        from (select id, row_number() over (order by id) as place from people.senior) as p where p.id = s.id and p.place % 100 = $1 returning s.id`,
      [step],
    );
    if (how.told) for (const { id } of rows) ctx.emit("senior.changed", { seniorId: id, facts: ["ability_level"] });
  });
}

const figures = await onServer(async (house) => {
  await publishList(house);
  await fillSeniors(house, COUNT);
  return measure(house);
});
if (figures) report(TITLE, figures);
else skip(TITLE);
