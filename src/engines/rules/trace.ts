import { displayDate, type CivilDate } from "../../kernel/dates.ts";
import type { SubjectKind } from "../../kernel/facts.ts";
import { appliesTo, findRow, isDead, moneyOf, partAmount, type State } from "./assess.ts";
import { describe, figureText, labelOf, unitOf, valueText, yuanText } from "./describe.ts";
import type { Expr } from "./expression.ts";
import { factValue, figure, holds, negate, NO, UNKNOWN, YES, type Reading, type Truth } from "./interpret.ts";
import { storedFact } from "./known-fact.ts";
import type { OverlapNote } from "./overlaps.ts";
import type { AmountPart, ClauseRef, Decision, Pack, Standing, TableRow, Trace } from "./pack.ts";
import { findParameterValue, type Entry } from "./policy-set.ts";
import { PAYERS } from "./read-benefits.ts";
import { findFact } from "./scope.ts";

/** Standings in the words of decisions. */
export const STANDING_NAMES: Record<Standing, string> = {
  granted: "符合条件，予以享受",
  to_be_decided: "符合条件，待在幅度内定额",
  unspecified: "符合条件，授权未细化",
  not_eligible: "不符合条件",
  unknown: "信息不全，暂不能认定",
  suppressed: "符合条件，因与其他待遇衔接不再享受",
  reduced: "符合条件，按合计限额减发",
  not_in_force: "政策不在有效期内",
};

type Tracing = { reading: Reading; kind: SubjectKind; pack: Pack; date: CivilDate; seen: Map<string, Trace[]> };
/** A step of the tree with its answer still as a truth. */
type Step = { trace: Trace; truth: Truth };

/** `seen` keeps the steps of facts of the subject at hand, which stand in many places of its traces. */
export type TraceContext = { date: CivilDate; oneRegion: boolean; notes: readonly OverlapNote[]; seen: Map<string, Trace[]> };

/** The whole tree behind one decision. */
export function traceDecision(state: State, decision: Decision, reading: Reading, context: TraceContext): Trace {
  const { date, oneRegion, notes, seen } = context;
  const { benefit, pack } = state.entry;
  const tracing: Tracing = { reading, kind: benefit.subject, pack, date, seen };
  const steps = commonSteps(state.entry, date);
  const children: Trace[] = [steps.validity];
  if (state.entry.inForce) {
    const region = traceRegion(state, reading, oneRegion, steps);
    if (region) children.push(region);
    if (isDead(reading)) children.push({ step: "condition", text: labelOf("senior", "alive"), result: false });
    const condition = traceCondition(benefit.when, tracing);
    condition.trace.clause = decision.clause;
    children.push(condition.trace);
    if (condition.truth === YES) children.push(...traceAmount(state, tracing));
    for (const note of notes) if (note.benefit === benefit.id) children.push(overlapStep(note));
    for (const share of decision.shares) children.push({ step: "share", text: payerName(share.payer), result: yuanText(share.amount) });
  }
  const root: Trace = { step: "decision", text: benefit.name, result: STANDING_NAMES[decision.standing], clause: decision.clause, children };
  if (decision.missing.length > 0) root.missing = decision.missing;
  return root;
}

/** As packs may write them (read-benefits.ts), in the shorter words of an answer. */
const PAYER_NAMES: Readonly<Record<string, string>> = { ...PAYERS, district: "区级财政" };

/** Who pays, in words: 市级财政. */
export function payerName(payer: string): string {
  return PAYER_NAMES[payer] ?? payer;
}

function truthResult(truth: Truth): boolean | null {
  return truth === UNKNOWN ? null : truth === YES;
}

function clauseOf(clause: ClauseRef): { at: string; quote: string } {
  return { at: clause.at, quote: clause.quote };
}

/** Steps that are the same for everyone on a day; kept for the day that was asked about last. */
type CommonSteps = { date: CivilDate; validity: Trace; inside: Trace; outside: Trace; assumed: Trace; unsaid: Trace };
const common = new WeakMap<Entry, CommonSteps>();

function commonSteps(entry: Entry, date: CivilDate): CommonSteps {
  const last = common.get(entry);
  if (last?.date === date) return last;
  const label = labelOf(entry.benefit.subject, "region");
  const text = `${label}在本政策适用地区范围内`;
  const steps: CommonSteps = {
    date,
    validity: { step: "validity", text: validityText(entry, date), result: entry.inForce },
    inside: { step: "condition", text, result: true },
    outside: { step: "condition", text, result: false },
    assumed: { step: "condition", text: `${label}未登记，按本政策适用地区的对象认定`, result: true },
    unsaid: { step: "condition", text, result: null, missing: ["region"] },
  };
  common.set(entry, steps);
  return steps;
}

