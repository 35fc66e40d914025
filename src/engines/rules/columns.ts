import { dateOfDay } from "../../kernel/dates.ts";
import { FACTS, type Fact, type Facts, type SubjectKind } from "../../kernel/facts.ts";
import { walk, expressionsOf } from "./expression-names.ts";
import type { Expr } from "./expression.ts";
import { POWERS_OF_TEN } from "./exact.ts";
import { findStored, knownValue, receivedBenefits, storedFact, type KnownValue } from "./known-fact.ts";
import { knownAmount } from "./overlaps.ts";
import { isForeign, type PolicySet } from "./policy-set.ts";

/** Unknown in a small column; the largest value that such a column can hold besides is 14. */
export const SMALL_UNKNOWN = 15;
/** Unknown in an Int32Array column. */
export const INT_UNKNOWN = -2_147_483_648;
/** In a column of a benefit received: received, but the amount is not known. */
export const RECEIVED_UNKNOWN = -1;

/** Uint8Array: truths, enumerations, levels. Int32Array: counts, dates, texts. Float64Array: the rest, NaN unknown. */
export type Column = Uint8Array | Int32Array | Float64Array;

/**
 * Facts of many subjects, a typed array each. Unknown is 15 in a Uint8Array, −2³¹ in an Int32Array, NaN in a
 * Float64Array. Truths are 0 and 1; an enumeration is the place of its value in the dictionary; dates are day numbers;
 * regions their code as a number; numbers and money scaled whole numbers; texts the code that `texts` gives them.
 * `receives` is 0 where known; `receives:ID` the monthly amount in 分, −1 received with unknown amount, NaN not received.
 */
export type Columns = {
  kind: SubjectKind;
  count: number;
  data: Record<string, Column>;
  /** codes of texts: first those that the rules name, then others as they are met */
  texts: Map<string, number>;
};

export type ColumnForm = "small" | "int" | "float";

/** How a stored fact lies in its column. */
export function columnForm(fact: Fact): ColumnForm {
  switch (fact.type) {
    case "boolean":
    case "benefits":
      return "small";
    case "enum":
      return Object.keys(fact.values).length < SMALL_UNKNOWN ? "small" : "int";
    case "integer":
      return fact.min >= 0 && fact.max < SMALL_UNKNOWN ? "small" : "int";
    case "date":
    case "text":
      return "int";
    default:
      return "float";
  }
}

/** The values that a small column can hold, in the form of expressions, by their code. */
export function smallDomain(fact: Fact): readonly (boolean | number | string)[] {
  if (fact.type === "boolean") return [false, true];
  if (fact.type === "enum") return Object.keys(fact.values);
  return fact.type === "integer" ? Array.from({ length: fact.max + 1 }, (_, value) => value) : [];
}

/** The facts and columns that a set reads: every expression, the region, the death, and what overlaps ask of `receives`. */
export function columnsRead(set: PolicySet): { facts: string[]; received: string[] } {
  const facts = new Set<string>();
  const received = new Set<string>();
  for (const expr of expressionsOfSet(set)) {
    walk(expr, (node) => {
      if (node.op === "fact" || node.op === "has") facts.add(storedFact(set.kind, node.fact));
      if (node.op === "in" && node.arg.type.kind === "benefits") for (const id of node.options) received.add(String(id));
    });
  }
  for (const pack of set.packs) {
    for (const overlap of pack.overlaps) for (const id of overlap.over) if (isForeign(id, pack)) received.add(id);
  }
  if (Object.hasOwn(FACTS[set.kind], "region")) facts.add("region");
  if (set.kind === "senior") facts.add("alive");
  if (!Object.hasOwn(FACTS[set.kind], "receives")) received.clear();
  if (received.size > 0) facts.add("receives");
  return { facts: Object.keys(FACTS[set.kind]).filter((name) => facts.has(name)), received: [...received] };
}

