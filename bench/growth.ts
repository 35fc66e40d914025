import type { House } from "../src/platform/house.ts";
import { decideAll, fillSeniors, forgetDecisions, onServer, publishList, sizeOf } from "./bench-house.ts";
import { type Figure, median, report, skip, timeAsync } from "./measure.ts";

/**
 * A full run for each senior costs the same whether the register holds a hundred thousand or ten million: on PostgreSQL,
 * with the process's memory beside it. Ten million are measured with SONGHE_BENCH_PEOPLE=10000000.
 */
const LARGEST = sizeOf("SONGHE_BENCH_PEOPLE", 1_000_000);
const RUNS = sizeOf("SONGHE_BENCH_RUNS", 5);
const SIZES = [100_000, 1_000_000, 10_000_000].filter((size) => size < LARGEST);
const TITLE = "首次全面认定随人数增长（PostgreSQL）";

/** What one size took: microseconds a senior, and the largest resident size seen so far, in MB. */
type Step = { size: number; each: number; memory: number };

async function measure(house: House): Promise<Figure[]> {
  const steps: Step[] = [];
  let filled = 0;
  for (const size of [...SIZES, LARGEST]) {
    await fillSeniors(house, size - filled, size);
    filled = size;
    // the first of all warms up
    if (steps.length === 0) await decideAll(house);
    const times: number[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      await forgetDecisions(house);
      times.push(await timeAsync(() => decideAll(house)));
    }
    steps.push({ size, each: (median(times) / size) * 1000, memory: process.resourceUsage().maxRSS / 1024 });
  }
  const [first, ...others] = steps as [Step, ...Step[]];
  const note = (step: Step) => `进程内存最多 ${step.memory.toFixed(0)} MB`;
  return [
    { name: `${first.size} 人，每人`, median: first.each, unit: "微秒", bar: "—", met: null, note: note(first) },
    ...others.map((step): Figure => ({
      name: `${step.size} 人，每人`,
      median: step.each,
      unit: "微秒",
      against: { name: `${first.size} 人，每人`, median: first.each },
      ratio: step.each / first.each,
      bar: "≤ 1.15",
      met: step.each / first.each <= 1.15,
      note: note(step),
    })),
  ];
}

const figures = await onServer(async (house) => {
  await publishList(house);
  return measure(house);
});
if (figures) report(TITLE, figures);
else skip(TITLE);
