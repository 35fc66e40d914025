import type { CompiledSet, Pack, Results } from "../../engines/rules/index.ts";
import { makeColumns, NOT_APPLICABLE, putFacts, STANDINGS } from "../../engines/rules/index.ts";
import { addMonths, type CivilDate, type CivilMonth } from "../../kernel/dates.ts";
import type { Facts, SubjectKind } from "../../kernel/facts.ts";
import { divideAmount } from "../../kernel/money.ts";
import type { RegionCode } from "../../kernel/regions.ts";

/**
 * What a changed policy does to the register, counted. Pure: two compiled sets, subjects in, sums out. Sums are kept as
 * text of whole 分 so that they can rest between two chunks of a long run.
 */
export type Period = "once" | "month" | "year";
export type Change = "wins" | "loses" | "more" | "less";
export type SubjectFacts = { id: string; region: RegionCode; facts: Facts };
export type SubjectChange = {
  subjectId: string;
  region: RegionCode;
  benefit: string;
  change: Change;
  before: number | null;
  after: number | null;
  beforeStanding: string;
  afterStanding: string;
};

type Sums = { before: string; after: string };
type Counts = { wins: number; loses: number; more: number; less: number };
export type Tally = {
  subjects: number;
  unchanged: number;
  counts: Counts;
  payers: Record<string, Sums>;
  benefits: Record<string, Sums & Counts>;
  regions: Record<string, Counts & Record<Period, Sums>>;
  months: Record<CivilMonth, Sums>;
  /** benefits whose figure is only bounded: counted at the lower bound */
  bounded: string[];
};

export function emptyTally(): Tally {
  return { subjects: 0, unchanged: 0, counts: { wins: 0, loses: 0, more: 0, less: 0 }, payers: {}, benefits: {}, regions: {}, months: {}, bounded: [] };
}

const ELIGIBLE = new Set(["granted", "reduced", "to_be_decided", "unspecified"]);
const MONTHS = 12;

export type Sides = { kind: SubjectKind; before: CompiledSet; after: CompiledSet; asOf: CivilDate; /** the part of the code that names the next level below the list's region */ regionWidth: number };

/** Adds a batch of subjects to a tally; returns those for whom something changes. */
export function tallyBatch(tally: Tally, sides: Sides, subjects: readonly SubjectFacts[]): SubjectChange[] {
  const side = (set: CompiledSet) => {
    const columns = makeColumns(set.set, subjects.length);
    subjects.forEach((subject, index) => putFacts(columns, index, subject.facts));
    return { set, columns, results: set.run(columns, 0, subjects.length, sides.asOf), packs: benefitsOf(set) };
  };
  const [before, after] = [side(sides.before), side(sides.after)];
  const changes: SubjectChange[] = [];
  tally.subjects += subjects.length;
  subjects.forEach((subject, index) => {
    const [was, is] = [answersAt(before.results, index), answersAt(after.results, index)];
    let changed = false;
    for (const benefit of new Set([...was.keys(), ...is.keys()])) {
      const rule = after.packs.get(benefit) ?? before.packs.get(benefit)!;
      const change = count(tally, subject, sides, { benefit, was: was.get(benefit), is: is.get(benefit), rule, ruleBefore: before.packs.get(benefit) ?? rule });
      if (change) changes.push(change);
      changed ||= change !== undefined;
    }
    if (!changed) tally.unchanged += 1;
  });
  addMonthSums(tally, sides, before, after, subjects.length);
  return changes;
}

type Answer = { standing: string; amount: number };
type Rule = Pack["benefits"][number];

function benefitsOf(set: CompiledSet): Map<string, Rule> {
  return new Map(set.set.packs.flatMap((pack) => pack.benefits.filter((benefit) => benefit.subject === set.set.kind).map((benefit) => [benefit.id, benefit])));
}

/** Eligible benefits of one subject with their figure; the lower bound where an officer has still to decide. */
function answersAt(results: Results, index: number): Map<string, Answer> {
  const answers = new Map<string, Answer>();
  for (const result of results.benefits) {
    const code = result.standing[index]!;
    if (code === NOT_APPLICABLE) continue;
    const standing = STANDINGS[code]!;
    if (!ELIGIBLE.has(standing)) continue;
    const figure = standing === "to_be_decided" ? (result.min?.[index] ?? 0) : result.amount[index]!;
    answers.set(result.benefit, { standing, amount: Number.isNaN(figure) ? 0 : figure });
  }
  return answers;
}

