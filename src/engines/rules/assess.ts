import type { Fen } from "../../kernel/money.ts";
import { addExact, multiplyExact, roundToFen, type Exact } from "./exact.ts";
import type { Expr } from "./expression.ts";
import { collectMissing, collectUnknownFacts, factValue, figure, holds, liesWithin, NO, scaleOf, UNKNOWN, YES, type Reading, type Truth } from "./interpret.ts";
import type { Amount, AmountPart, Standing, TableRow } from "./pack.ts";
import type { Entry } from "./policy-set.ts";

/** Standings by their code: the numbers of the result columns. 0, 2 and 3 are the truths of a condition. */
export const STANDINGS: readonly Standing[] = [
  "not_eligible",
  "not_in_force",
  "unknown",
  "granted",
  "reduced",
  "to_be_decided",
  "unspecified",
  "suppressed",
];
/** The subject lives outside the region of the pack, or a lower list speaks in its place: there is no decision. */
export const NOT_APPLICABLE = 8;

/** A benefit for one subject on its way to a decision. */
export type State = {
  entry: Entry;
  standing: Standing;
  amount: Fen | null;
  min: Fen | null;
  max: Fen | null;
  excludedBy: string | null;
  missing: Set<string>;
  /** an officer's figure that lies outside the bounds and is therefore not taken */
  refused?: Fen;
  /** an officer's figure, whether or not it applies */
  determined?: Fen;
};

/** Stands for no missing facts; never added to. */
const NOTHING: Set<string> = new Set();

/** Makes a state unknown, for reasons that are then put into `missing`. */
export function makeUndecided(state: State): Set<string> {
  state.standing = "unknown";
  if (state.missing === NOTHING) state.missing = new Set();
  return state.missing;
}

/** What one benefit says of a subject before overlaps; undefined where it does not concern the subject's region. */
export function assess(entry: Entry, reading: Reading, oneRegion: boolean, determined?: Fen): State | undefined {
  const applies = appliesTo(entry, reading, oneRegion);
  if (applies === NO && !oneRegion) return undefined;
  const state: State = { entry, standing: "not_in_force", amount: null, min: null, max: null, excludedBy: null, missing: NOTHING, determined };
  if (!entry.inForce) return state;
  const truth = applies === NO || isDead(reading) ? NO : ((applies & holds(entry.benefit.when, reading)) as Truth);
  if (truth === NO) state.standing = "not_eligible";
  else if (truth === UNKNOWN) {
    const missing = makeUndecided(state);
    if (applies === UNKNOWN) missing.add("region");
    collectMissing(entry.benefit.when, reading, missing);
  } else putAmount(state, entry.benefit.amount, reading, determined);
  return state;
}

/** Whether the subject lives where the entry speaks. A set of one region is taken to be meant for whom it is asked about. */
export function appliesTo(entry: Entry, reading: Reading, oneRegion: boolean): Truth {
  if (entry.region === undefined && entry.replacedIn.length === 0) return YES;
  const region = factValue("region", reading) as string | undefined;
  if (region === undefined) return entry.region === undefined || oneRegion ? YES : UNKNOWN;
  if (entry.replacedIn.some((lower) => liesWithin(region, lower))) return NO;
  return entry.region === undefined || liesWithin(region, entry.region) ? YES : NO;
}

/** One known to have died gets nothing; not known to be alive is no obstacle. */
export function isDead(reading: Reading): boolean {
  return reading.kind === "senior" && reading.facts["alive"] === false;
}

/** The row of a table that holds first; "unknown" where a row before it cannot be told, undefined where none holds. */
export function findRow(table: readonly TableRow[], reading: Reading): TableRow | "unknown" | undefined {
  for (const row of table) {
    const truth = row.when ? holds(row.when, reading) : YES;
    if (truth === UNKNOWN) return "unknown";
    if (truth === YES) return row;
  }
  return undefined;
}

/** One part in 分, rounded once; undefined where it cannot be computed. */
export function partAmount(part: AmountPart, reading: Reading): Fen | undefined {
  let value = part.value;
  if (part.table) {
    const row = findRow(part.table, reading);
    if (row === undefined || row === "unknown") return undefined;
    value = row.value;
  }
  const each = value && figure(value, reading);
  if (!value || each === undefined) return undefined;
  if (!part.times) return roundToFen(each, scaleOf(value.type));
  const times = figure(part.times, reading);
  return times === undefined ? undefined : roundToFen(multiplyExact(times, each), scaleOf(part.times.type) + scaleOf(value.type));
}

/** A quantity of money in 分; undefined where it cannot be computed. */
export function moneyOf(expr: Expr, reading: Reading): Fen | undefined {
  const value: Exact | undefined = figure(expr, reading);
  return value === undefined ? undefined : roundToFen(value, scaleOf(expr.type));
}

function putAmount(state: State, amount: Amount, reading: Reading, determined?: Fen): void {
  state.standing = "granted";
  if (amount.form === "parts") putParts(state, amount, reading);
  else if (amount.form === "bounds") putBounds(state, amount, reading, determined);
  else if (amount.form === "unspecified") {
    if (determined === undefined) state.standing = "unspecified";
    else state.amount = determined;
  }
}

function putParts(state: State, amount: Amount & { form: "parts" }, reading: Reading): void {
  let sum: Exact = 0;
  for (const part of amount.parts) {
    const fen = partAmount(part, reading);
    if (fen === undefined) {
      missingOfPart(part, reading, makeUndecided(state));
    } else sum = addExact(sum, fen);
  }
  const cap = amount.cap && moneyOf(amount.cap, reading);
  if (amount.cap && cap === undefined) {
    collectUnknownFacts(amount.cap, reading, makeUndecided(state));
  }
  if (state.standing === "granted") state.amount = roundToFen(cap !== undefined && cap < sum ? cap : sum, 0);
}

function putBounds(state: State, amount: Amount & { form: "bounds" }, reading: Reading, determined?: Fen): void {
  const min = moneyOf(amount.min, reading);
  const max = moneyOf(amount.max, reading);
  const row = amount.standard && determined === undefined ? findRow(amount.standard, reading) : undefined;
  const fixed = row === undefined || row === "unknown" ? undefined : moneyOf(row.value, reading);
  if (min === undefined || max === undefined || row === "unknown" || (row && fixed === undefined)) {
    const missing = makeUndecided(state);
    for (const expr of [amount.min, amount.max]) collectUnknownFacts(expr, reading, missing);
    if (row) missingOfTable(amount.standard!, reading, missing);
    return;
  }
  state.min = min;
  state.max = max;
  const decided = determined ?? fixed;
  const within = decided !== undefined && decided >= min && decided <= max;
  if (within) state.amount = decided;
  else {
    state.standing = "to_be_decided";
    state.refused = decided;
  }
}

function missingOfPart(part: AmountPart, reading: Reading, missing: Set<string>): void {
  if (part.times) collectUnknownFacts(part.times, reading, missing);
  if (part.value) collectUnknownFacts(part.value, reading, missing);
  if (part.table) missingOfTable(part.table, reading, missing);
}

/** What keeps a table from an answer: the first row that cannot be told, or the figure of the row that holds. */
function missingOfTable(table: readonly TableRow[], reading: Reading, missing: Set<string>): void {
  for (const row of table) {
    const truth = row.when ? holds(row.when, reading) : YES;
    if (truth === UNKNOWN) return collectMissing(row.when!, reading, missing);
    if (truth === YES) return collectUnknownFacts(row.value, reading, missing);
  }
}
