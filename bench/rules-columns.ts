import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { compile, decide, type Columns, type PolicySet, type Results } from "../src/engines/rules/index.ts";
import { addDays, addMonths, dayNumber, fullYears } from "../src/kernel/dates.ts";
import { median, report, time, type Figure } from "./measure.ts";
import { closuresOf, type ClosureResults } from "./rules-closures.ts";
import { benchColumns, benchSenior, benchSet, DATE, randomFrom } from "./rules-pack.ts";
import { runZen } from "./rules-zen.ts";

/**
 * Eight policies with three overlaps over columns, on one core: generated code against closures over the same tree, the
 * same rules by hand in C at -O3 (where gcc is there), GoRules ZEN and our own interpreter. All are checked to give the
 * same answers.
 */
const COUNT = 1_000_000;
const RUNS = 5;
const ROUNDS = 5;

function checksums(results: { standing: ArrayLike<number>; amount: ArrayLike<number> }[]): string[] {
  return results.map(({ standing, amount }) => {
    let sum = 0;
    let codes = 0;
    for (let i = 0; i < COUNT; i += 1) {
      codes += standing[i]!;
      if (amount[i] === amount[i]) sum += amount[i]!;
    }
    return `${codes}:${sum}`;
  });
}

/** The last day of birth on which someone is of an age today. */
function bornBy(years: number): number {
  let date = addMonths(DATE, -12 * years);
  while (fullYears(addDays(date, 1), DATE) >= years) date = addDays(date, 1);
  while (fullYears(date, DATE) < years) date = addDays(date, -1);
  return dayNumber(date);
}

type Limit = { median: number; sums: string[] };

/** Compiles the limit and writes the columns for it, once; each call then times it. Undefined where gcc is not there. */
function prepareC(columns: Columns): (() => Limit) | undefined {
  const folder = mkdtempSync(join(tmpdir(), "songhe-bench-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  const program = join(folder, "limit");
  try {
    execFileSync("gcc", ["-O3", "-o", program, fileURLToPath(new URL("./rules-limit.c", import.meta.url)), "-lm"], { stdio: "ignore" });
  } catch {
    return undefined;
  }
  const head = Int32Array.of(COUNT, bornBy(151) + 1, bornBy(0), bornBy(60), bornBy(80), bornBy(90), bornBy(100), 0);
  const names = ["birth_date", "region", "receives:disability-care-allowance", "living", "economic", "registered_poor", "ability_level", "dementia_level", "disability_category", "disability_grade", "family_planning_special"];
  const parts = [head, ...names.map((name) => columns.data[name]!)].map((array) => new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
  const file = join(folder, "columns");
  writeFileSync(file, Buffer.concat(parts));
  return () => {
    const [milliseconds, ...sums] = execFileSync(program, [file, String(RUNS)], { encoding: "utf8" }).trim().split(" ");
    return { median: Number(milliseconds), sums };
  };
}

function runClosures(set: PolicySet, columns: Columns): Limit {
  const pack = set.packs[0]!;
  const results: ClosureResults = { standing: pack.benefits.map(() => new Uint8Array(COUNT)), amount: pack.benefits.map(() => new Float64Array(COUNT)) };
  const run = closuresOf(pack, columns, DATE, results);
  const times = Array.from({ length: 3 }, () => time(() => run(0, COUNT)));
  return { median: median(times), sums: checksums(results.standing.map((standing, p) => ({ standing, amount: results.amount[p]! }))) };
}

function runInterpreter(set: PolicySet): number {
  const random = randomFrom(42);
  const people = Array.from({ length: 20_000 }, () => benchSenior(random));
  return people.length / median(Array.from({ length: 5 }, () => time(() => people.forEach((facts) => decide(set, facts, DATE))))) / 1000;
}

const set = benchSet();
const columns = benchColumns(set, COUNT);
const compiled = compile(set);
const results: Results = compiled.makeResults(COUNT);
const run = () => void compiled.run(columns, 0, COUNT, DATE, results);
for (let warm = 0; warm < 3; warm += 1) run();
const limit = prepareC(columns);
const [rounds, limits, peers]: [number[], Limit[], Limit[]] = [[], [], []];
// in turns, so that a neighbour's load falls on all alike
for (let round = 0; round < ROUNDS; round += 1) {
  rounds.push(median(Array.from({ length: RUNS }, () => time(run))));
  if (limit) limits.push(limit());
  peers.push(runClosures(set, columns));
}
const sums = checksums(results.benefits);
const ours = median(rounds);
const middle = (all: Limit[]): Limit | undefined => all[0] && { median: median(all.map((one) => one.median)), sums: all[0].sums };
const c = middle(limits);
const closures = middle(peers)!;
const zen = await runZen(set);

for (const [name, other] of [["C", c?.sums], ["closures", closures.sums]] as const) {
  if (other && other.join(" ") !== sums.join(" ")) throw new Error(`${name} gives other answers:\n${other.join(" ")}\n${sums.join(" ")}`);
}

const speed = (milliseconds: number) => COUNT / milliseconds / 1000;
const unit = "百万人/秒";
const figures: Figure[] = [
  { name: "编译执行，对闭包", median: speed(ours), unit, against: { name: "同一棵树的闭包", median: speed(closures.median) }, ratio: closures.median / ours, bar: "≥ 5 倍", met: closures.median / ours >= 5 },
  c
    ? { name: "编译执行，对 C", median: speed(ours), unit, against: { name: "同样规则的 C（gcc -O3）", median: speed(c.median) }, ratio: c.median / ours, bar: "≥ 0.5 倍", met: c.median / ours >= 0.5 }
    : { name: "编译执行，对 C", median: speed(ours), unit, bar: "≥ 0.5 倍", met: null, note: "没有 gcc" },
  { name: "编译执行，对 GoRules ZEN", median: speed(ours), unit, against: { name: "ZEN（成批）", median: zen.batched }, ratio: speed(ours) / zen.batched, bar: "≥ 700 倍", met: speed(ours) / zen.batched >= 700 },
  { name: "编译执行，对 ZEN 逐人调用", median: speed(ours), unit, against: { name: "ZEN（逐人）", median: zen.single }, ratio: speed(ours) / zen.single, bar: "—", met: null },
  { name: "解释执行（无过程）", median: runInterpreter(set), unit, bar: "—", met: null },
];
report(`八项政策、三条衔接规则，${COUNT} 人，单核，中位数`, figures);
