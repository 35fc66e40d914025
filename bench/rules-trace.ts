import { decide, explain } from "../src/engines/rules/index.ts";
import { median, report, time } from "./measure.ts";
import { benchSenior, benchSet, DATE, randomFrom } from "./rules-pack.ts";

/** One subject, eight policies with three overlaps: the decisions with the whole tree of what was asked and found. */
const PEOPLE = 20_000;
const RUNS = 9;

const set = benchSet();
const random = randomFrom(42);
const people = Array.from({ length: PEOPLE }, () => benchSenior(random));
/** Median over runs of the mean of one subject, in microseconds. */
const each = (work: (index: number) => unknown): number => {
  const run = () => {
    for (let index = 0; index < PEOPLE; index += 1) work(index);
  };
  run();
  return (median(Array.from({ length: RUNS }, () => time(run))) / PEOPLE) * 1000;
};

const traced = each((index) => decide(set, people[index]!, DATE, { trace: true }));
const plain = each((index) => decide(set, people[index]!, DATE));
const told = each((index) => decide(set, people[index]!, DATE, { trace: true }).map((decision) => explain(decision, "officer")));

report(`一人八项政策、三条衔接规则，${PEOPLE} 人轮流，每人中位数`, [
  { name: "认定并给出过程", median: traced, unit: "微秒", bar: "≤ 10 微秒", met: traced <= 10 },
  { name: "只认定", median: plain, unit: "微秒", bar: "—", met: null },
  { name: "认定、过程并写成句子（工作人员）", median: told, unit: "微秒", bar: "—", met: null },
]);