function validityText({ benefit, pack }: Entry, date: CivilDate): string {
  const begins = benefit.effective ?? pack.document.effective;
  const ends = benefit.expires ?? pack.document.expires;
  const period = ends === undefined ? `自${displayDate(begins)}起施行` : `有效期${displayDate(begins)}至${displayDate(ends)}`;
  return `《${pack.document.title}》${period}，认定日期${displayDate(date)}`;
}

/** Whether the subject lives where the pack speaks; undefined where it speaks everywhere. */
function traceRegion(state: State, reading: Reading, oneRegion: boolean, steps: CommonSteps): Trace | undefined {
  if (state.entry.region === undefined) return undefined;
  if (factValue("region", reading) === undefined) return oneRegion ? steps.assumed : steps.unsaid;
  return appliesTo(state.entry, reading, oneRegion) === YES ? steps.inside : steps.outside;
}

/** Every part of a condition with its own answer, also where an earlier part has settled the whole. */
function traceCondition(expr: Expr, tracing: Tracing): Step {
  const text = describe(expr, tracing.kind, tracing.pack);
  if (expr.op === "and" || expr.op === "or") {
    const children: Trace[] = [];
    let truth: Truth = expr.op === "and" ? YES : NO;
    for (const arg of expr.args) {
      const step = traceCondition(arg, tracing);
      children.push(step.trace);
      truth = (expr.op === "and" ? truth & step.truth : truth | step.truth) as Truth;
    }
    return { trace: { step: "condition", text: expr.op === "and" ? "同时符合以下条件" : "符合以下条件之一", result: truthResult(truth), children }, truth };
  }
  if (expr.op === "not") {
    const step = traceCondition(expr.arg, tracing);
    const truth = negate(step.truth);
    return { trace: { step: "condition", text, result: truthResult(truth), children: [step.trace] }, truth };
  }
  const truth = holds(expr, tracing.reading);
  const sole = soleFact(expr);
  if (sole !== undefined) {
    const children = factSteps(sole, tracing);
    const trace: Trace = { step: "condition", text, result: truthResult(truth), children };
    if (truth === UNKNOWN && children[0]!.missing) trace.missing = children[0]!.missing;
    return { trace, truth };
  }
  const children: Trace[] = [];
  const missing: string[] = [];
  traceLeaves(expr, tracing, children, missing);
  const trace: Trace = { step: "condition", text, result: truthResult(truth), children };
  if (truth === UNKNOWN && missing.length > 0) trace.missing = missing;
  return { trace, truth };
}

/** The facts and parameters that a comparison or quantity reads, with what was found. */
function traceLeaves(expr: Expr, tracing: Tracing, steps: Trace[], missing: string[]): void {
  switch (expr.op) {
    case "fact":
    case "has":
      return traceFact(expr.fact, tracing, steps, missing);
    case "parameter":
      steps.push(traceParameter(expr, tracing));
      return;
    case "in":
    case "within":
    case "not":
      return traceLeaves(expr.arg, tracing, steps, missing);
    case "compare":
    case "add":
    case "subtract":
    case "multiply":
      traceLeaves(expr.left, tracing, steps, missing);
      return traceLeaves(expr.right, tracing, steps, missing);
    case "and":
    case "or":
    case "min":
    case "max":
      for (const arg of expr.args) traceLeaves(arg, tracing, steps, missing);
      return;
    case "full_years":
    case "full_months":
      traceLeaves(expr.from, tracing, steps, missing);
      return traceLeaves(expr.to, tracing, steps, missing);
    default:
  }
}

/** The one fact that a condition asks about, where it is held against fixed values only. */
function soleFact(expr: Expr): string | undefined {
  if (expr.op === "compare") return expr.left.op === "fact" && expr.right.op === "literal" ? expr.left.fact : undefined;
  if (expr.op === "in" || expr.op === "within") return expr.arg.op === "fact" ? expr.arg.fact : undefined;
  return expr.op === "fact" || expr.op === "has" ? expr.fact : undefined;
}

/** The step of a fact, as the list that most conditions need; made once for a subject. */
function factSteps(name: string, { reading, kind, seen }: Tracing): Trace[] {
  const known = seen.get(name);
  if (known) return known;
  const fact = findFact(kind, name)!;
  const value = factValue(name, reading);
  const step: Trace =
    value === undefined
      ? { step: "fact", text: fact.label, result: null, missing: [storedFact(kind, name)] }
      : { step: "fact", text: fact.label, result: valueText(value, fact) };
  const steps = [step];
  seen.set(name, steps);
  return steps;
}

