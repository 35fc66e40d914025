import { addDays, dayNumber, type CivilDate } from "../../kernel/dates.ts";
import type { Facts, SubjectKind } from "../../kernel/facts.ts";
import type { Fen } from "../../kernel/money.ts";
import { findRow, moneyOf } from "./assess.ts";
import { describe } from "./describe.ts";
import { rescale, subtractExact } from "./exact.ts";
import { expressionsOf, walk } from "./expression-names.ts";
import type { Comparison, Expr, Place } from "./expression.ts";
import { figure, holds, isFigure, negate, NO, scaleOf, YES, type Reading, type Truth } from "./interpret.ts";
import { coverOverlaps } from "./overlap-coverage.ts";
import type { Benefit, Decision, Pack, TableRow } from "./pack.ts";
import { policySet, standingsOn, type Entry } from "./policy-set.ts";

/** What a case has shown: the subject, the benefit that it is about, and all decisions on that subject. */
export type Observation = { subject: SubjectKind; facts: Facts; asOf: CivilDate; benefit: string; decisions: readonly Decision[] };

/** One thing of the pack that no case touches, with its place in `policy.yaml`. */
export type Uncovered = { what: string; place: Place };

/** An observation of one benefit in force, ready to read expressions against. */
type Look = { reading: Reading; granted: boolean; amount: Fen | null };

/** Everything of the pack that the observations leave untouched, in the order of the file. */
export function findUncovered(pack: Pack, observations: readonly Observation[]): Uncovered[] {
  const uncovered: Uncovered[] = [];
  for (const benefit of pack.benefits) {
    const own = observations.filter((one) => one.benefit === benefit.id);
    uncovered.push(...coverBenefit(pack, benefit, own), ...coverValidity(benefit.name, benefit, benefit.place, own));
  }
  const start: Place = { line: 1, column: 1 };
  uncovered.push(...coverValidity("文件", pack.document, pack.benefits[0]?.place ?? start, observations));
  uncovered.push(...coverParameters(pack, observations), ...coverOverlaps(pack, observations));
  return uncovered.sort((a, b) => a.place.line - b.place.line || a.place.column - b.place.column);
}

function coverBenefit(pack: Pack, benefit: Benefit, own: readonly Observation[]): Uncovered[] {
  const entryOn = entries(pack, benefit);
  const looks = own.flatMap(({ subject, facts, asOf, decisions }): Look[] => {
    const entry = entryOn(asOf);
    if (!entry?.inForce) return [];
    const reading: Reading = { kind: subject, facts, day: dayNumber(asOf), parameters: entry.parameters };
    const amount = decisions.find((decision) => decision.benefit === benefit.id)?.amount ?? null;
    return [{ reading, granted: holds(benefit.when, reading) === YES, amount }];
  });
  const uncovered: Uncovered[] = [];
  const miss = (text: string, place: Place) => uncovered.push({ what: `${benefit.name}：${text}`, place });
  if (!looks.some(({ granted }) => granted)) miss("没有符合条件的用例", benefit.place);
  if (!looks.some(({ reading }) => holds(benefit.when, reading) === NO)) miss("没有不符合条件的用例", benefit.place);
  const words = (expr: Expr) => describe(expr, benefit.subject, pack);
  coverConditions(benefit.when, looks, words, miss);
  const granted = looks.filter((look) => look.granted);
  for (const expr of expressionsOf(benefit.amount)) coverConditions(expr, granted, words, miss);
  for (const table of tablesOf(benefit)) coverTable(table, granted, words, miss);
  coverCap(benefit, granted, miss);
  return uncovered;
}

/** The benefit as it stands on a date, with the parameters of that date. */
function entries(pack: Pack, benefit: Benefit): (date: CivilDate) => Entry | undefined {
  const set = policySet([pack], benefit.subject, pack.document.effective);
  return (date) => standingsOn(set, date).entries.find((entry) => entry.benefit.id === benefit.id);
}

function tablesOf({ amount }: Benefit): TableRow[][] {
  if (amount.form === "parts") return amount.parts.flatMap((part) => (part.table ? [part.table] : []));
  return amount.form === "bounds" && amount.standard ? [amount.standard] : [];
}

type Miss = (text: string, place: Place) => void;
type Words = (expr: Expr) => string;

function coverTable(table: readonly TableRow[], granted: readonly Look[], words: Words, miss: Miss): void {
  const hit = new Set(granted.map(({ reading }) => findRow(table, reading)));
  for (const row of table) {
    if (!hit.has(row)) miss(`没有用例落在表格行“${row.when ? words(row.when) : "其余"}”`, row.place);
  }
}

