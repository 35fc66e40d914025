import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { compile, decide, type Columns, type PolicySet, type Results } from "../src/engines/rules/index.ts";
import { addDays, addMonths, dayNumber, fullYears } from "../src/kernel/dates.ts";
import { median, report, time, type Figure } from "./measure.ts";
import { closuresOf, type ClosureResults } from "./rules-closures.ts";
import { benchColumns, benchSenior, benchSet, DATE, randomFrom } from "./rules-pack.ts";

/**
 * Eight policies with three overlaps over columns, on one core: generated code against closures over the same tree, the
 * same rules by hand in C at -O3 (where gcc is there), GoRules ZEN (where its package is installed; it is not among our
 * dependencies) and our own interpreter. All that can be are checked to give the same answers.
 */
const COUNT = 1_000_000;
const RUNS = 7;

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

function runC(columns: Columns): { median: number; sums: string[] } | undefined {
  const folder = mkdtempSync(join(tmpdir(), "songhe-bench-"));
  try {
    const program = join(folder, "limit");
    execFileSync("gcc", ["-O3", "-o", program, fileURLToPath(new URL("./rules-limit.c", import.meta.url)), "-lm"], { stdio: "ignore" });
    const head = Int32Array.of(COUNT, bornBy(151) + 1, bornBy(0), bornBy(60), bornBy(80), bornBy(90), bornBy(100), 0);
    const names = ["birth_date", "region", "receives:disability-care-allowance", "living", "economic", "registered_poor", "ability_level", "dementia_level", "disability_category", "disability_grade", "family_planning_special"];
    const parts = [head, ...names.map((name) => columns.data[name]!)].map((array) => new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
    const file = join(folder, "columns");
    writeFileSync(file, Buffer.concat(parts));
    const [milliseconds, ...sums] = execFileSync(program, [file, String(RUNS)], { encoding: "utf8" }).trim().split(" ");
    return { median: Number(milliseconds), sums };
  } catch {
    return undefined;
  } finally {
    if (existsSync(folder)) rmSync(folder, { recursive: true });
  }
}

/** The same conditions as decision tables' expressions in ZEN, one call a subject; undefined where it is not installed. */
async function runZen(): Promise<number | undefined> {
  const name = "@gorules/zen-engine";
  const zen = (await import(name).catch(() => undefined)) as { evaluateExpressionSync: (text: string, facts: unknown) => unknown } | undefined;
  if (!zen) return undefined;
  const conditions = [
    "age >= 80",
    "age >= 60 and (economic in ['destitute', 'minimum_allowance', 'low_income'] or age >= 80) and ability_level >= 1",
    "economic in ['destitute', 'minimum_allowance'] and disability_category != 'none' and disability_grade <= 2",
    "age >= 60 and (ability_level >= 2 or dementia_level >= 2) and economic != 'ordinary'",
    "age >= 60 and ability_level >= 3 and living != 'institution'",
    "family_planning_special != 'none' and age >= 60",
    "age >= 60 and (living in ['alone', 'empty_nest', 'left_behind'] or family_planning_special != 'none' or ability_level >= 2)",
    "(economic == 'destitute' or registered_poor) and (age >= 80 or ability_level >= 2 or disability_category != 'none')",
  ];
  const random = randomFrom(42);
  const people = Array.from({ length: 2000 }, () => {
    const facts = benchSenior(random);
    const known = { living: "with_family", economic: "ordinary", ability_level: 0, dementia_level: 0, disability_grade: 4, ...Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) };
    return { ...known, age: fullYears(String(facts["birth_date"]), DATE) };
  });
  const times = Array.from({ length: 5 }, () => time(() => {
    for (const person of people) for (const condition of conditions) zen.evaluateExpressionSync(condition, person);
  }));
  return people.length / median(times) / 1000;
}

function runClosures(set: PolicySet, columns: Columns): { median: number; sums: string[] } {
  const pack = set.packs[0]!;
  const results: ClosureResults = { standing: pack.benefits.map(() => new Uint8Array(COUNT)), amount: pack.benefits.map(() => new Float64Array(COUNT)) };
  const run = closuresOf(pack, columns, DATE, results);
  const times = Array.from({ length: 5 }, () => time(() => run(0, COUNT)));
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
const ours = median(Array.from({ length: RUNS }, () => time(run)));
const sums = checksums(results.benefits);
const c = runC(columns);
const closures = runClosures(set, columns);
const zen = await runZen();

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
  zen === undefined
    ? { name: "编译执行，对 GoRules ZEN", median: speed(ours), unit, bar: "≥ 700 倍", met: null, note: "未安装 @gorules/zen-engine；别处测得 0.003–0.02" }
    : { name: "编译执行，对 GoRules ZEN", median: speed(ours), unit, against: { name: "ZEN", median: zen }, ratio: speed(ours) / zen, bar: "≥ 700 倍", met: speed(ours) / zen >= 700 },
  { name: "解释执行（无过程）", median: runInterpreter(set), unit, bar: "—", met: null },
];
report(`八项政策、三条衔接规则，${COUNT} 人，单核，中位数`, figures);