function traceFact(name: string, tracing: Tracing, steps: Trace[], missing: string[]): void {
  const step = factSteps(name, tracing)[0]!;
  steps.push(step);
  if (step.missing) missing.push(...step.missing);
}

function traceParameter(expr: Expr & { op: "parameter" }, { pack, date }: Tracing): Trace {
  const parameter = pack.parameters[expr.parameter]!;
  // A benefit is only in force on dates on which each of its parameters has a value.
  const chosen = findParameterValue(parameter, date)!;
  const unit = parameter.kind === "money" ? parameter.unit.replace(/^万?元/, "") : parameter.unit;
  const result = figureText(chosen.value, expr.type) + unit;
  return { step: "parameter", text: parameter.label, result, clause: clauseOf(chosen.clause) };
}

function traceAmount(state: State, tracing: Tracing): Trace[] {
  const { amount } = state.entry.benefit;
  switch (amount.form) {
    case "parts": {
      const steps = amount.parts.map((part) => tracePart(part, tracing));
      if (amount.cap) steps.push(traceMoney("cap", "最高不超过", amount.cap, tracing));
      return steps;
    }
    case "bounds": {
      const steps = [traceMoney("bounds", "幅度下限", amount.min, tracing), traceMoney("bounds", "幅度上限", amount.max, tracing)];
      if (amount.standard) steps.push(traceTable("本地标准", amount.standard, tracing));
      if (state.refused !== undefined) steps.push({ step: "bounds", text: `所定金额${yuanText(state.refused)}超出幅度，须重新定额`, result: false });
      return steps;
    }
    case "unspecified":
      return [{ step: "bounds", text: `标准由${amount.authorised}另行规定`, result: null }];
    case "service":
      return [];
  }
}

function traceMoney(step: string, text: string, expr: Expr, tracing: Tracing): Trace {
  const fen = moneyOf(expr, tracing.reading);
  const children: Trace[] = [];
  const missing: string[] = [];
  traceLeaves(expr, tracing, children, missing);
  const trace: Trace = { step, text, result: fen === undefined ? null : yuanText(fen), children };
  if (missing.length > 0) trace.missing = missing;
  return trace;
}

function tracePart(part: AmountPart, tracing: Tracing): Trace {
  const fen = partAmount(part, tracing.reading);
  const children: Trace[] = [];
  const missing: string[] = [];
  if (part.times) {
    const times = figure(part.times, tracing.reading);
    const text = describe(part.times, tracing.kind, tracing.pack);
    children.push({ step: "fact", text: `数量：${text}`, result: times === undefined ? null : figureText(times, part.times.type, unitOf(part.times, tracing.kind)) });
    traceLeaves(part.times, tracing, children, missing);
  }
  if (part.value) traceLeaves(part.value, tracing, children, missing);
  if (part.table) children.push(traceTable("标准", part.table, tracing));
  const trace: Trace = { step: "part", text: part.label ?? "金额", result: fen === undefined ? null : yuanText(fen), children };
  if (missing.length > 0) trace.missing = missing;
  return trace;
}

/** The rows asked, up to the one that holds or that cannot be told. */
function traceTable(text: string, table: readonly TableRow[], tracing: Tracing): Trace {
  const found = findRow(table, tracing.reading);
  const children: Trace[] = [];
  for (const row of table) {
    const condition = row.when && traceCondition(row.when, tracing);
    const truth = condition?.truth ?? YES;
    const steps = condition ? [condition.trace] : [];
    const missing: string[] = [];
    if (truth === YES) traceLeaves(row.value, tracing, steps, missing);
    const label = row.when ? describe(row.when, tracing.kind, tracing.pack) : "其他情形";
    children.push({ step: "row", text: label, result: truthResult(truth), children: steps });
    if (truth !== NO) break;
  }
  const fen = found === undefined || found === "unknown" ? undefined : moneyOf(found.value, tracing.reading);
  return { step: "table", text, result: fen === undefined ? null : yuanText(fen), children };
}

function overlapStep(note: OverlapNote): Trace {
  const { clause, note: words } = note.rule;
  const trace: Trace = { step: "overlap", text: words === undefined ? note.text : `${note.text}（${words.replace(/。$/, "")}）`, result: note.result };
  if (clause) trace.clause = clauseOf(clause);
  return trace;
}