/** Codes of the texts that a set's rules name. */
export function namedTexts(set: PolicySet): Map<string, number> {
  const texts = new Map<string, number>();
  const add = (value: unknown) => {
    if (typeof value === "string" && !texts.has(value)) texts.set(value, texts.size);
  };
  for (const expr of expressionsOfSet(set)) {
    walk(expr, (node) => {
      if (node.op === "literal") add(node.value);
      if (node.op === "in") node.options.forEach(add);
    });
  }
  return texts;
}

/** Empty columns (everything unknown) for the facts that a set reads. */
export function makeColumns(set: PolicySet, count: number): Columns {
  const { facts, received } = columnsRead(set);
  const data: Record<string, Column> = {};
  for (const name of facts) data[name] = emptyColumn(columnForm(findStored(set.kind, name)!), count);
  for (const id of received) data[`receives:${id}`] = emptyColumn("float", count);
  return { kind: set.kind, count, data, texts: namedTexts(set) };
}

/** Writes one subject's facts at an index; facts without a column are passed over. */
export function putFacts(columns: Columns, index: number, facts: Facts): void {
  const receives = receivedBenefits(facts);
  for (const name in columns.data) {
    const column = columns.data[name]!;
    if (name.startsWith("receives:")) {
      const id = name.slice("receives:".length);
      column[index] = receives && Object.hasOwn(receives, id) ? (knownAmount(receives[id]) ?? RECEIVED_UNKNOWN) : Number.NaN;
      continue;
    }
    const fact = findStored(columns.kind, name)!;
    const value = knownValue(fact, facts[name]);
    column[index] = value === undefined ? unknownOf(column) : codeOf(value, fact, columns.texts);
  }
}

/** One subject's facts, read back. */
export function factsAt(columns: Columns, index: number): Facts {
  const facts: Facts = {};
  for (const [name, column] of Object.entries(columns.data)) {
    const code = column[index]!;
    if (name.startsWith("receives:") || Number.isNaN(code) || code === unknownOf(column)) continue;
    const fact = findStored(columns.kind, name)!;
    facts[name] = fact.type === "benefits" ? receivedAt(columns, index) : valueOf(code, fact, columns.texts);
  }
  return facts;
}

function expressionsOfSet(set: PolicySet): Expr[] {
  const benefits = set.packs.flatMap((pack) => pack.benefits).filter((benefit) => benefit.subject === set.kind);
  return benefits.flatMap((benefit) => [benefit.when, ...expressionsOf(benefit.amount)]);
}

function emptyColumn(form: ColumnForm, count: number): Column {
  if (form === "small") return new Uint8Array(count).fill(SMALL_UNKNOWN);
  return form === "int" ? new Int32Array(count).fill(INT_UNKNOWN) : new Float64Array(count).fill(Number.NaN);
}

function unknownOf(column: Column): number {
  if (column instanceof Uint8Array) return SMALL_UNKNOWN;
  return column instanceof Int32Array ? INT_UNKNOWN : Number.NaN;
}

function codeOf(value: KnownValue, fact: Fact, texts: Map<string, number>): number {
  switch (fact.type) {
    case "enum":
      return Object.keys(fact.values).indexOf(value as string);
    case "text": {
      const known = texts.get(value as string);
      if (known !== undefined) return known;
      texts.set(value as string, texts.size);
      return texts.size - 1;
    }
    case "benefits":
      return 0;
    default:
      return Number(value);
  }
}

function valueOf(code: number, fact: Fact, texts: Map<string, number>): boolean | number | string {
  switch (fact.type) {
    case "boolean":
      return code === 1;
    case "enum":
      return Object.keys(fact.values)[code]!;
    case "text":
      return [...texts].find(([, known]) => known === code)![0];
    case "date":
      return dateOfDay(code);
    case "region":
      return String(code).padStart(12, "0");
    case "number":
      return code / POWERS_OF_TEN[fact.scale]!;
    default:
      return code;
  }
}

function receivedAt(columns: Columns, index: number): Record<string, number | null> {
  const received = Object.entries(columns.data).filter(([name, column]) => name.startsWith("receives:") && !Number.isNaN(column[index]!));
  return Object.fromEntries(received.map(([name, column]) => [name.slice("receives:".length), column[index] === RECEIVED_UNKNOWN ? null : column[index]!]));
}
