import type { Columns, Expr, Pack } from "../src/engines/rules/index.ts";
import { dateOfDay, dayNumber, fullYears } from "../src/kernel/dates.ts";
import { FACTS, type Fact } from "../src/kernel/facts.ts";

/**
 * The same tree as closures over the same columns: what one writes without a compiler, and the peer that generated code
 * must beat. Truths are 0 no, 2 unknown, 3 yes.
 */
type Truth = (i: number) => number;
type Figure = (i: number) => number;
export type Closures = (from: number, to: number) => void;
export type ClosureResults = { standing: Uint8Array[]; amount: Float64Array[] };

/** Ages by day of birth, worked out once: closures that asked the calendar for everyone would be an easy peer. */
function agesOn(today: string): { first: number; ages: Float64Array } {
  const first = dayNumber(today) - 56_000;
  const ages = Float64Array.from({ length: 56_001 }, (_, back) => {
    const years = fullYears(dateOfDay(first + back), today);
    return years > 150 ? Number.NaN : years;
  });
  return { first, ages };
}

function figureOf(expr: Expr, columns: Columns, today: string): Figure {
  if (expr.op === "literal") {
    const value = Number(expr.value);
    return () => value;
  }
  if (expr.op !== "fact") throw new Error(`not in the benchmark: ${expr.op}`);
  if (expr.fact === "age") {
    const born = columns.data["birth_date"]!;
    const { first, ages } = agesOn(today);
    return (i) => ages[born[i]! - first] ?? Number.NaN;
  }
  const column = columns.data[expr.fact]!;
  return (i) => (column[i] === 15 ? Number.NaN : column[i]!);
}

function truthOf(expr: Expr, columns: Columns, today: string): Truth {
  switch (expr.op) {
    case "and": {
      const args = expr.args.map((arg) => truthOf(arg, columns, today));
      return (i) => {
        let truth = 3;
        for (const arg of args) {
          truth &= arg(i);
          if (truth === 0) return 0;
        }
        return truth;
      };
    }
    case "or": {
      const args = expr.args.map((arg) => truthOf(arg, columns, today));
      return (i) => {
        let truth = 0;
        for (const arg of args) {
          truth |= arg(i);
          if (truth === 3) return 3;
        }
        return truth;
      };
    }
    case "fact": {
      const column = columns.data[expr.fact]!;
      return (i) => (column[i] === 15 ? 2 : column[i] === 1 ? 3 : 0);
    }
    case "in": {
      const values = valuesOf(expr.arg);
      const codes = new Set(expr.options.map((option) => values.indexOf(String(option))));
      const column = columns.data[(expr.arg as Expr & { op: "fact" }).fact]!;
      return (i) => (column[i] === 15 ? 2 : codes.has(column[i]!) ? 3 : 0);
    }
    case "compare": {
      if (expr.left.type.kind === "text") {
        const code = valuesOf(expr.left).indexOf(String((expr.right as Expr & { op: "literal" }).value));
        const column = columns.data[(expr.left as Expr & { op: "fact" }).fact]!;
        const same = expr.comparison === "==";
        return (i) => (column[i] === 15 ? 2 : (column[i] === code) === same ? 3 : 0);
      }
      const [left, right] = [figureOf(expr.left, columns, today), figureOf(expr.right, columns, today)];
      const test: Record<string, (a: number, b: number) => boolean> = { ">=": (a, b) => a >= b, "<=": (a, b) => a <= b, "==": (a, b) => a === b };
      const compare = test[expr.comparison]!;
      return (i) => {
        const [a, b] = [left(i), right(i)];
        return a !== a || b !== b ? 2 : compare(a, b) ? 3 : 0;
      };
    }
    default:
      throw new Error(`not in the benchmark: ${expr.op}`);
  }
}

function valuesOf(expr: Expr): string[] {
  const fact: Fact | undefined = expr.op === "fact" ? FACTS.senior[expr.fact] : undefined;
  return fact?.type === "enum" ? Object.keys(fact.values) : [];
}

/** Closures for the whole pack: conditions, amounts, then overlaps. */
export function closuresOf(pack: Pack, columns: Columns, today: string, results: ClosureResults): Closures {
  const region = columns.data["region"]!;
  const rules = pack.benefits.map(({ when, amount }) => {
    const table = amount.form === "parts" ? (amount.parts[0]!.table ?? [{ value: amount.parts[0]!.value! }]) : undefined;
    const rows = table?.map((row) => ({ when: "when" in row && row.when ? truthOf(row.when, columns, today) : () => 3, value: figureOf(row.value, columns, today) }));
    return { when: truthOf(when, columns, today), rows };
  });
  const place = (id: string) => pack.benefits.findIndex((benefit) => benefit.id === id);
  const overlaps = pack.overlaps.map((overlap) => overlapOf(overlap.rule, overlap.over.map((id) => ({ place: place(id), received: columns.data[`receives:${id}`] })), results));
  return (from, to) => {
    for (let i = from; i < to; i += 1) {
      const here = !(region[i]! < 420_700_000_000 || region[i]! >= 420_800_000_000);
      for (let p = 0; p < rules.length; p += 1) {
        const { when, rows } = rules[p]!;
        let standing = here ? when(i) : 0;
        let fen = Number.NaN;
        if (standing === 3 && rows) {
          for (const row of rows) {
            const truth = row.when(i);
            if (truth === 2) standing = 2;
            if (truth === 3) fen = row.value(i);
            if (truth !== 0) break;
          }
        }
        results.standing[p]![i] = standing;
        results.amount[p]![i] = fen;
      }
      for (const overlap of overlaps) overlap(i);
    }
  };
}

type Party = { place: number; received: ArrayLike<number> | undefined };

/** The overlaps as they occur in the benchmark's pack. */
function overlapOf(rule: string, parties: Party[], { standing, amount }: ClosureResults): (i: number) => void {
  const put = (p: number, i: number, code: number) => {
    standing[p]![i] = code;
    amount[p]![i] = Number.NaN;
  };
  const own = parties.filter(({ place }) => place >= 0).map(({ place }) => place);
  const received = parties.find(({ place }) => place < 0)?.received;
  if (rule === "take_higher") {
    return (i) => {
      const [a, b] = own as [number, number];
      const r = received![i]!;
      const unknown = [standing[b]![i] === 2 || r < 0, standing[a]![i] === 2 || r < 0];
      if (standing[a]![i] === 3 && standing[b]![i] === 3) put(amount[a]![i]! >= amount[b]![i]! ? b : a, i, 7);
      own.forEach((p, index) => {
        if (standing[p]![i] !== 3) return;
        if (r > amount[p]![i]!) put(p, i, 7);
        else if (unknown[index]) put(p, i, 2);
      });
    };
  }
  if (rule === "exclusive") {
    const [kept, other] = own as [number, number];
    return (i) => {
      if (standing[other]![i] !== 3) return;
      if (standing[kept]![i] === 3) put(other, i, 7);
      else if (standing[kept]![i] === 2) put(other, i, 2);
    };
  }
  return (i) => {
    let room = 100_000;
    let doubt = false;
    for (const p of own) {
      if (standing[p]![i] === 2) doubt = true;
      if (standing[p]![i] !== 3) continue;
      if (doubt) put(p, i, 2);
      else if (amount[p]![i]! <= room) room -= amount[p]![i]!;
      else if (room === 0) put(p, i, 7);
      else {
        standing[p]![i] = 4;
        amount[p]![i] = room;
        room = 0;
      }
    }
  };
}