function count(
  tally: Tally,
  subject: SubjectFacts,
  sides: Sides,
  one: { benefit: string; was: Answer | undefined; is: Answer | undefined; rule: Rule; ruleBefore: Rule },
): SubjectChange | undefined {
  const { was, is, rule, ruleBefore } = one;
  const place = subject.region.slice(0, sides.regionWidth).padEnd(12, "0");
  const region = (tally.regions[place] ??= { wins: 0, loses: 0, more: 0, less: 0, once: zero(), month: zero(), year: zero() });
  const sums = (tally.benefits[one.benefit] ??= { ...zero(), wins: 0, loses: 0, more: 0, less: 0 });
  const [a, b] = [was?.amount ?? 0, is?.amount ?? 0];
  add(sums, a, b);
  add(region[rule.period], a, b);
  for (const [payer, amount] of sharesOf(ruleBefore, a)) add((tally.payers[`${payer} ${ruleBefore.period}`] ??= zero()), amount, 0);
  for (const [payer, amount] of sharesOf(rule, b)) add((tally.payers[`${payer} ${rule.period}`] ??= zero()), 0, amount);
  if ((was?.standing === "to_be_decided" || is?.standing === "to_be_decided") && !tally.bounded.includes(one.benefit)) tally.bounded.push(one.benefit);
  const change: Change | undefined = was && !is ? "loses" : !was && is ? "wins" : b > a ? "more" : b < a ? "less" : undefined;
  if (!change) return undefined;
  tally.counts[change] += 1;
  region[change] += 1;
  sums[change] += 1;
  return {
    subjectId: subject.id,
    region: subject.region,
    benefit: one.benefit,
    change,
    before: was ? a : null,
    after: is ? b : null,
    beforeStanding: was?.standing ?? "not_eligible",
    afterStanding: is?.standing ?? "not_eligible",
  };
}

function sharesOf(rule: Rule, amount: number): [string, number][] {
  if (amount === 0) return [];
  if (rule.shares.length === 0) return [["unnamed", amount]];
  const parts = divideAmount(amount, rule.shares.map((share) => share.part));
  return rule.shares.map((share, index) => [share.payer, parts[index]!]);
}

type Side = { set: CompiledSet; columns: ReturnType<typeof makeColumns>; results: Results; packs: Map<string, Rule> };

/** Twelve months from the date: monthly benefits by who is eligible on the first of each, the others in the first month. */
function addMonthSums(tally: Tally, sides: Sides, before: Side, after: Side, size: number): void {
  for (let month = 0; month < MONTHS; month += 1) {
    const date = month === 0 ? sides.asOf : `${addMonths(sides.asOf, month).slice(0, 7)}-01`;
    const sums = (tally.months[date.slice(0, 7)] ??= zero());
    const total = (side: Side) => {
      const results = month === 0 ? side.results : side.set.run(side.columns, 0, size, date);
      let sum = 0n;
      for (const result of results.benefits) {
        if (month > 0 && side.packs.get(result.benefit)?.period !== "month") continue;
        for (let index = 0; index < size; index += 1) {
          const code = result.standing[index]!;
          if (code === NOT_APPLICABLE || !ELIGIBLE.has(STANDINGS[code]!)) continue;
          const figure = STANDINGS[code] === "to_be_decided" ? (result.min?.[index] ?? 0) : result.amount[index]!;
          if (!Number.isNaN(figure)) sum += BigInt(figure);
        }
      }
      return sum;
    };
    sums.before = String(BigInt(sums.before) + total(before));
    sums.after = String(BigInt(sums.after) + total(after));
  }
}

function zero(): Sums {
  return { before: "0", after: "0" };
}

function add(sums: Sums, before: number, after: number): void {
  if (before !== 0) sums.before = String(BigInt(sums.before) + BigInt(before));
  if (after !== 0) sums.after = String(BigInt(sums.after) + BigInt(after));
}
