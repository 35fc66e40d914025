import { loadPack, makeColumns, policySet, putFacts, type Columns, type Pack, type PolicySet } from "../src/engines/rules/index.ts";
import type { Facts } from "../src/kernel/facts.ts";

/** Eight policies for seniors as cities have them, with three overlaps; the figures are typical, not those of one place. */
const POLICY = `title: 基准测试政策
document: { id: bench-2024, title: 基准测试政策, issuer: 示范市, region: "420700000000", effective: 2024-01-01, text: document.txt }
external_benefits:
  - { id: disability-care-allowance, name: 重度残疾人护理补贴, class: 护理类 }
benefits:
  - id: old-age-allowance
    name: 高龄津贴
    kind: money
    subject: senior
    class: 普惠津贴
    clause: &clause { at: 一, quote: 试验条款 }
    when: age >= 80
    period: month
    amount: [{ table: [{ if: age >= 100, value: 500 }, { if: age >= 90, value: 200 }, { else: 80 }] }]
    shares: &shares [{ payer: city, part: 0.6 }, { payer: district, part: 0.4 }]
  - id: care-service-subsidy
    name: 购买居家养老服务补贴
    kind: money
    subject: senior
    class: 护理类
    clause: *clause
    when: age >= 60 && (economic in ["destitute", "minimum_allowance", "low_income"] || age >= 80) && ability_level >= 1
    period: month
    amount: [{ table: [{ if: ability_level >= 3, value: 500 }, { if: ability_level == 2, value: 300 }, { else: 100 }] }]
    shares: *shares
  - id: poor-disabled-care-subsidy
    name: 困难失能补贴
    kind: money
    subject: senior
    class: 护理类
    clause: *clause
    when: economic in ["destitute", "minimum_allowance"] && disability_category != "none" && disability_grade <= 2
    period: month
    amount: [{ value: 100 }]
    shares: *shares
  - id: nursing-subsidy
    name: 养老护理补贴
    kind: money
    subject: senior
    class: 护理类
    clause: *clause
    when: age >= 60 && (ability_level >= 2 || dementia_level >= 2) && economic != "ordinary"
    period: month
    amount: [{ table: [{ if: ability_level == 4, value: 600 }, { else: 260 }] }]
    shares: *shares
  - id: home-care-bed
    name: 家庭养老床位
    kind: care
    subject: senior
    class: 服务类
    clause: *clause
    when: age >= 60 && ability_level >= 3 && living != "institution"
    period: month
    amount: [{ value: 400 }]
    shares: *shares
  - id: family-planning-aid
    name: 计划生育特殊家庭扶助
    kind: money
    subject: senior
    class: 生活类
    clause: *clause
    when: family_planning_special != "none" && age >= 60
    period: month
    amount: [{ table: [{ if: family_planning_special == "bereaved", value: 590 }, { else: 460 }] }]
    shares: *shares
  - id: visits
    name: 探访关爱
    kind: attention
    subject: senior
    class: 关爱类
    clause: *clause
    when: age >= 60 && (living in ["alone", "empty_nest", "left_behind"] || family_planning_special != "none" || ability_level >= 2)
    period: month
    amount: service
  - id: home-adaptation
    name: 居家适老化改造
    kind: care
    subject: senior
    class: 适老化改造
    clause: *clause
    when: (economic == "destitute" || registered_poor) && (age >= 80 || ability_level >= 2 || disability_category != "none")
    period: once
    amount: service
overlaps:
  - { take_higher: [poor-disabled-care-subsidy, nursing-subsidy, disability-care-allowance] }
  - { exclusive: [home-care-bed, care-service-subsidy], keep: home-care-bed }
  - { cap: 1000, period: month, over: [old-age-allowance, nursing-subsidy, family-planning-aid] }
`;

export const DATE = "2026-11-21";

/** The text of the pack, and of the document that it quotes. */
export function benchSource(): { name: string; policy: string; texts: Record<string, string> } {
  const policy = POLICY.replace("clause: &clause { at: 一, quote: 试验条款 }", "clause: { at: 一, quote: 试验条款 }")
    .replaceAll("*clause", "{ at: 一, quote: 试验条款 }")
    .replace("&shares ", "")
    .replaceAll("*shares", "[{ payer: city, part: 0.6 }, { payer: district, part: 0.4 }]")
    .replace(/ {2}- \{ (take_higher|exclusive|cap): (.*) \}/g, "  - { $1: $2, clause: { at: 一, quote: 试验条款 } }");
  return { name: "bench", policy, texts: { "document.txt": "试验条款" } };
}

export function benchPack(): Pack {
  const { pack, faults } = loadPack(benchSource());
  if (!pack) throw new Error(faults.map(({ line, message, mend }) => `${line}: ${message}（${mend}）`).join("\n"));
  return pack;
}

export function benchSet(): PolicySet {
  return policySet([benchPack()], "senior", DATE);
}

/** Mulberry32 from a fixed seed: every run has the same people. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function choose<T>(roll: number, weighted: readonly (readonly [T, number])[]): T {
  let left = roll;
  for (const [value, weight] of weighted) {
    left -= weight;
    if (left < 0) return value;
  }
  return weighted[0]![0];
}

/** A senior of an ordinary city; some facts are not known. */
export function benchSenior(random: () => number): Facts {
  const age = 60 + Math.floor(random() ** 2.2 * 42);
  const month = 1 + Math.floor(random() * 12);
  const day = 1 + Math.floor(random() * 28);
  const frail = Math.max(0, age - 70) / 40;
  const facts: Facts = {
    birth_date: `${2025 - age}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`,
    region: `42070${choose(random(), [["4", 0.5], ["2", 0.25], ["3", 0.25]])}00${1 + Math.floor(random() * 9)}00${1 + Math.floor(random() * 9)}`,
    living: choose(random(), [["with_family", 0.5], ["empty_nest", 0.28], ["alone", 0.14], ["left_behind", 0.04], ["institution", 0.04]]),
    economic: choose(random(), [["ordinary", 0.9], ["minimum_allowance", 0.05], ["low_income", 0.03], ["destitute", 0.02]]),
    registered_poor: random() < 0.05,
    ability_level: random() < 0.08 + frail ? choose(random(), [[1, 0.5], [2, 0.25], [3, 0.15], [4, 0.1]]) : 0,
    dementia_level: random() < 0.04 + frail / 4 ? 1 + Math.floor(random() * 4) : 0,
    disability_category: choose(random(), [["none", 0.9], ["limb", 0.05], ["vision", 0.02], ["hearing", 0.02], ["mental", 0.01]]),
    family_planning_special: choose(random(), [["none", 0.985], ["bereaved", 0.008], ["disabled_child", 0.007]]),
    receives: random() < 0.03 ? { "disability-care-allowance": 10_000 } : {},
    alive: true,
  };
  if (facts["disability_category"] !== "none") facts["disability_grade"] = 1 + Math.floor(random() * 4);
  for (const name of ["ability_level", "dementia_level", "economic", "living"]) if (random() < 0.05) facts[name] = undefined;
  return facts;
}

export function benchColumns(set: PolicySet, count: number): Columns {
  const random = randomFrom(42);
  const columns = makeColumns(set, count);
  for (let index = 0; index < count; index += 1) putFacts(columns, index, benchSenior(random));
  return columns;
}