/** Both sides of a cap on the sum: reached, and not reached. */
function coverCap({ amount }: Benefit, granted: readonly Look[], miss: Miss): void {
  if (amount.form !== "parts" || !amount.cap) return;
  const { cap } = amount;
  const reached = granted.flatMap((look) => {
    const limit = moneyOf(cap, look.reading);
    return limit === undefined || look.amount === null ? [] : [look.amount >= limit];
  });
  if (!reached.includes(true)) miss("没有达到封顶的用例", cap.place);
  if (!reached.includes(false)) miss("没有未达到封顶的用例", cap.place);
}

/**
 * Every question of a condition, asked with both answers and on both sides of its boundary, by cases in which the answer
 * matters: with the other one the whole condition would come out otherwise. A case refused for another reason shows
 * nothing.
 */
function coverConditions(expr: Expr, looks: readonly Look[], words: Words, miss: Miss): void {
  if (expr.type.kind === "boolean") {
    for (const node of questionsOf(expr)) coverQuestion(node, looks.filter((look) => matters(node, expr, look.reading)), words, miss);
  }
  walk(expr, (node) => {
    if (node.op === "min" || node.op === "max") coverExtreme(node, looks, words, miss);
  });
}

function coverQuestion(node: Expr, telling: readonly Look[], words: Words, miss: Miss): void {
  if (node.op === "compare") coverComparison(node, telling, words, miss);
  else if (node.op === "in") coverChoice(node, telling, words, miss);
  else if (node.op !== "literal") coverAnswers(node, telling, words, miss);
}

/** What a condition is made of, below "and", "or" and "not". */
function questionsOf(expr: Expr): readonly Expr[] {
  if (expr.op === "not") return questionsOf(expr.arg);
  return expr.op === "and" || expr.op === "or" ? expr.args.flatMap(questionsOf) : [expr];
}

function matters(node: Expr, whole: Expr, reading: Reading): boolean {
  return holdsWith(node, YES, whole, reading) !== holdsWith(node, NO, whole, reading);
}

/** The condition as it would come out with one of its questions answered so. */
function holdsWith(node: Expr, answer: Truth, expr: Expr, reading: Reading): Truth {
  if (expr === node) return answer;
  if (expr.op === "not") return negate(holdsWith(node, answer, expr.arg, reading));
  if (expr.op !== "and" && expr.op !== "or") return holds(expr, reading);
  const answers = expr.args.map((arg) => holdsWith(node, answer, arg, reading));
  return expr.op === "and"
    ? answers.reduce((all, one) => (all & one) as Truth, YES)
    : answers.reduce((any, one) => (any | one) as Truth, NO);
}

function coverAnswers(node: Expr, looks: readonly Look[], words: Words, miss: Miss): void {
  const answers = new Set(looks.map(({ reading }) => holds(node, reading)));
  if (!answers.has(YES)) miss(`没有用例使“${words(node)}”成立`, node.place);
  if (!answers.has(NO)) miss(`没有用例使“${words(node)}”不成立`, node.place);
}

function coverChoice(node: Expr & { op: "in" }, looks: readonly Look[], words: Words, miss: Miss): void {
  coverAnswers(node, looks, words, miss);
  for (const option of node.options) {
    const one = { ...node, options: [option] };
    if (!looks.some(({ reading }) => holds(one, reading) === YES)) miss(`没有用例取到“${words(one)}”`, node.place);
  }
}

function coverComparison(node: Expr & { op: "compare" }, looks: readonly Look[], words: Words, miss: Miss): void {
  const { left, right, comparison } = node;
  const ordered = comparison !== "==" && comparison !== "!=" && isFigure(left.type);
  const side = (text: string) => miss(`边界“${words(node)}”缺少${text}一侧的用例`, node.place);
  if (ordered && hasOneFigure(left, right)) return coverBoundary(left, right, comparison, looks, side);
  coverAnswers(node, looks, words, miss);
  if (ordered && !differences(left, right, looks).has(0n)) miss(`没有用例使“${words(node)}”的两边恰好相等`, node.place);
}

/** One side is a single fact (or `age`), the other holds no fact: the boundary has two nearest neighbours. */
function hasOneFigure(left: Expr, right: Expr): boolean {
  const facts = (expr: Expr) => {
    let count = 0;
    walk(expr, (node) => (count += node.op === "fact" || node.op === "as_of" ? 1 : 0));
    return count;
  };
  return (left.op === "fact" && facts(right) === 0) || (right.op === "fact" && facts(left) === 0);
}

