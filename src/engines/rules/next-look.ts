import { addDays, addMonths, fullMonths, fullYears, isCivilDate, type CivilDate } from "../../kernel/dates.ts";
import type { Facts, SubjectKind } from "../../kernel/facts.ts";
import { expressionsOf, walk } from "./expression-names.ts";
import type { Expr } from "./expression.ts";
import { findDerived, findStored } from "./known-fact.ts";
import type { PolicySet } from "./policy-set.ts";

/** What of a set runs with the calendar. */
type Clocks = {
  /** spans counted from a fact to the day of the decision: `birth_date years` */
  spans: Map<string, { from: string; months: number }>;
  /** date facts that are held against the day of the decision */
  facts: Set<string>;
  /** days written into such comparisons, and those on which documents, benefits and parameters begin or have ended */
  days: CivilDate[];
};

/**
 * For a set, the next date after a given one on which an answer for a subject could change by the calendar alone: never
 * later than `thresholds`, often earlier (each birthday where age counts at all), and a thousand times cheaper, since
 * nothing is decided. Meant for runs over everyone: whoever is looked at too early is given the next date.
 */
export function nextLook(set: PolicySet): (facts: Facts, after: CivilDate) => CivilDate | undefined {
  const clocks = clocksOf(set);
  const days = [...new Set([...clocks.days, ...set.breaks])].sort();
  const spans = [...clocks.spans.values()];
  const dated = [...clocks.facts];
  // whole registers have the same few thousand days of birth
  const from = (after: CivilDate) => ({ after, next: days.find((day) => day > after), completions: spans.map(() => new Map<string, CivilDate | undefined>()) });
  let known = from("");
  return (facts, after) => {
    if (known.after !== after) known = from(after);
    let { next } = known;
    const offer = (day: CivilDate) => {
      if (day > after && (next === undefined || day < next)) next = day;
    };
    for (const [place, { from, months }] of spans.entries()) {
      const start = facts[from];
      if (typeof start !== "string") continue;
      const completions = known.completions[place]!;
      if (!completions.has(start)) completions.set(start, isCivilDate(start) ? nextCompletion(start, months, after) : undefined);
      const completion = completions.get(start);
      if (completion !== undefined) offer(completion);
    }
    for (const name of dated) {
      const day = facts[name];
      if (typeof day !== "string" || !isCivilDate(day)) continue;
      offer(day);
      offer(addDays(day, 1));
    }
    return next;
  };
}

/** The day after `after` on which another full year (12) or month (1) is complete; 29 February is awaited until 1 March. */
function nextCompletion(from: CivilDate, months: number, after: CivilDate): CivilDate {
  const full = months === 12 ? fullYears : fullMonths;
  const count = full(from, after) + 1;
  const date = addMonths(from, count * months);
  return full(from, date) < count ? addDays(date, 1) : date;
}

function clocksOf(set: PolicySet): Clocks {
  const clocks: Clocks = { spans: new Map(), facts: new Set(), days: [] };
  for (const benefit of set.packs.flatMap((pack) => pack.benefits)) {
    if (benefit.subject !== set.kind) continue;
    for (const expr of [benefit.when, ...expressionsOf(benefit.amount)]) walk(expr, (node) => note(node, set.kind, clocks));
  }
  return clocks;
}

function note(node: Expr, kind: SubjectKind, clocks: Clocks): void {
  const span = (from: string, months: number) => clocks.spans.set(`${from} ${months}`, { from, months });
  if (node.op === "fact") {
    const derived = findDerived(kind, node.fact);
    if (derived) span(derived.from, 12);
  }
  if (node.op === "full_years" || node.op === "full_months") {
    for (const side of [node.from, node.to]) if (side.op === "fact") span(side.fact, node.op === "full_years" ? 12 : 1);
  }
  if (node.op !== "compare") return;
  let today = false;
  const facts: string[] = [];
  const days: CivilDate[] = [];
  walk(node, (part) => {
    if (part.op === "as_of") today = true;
    if (part.op === "literal" && part.type.kind === "date") days.push(addDays("1970-01-01", Number(part.value)));
    if (part.op === "fact" && findStored(kind, part.fact)?.type === "date") facts.push(part.fact);
  });
  if (!today) return;
  for (const name of facts) clocks.facts.add(name);
  for (const day of days) clocks.days.push(day, addDays(day, 1));
}