/** The two values nearest to the cut: for ≥ and < the figure itself and one step below, for > and ≤ one step above. */
function coverBoundary(left: Expr, right: Expr, comparison: Comparison, looks: readonly Look[], miss: (side: string) => void): void {
  const single = left.op === "fact" ? left : right;
  const step = BigInt(rescale(1, Math.max(scaleOf(left.type), scaleOf(right.type)) - scaleOf(single.type)));
  const seen = differences(left, right, looks);
  const below = comparison === ">=" || comparison === "<";
  if (!seen.has(0n)) miss("恰好等于界限的");
  if (!seen.has(below ? -step : step)) miss(below ? "比界限小一个单位的" : "比界限大一个单位的");
}

/** Left minus right at their common scale, in each case where both are known. */
function differences(left: Expr, right: Expr, looks: readonly Look[]): Set<bigint> {
  const scale = Math.max(scaleOf(left.type), scaleOf(right.type));
  const seen = new Set<bigint>();
  for (const { reading } of looks) {
    const [a, b] = [figure(left, reading), figure(right, reading)];
    if (a === undefined || b === undefined) continue;
    seen.add(BigInt(subtractExact(rescale(a, scale - scaleOf(left.type)), rescale(b, scale - scaleOf(right.type)))));
  }
  return seen;
}

/** The smaller (larger) of several: each is it once, and of two, one a fixed figure, both sides of where they meet. */
function coverExtreme(node: Expr & { op: "min" | "max" }, looks: readonly Look[], words: Words, miss: Miss): void {
  const [left, right, ...others] = node.args;
  if (left && right && others.length === 0 && hasOneFigure(left, right)) {
    const comparison = left.op === "fact" ? "<=" : "<";
    return coverBoundary(left, right, comparison, looks, (side) => miss(`边界“${words(node)}”缺少${side}一侧的用例`, node.place));
  }
  for (const arg of node.args) {
    const chosen = looks.some(({ reading }) => isSame(arg, node, reading));
    if (!chosen) miss(`没有用例以“${words(arg)}”为“${words(node)}”`, node.place);
  }
}

function isSame(arg: Expr, whole: Expr, reading: Reading): boolean {
  const [a, b] = [figure(arg, reading), figure(whole, reading)];
  return a !== undefined && b !== undefined && BigInt(rescale(a, scaleOf(whole.type) - scaleOf(arg.type))) === BigInt(b);
}

/** First and last day of validity, and the days just outside. */
function coverValidity(
  name: string,
  validity: { effective?: CivilDate; expires?: CivilDate },
  place: Place,
  observations: readonly Observation[],
): Uncovered[] {
  const { effective, expires } = validity;
  const days: [string, CivilDate | undefined][] = [
    ["生效前一日", effective && addDays(effective, -1)],
    ["生效当日", effective],
    ["失效当日", expires],
    ["失效次日", expires && addDays(expires, 1)],
  ];
  const dates = new Set(observations.map((one) => one.asOf));
  return days.flatMap(([what, day]) => (day === undefined || dates.has(day) ? [] : [{ what: `${name}：没有${what}（${day}）的用例`, place }]));
}

/** Every dated value is used by a case; where a value follows another, on its first day and on the day before. */
function coverParameters(pack: Pack, observations: readonly Observation[]): Uncovered[] {
  return Object.values(pack.parameters).flatMap((parameter) => {
    const users = pack.benefits.filter((benefit) => reads(benefit, parameter.name));
    const dates = observations.filter((one) => users.some(({ id }) => id === one.benefit)).map((one) => one.asOf);
    const miss = (what: string): Uncovered => ({ what: `参数${parameter.label}：${what}`, place: parameter.place });
    if (users.length === 0) return [miss("没有规则用到它")];
    return parameter.values.flatMap((value) => {
      if (!dates.some((date) => value.from <= date && (value.to === undefined || date <= value.to))) return [miss(`没有用例用到${value.from}起的值`)];
      if (value.from === parameter.values[0]?.from) return [];
      return [value.from, addDays(value.from, -1)].filter((day) => !dates.includes(day)).map((day) => miss(`没有${day}的用例`));
    });
  });
}

function reads(benefit: Benefit, parameter: string): boolean {
  let found = false;
  for (const expr of [benefit.when, ...expressionsOf(benefit.amount)]) {
    walk(expr, (node) => (found ||= node.op === "parameter" && node.parameter === parameter));
  }
  return found;
}
