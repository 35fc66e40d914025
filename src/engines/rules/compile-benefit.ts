import { NATION } from "../../kernel/regions.ts";
import { NOT_APPLICABLE, partAmount } from "./assess.ts";
import { conditionCode, regionRange, truthJs } from "./compile-condition.ts";
import { finiteAmount } from "./compile-finite.ts";
import { fenCode, figureAt, figureCode, guarded, productCode, type FigureCode } from "./compile-figure.ts";
import { hold, load, onlySmallFact, tabulate, type Loop } from "./compile-loop.ts";
import { AMOUNT_LIMIT } from "./exact.ts";
import type { Expr } from "./expression.ts";
import { scaleOf } from "./interpret.ts";
import type { Amount, AmountPart, TableRow } from "./pack.ts";
import type { Entry } from "./policy-set.ts";

/**
 * The body of a benefit's loop: from the columns at subject `i` to `S` (standing), `A` (amount), `L` and `H` (bounds).
 * `over` is set where a figure could pass what doubles hold exactly; the interpreter then decides that subject.
 */
export function benefitBody(entry: Entry, oneRegion: boolean, loop: Loop): string {
  const hides = regionJs(entry, oneRegion, "x") !== undefined && !oneRegion;
  const applies = appliesJs(entry, oneRegion, loop) === undefined ? undefined : load(loop, appliesColumn(entry));
  // Four and more says that the entry does not concern the subject's region at all.
  const hidden = hides ? `if (${applies} > 3) S[i] = ${NOT_APPLICABLE};` : "";
  if (!entry.inForce) {
    const clear = entry.benefit.amount.form === "bounds" ? "A[i] = L[i] = H[i] = NaN;" : "A[i] = NaN;";
    return [`S[i] = 1; ${clear}`, hidden].join("\n");
  }
  const when = truthJs(conditionCode(entry.benefit.when, loop), loop);
  const asked = `const k = ${applies === undefined ? when : `${applies} & ${when}`};`;
  const result = outcome(entry.benefit.amount, loop);
  return [...loop.before, asked, result, hidden].join("\n");
}

/** The small column that says, once for all benefits of the same reach, whom they concern. */
export function appliesColumn(entry: Entry): string {
  return `applies:${entry.region ?? ""}:${entry.replacedIn.join(",")}`;
}

/**
 * The body of the loop that works this column out: 0, 2 or 3 as a truth (known dead is no; alive or not known is no
 * obstacle), 4 where the entry speaks elsewhere. Undefined where it speaks to everybody.
 */
export function appliesBody(entry: Entry, oneRegion: boolean, loop: Loop): string | undefined {
  const js = appliesJs(entry, oneRegion, loop);
  return js === undefined ? undefined : `B[i & mask] = ${js};`;
}

function appliesJs(entry: Entry, oneRegion: boolean, loop: Loop): string | undefined {
  const region = regionJs(entry, oneRegion, "region");
  const dead = loop.kind === "senior" ? "alive === 0" : undefined;
  if (region === undefined) return dead && `${dead} ? 0 : 3`;
  return dead === undefined ? region : `${dead} ? (${region}) & 4 : ${region}`;
}

/** The truth of "lives where this entry speaks", 4 for surely not; undefined where it speaks everywhere. */
function regionJs(entry: Entry, oneRegion: boolean, x: string): string | undefined {
  if (entry.region === undefined && entry.replacedIn.length === 0) return undefined;
  const unknown = entry.region === undefined || oneRegion ? 3 : 2;
  const inside = (region: string) => {
    const [low, high] = regionRange(region);
    return `(${x} >= ${low} && ${x} < ${high})`;
  };
  const replaced = entry.replacedIn.map(inside).join(" || ");
  const own = inside(entry.region ?? NATION);
  const elsewhere = oneRegion ? 0 : 4;
  return `${x} !== ${x} ? ${unknown} : ${replaced === "" ? own : `!(${replaced}) && ${own}`} ? 3 : ${elsewhere}`;
}

/** What follows from the truth `k`: 3 granted, 2 unknown, 0 not eligible; other standings replace the 3. */
function outcome(amount: Amount, loop: Loop): string {
  switch (amount.form) {
    case "service":
      return "S[i] = k; A[i] = NaN;";
    case "unspecified":
      return "S[i] = k + (k & 1) * 3; A[i] = NaN;";
    case "parts":
      return partsOutcome(amount, loop);
    case "bounds":
      return boundsOutcome(amount, loop);
  }
}

/** The writing of one block: what `write` puts before its result stays within it. */
function block(loop: Loop, write: () => string): string {
  const outer = loop.before;
  loop.before = [];
  const last = write();
  const lines = [...loop.before, last];
  loop.before = outer;
  return lines.join("\n");
}

function partsOutcome(amount: Amount & { form: "parts" }, loop: Loop): string {
  const finite = finiteAmount(amount, loop);
  if (finite) return `const q = ${finite.index}; S[i] = ${tableName(loop, finite.standings)}[q]; A[i] = ${tableName(loop, finite.amounts)}[q];`;
  const body = block(loop, () => {
    const parts = amount.parts.map((part, index) => partCode(part, `p${index}`, loop));
    let total: FigureCode = { js: parts.map((part) => part.js).join(" + "), low: 0, high: parts.reduce((sum, part) => sum + part.high, 0) };
    if (amount.cap) {
      const cap = moneyCode(amount.cap, loop);
      total = { js: `Math.min(${guarded(loop, total).js}, ${cap.js})`, low: 0, high: Math.min(total.high, cap.high) };
    }
    loop.before.push(`let a = ${total.js};`);
    if (total.high > AMOUNT_LIMIT) loop.before.push(`if (a > ${AMOUNT_LIMIT}) over = 1;`);
    return "S[i] = a === a ? 3 : 2; A[i] = a;";
  });
  return `if (k === 3) {\n${body}\n} else { S[i] = k; A[i] = NaN; }`;
}

/** One part in 分, as a variable; a part that rests on one small fact is looked up in a table of sixteen amounts. */
function partCode(part: AmountPart, name: string, loop: Loop): FigureCode {
  const exprs = [part.times, part.value, ...(part.table ?? []).flatMap((row) => [row.when, row.value])].filter((expr): expr is Expr => expr !== undefined);
  const small = onlySmallFact(loop, exprs);
  if (small) return lookedUp(part, small, loop);
  // Every row is brought to the finest scale of the table.
  const scale = Math.max(...(part.table ?? [part]).map((row) => scaleOf(row.value!.type)));
  const value = part.table ? tableCode(part.table, `${name}v`, loop, (row) => figureAt(row.value, scale, loop)) : figureCode(part.value!, loop);
  const product = part.times ? productCode(figureCode(part.times, loop), value, loop) : value;
  const fen = guarded(loop, fenCode(product, scale + (part.times ? scaleOf(part.times.type) : 0), loop), AMOUNT_LIMIT);
  return { ...fen, js: hold(loop, fen.js) };
}

function lookedUp(part: AmountPart, small: NonNullable<ReturnType<typeof onlySmallFact>>, loop: Loop): FigureCode {
  const amounts: number[] = Array.from({ length: 16 }, () => Number.NaN);
  tabulate(loop, small.name, small.fact, (reading, code) => {
    amounts[code] = partAmount(part, reading) ?? Number.NaN;
  });
  const table = hold(loop, `${tableName(loop, amounts)}[${load(loop, small.name)}]`);
  return { js: table, low: 0, high: Math.max(0, ...amounts.filter((amount) => !Number.isNaN(amount))) };
}

/** A table that is made once, before the loop. */
function tableName(loop: Loop, amounts: readonly number[]): string {
  return `m${loop.tables.push(amounts) - 1}`;
}

/** The first row that holds; NaN where a row before it is unknown, `none` where none holds. `write` gives the figure of a row. */
function tableCode(table: readonly TableRow[], name: string, loop: Loop, write: (row: TableRow) => FigureCode, none = "NaN"): FigureCode {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let rest = `${name} = ${none};`;
  for (const row of [...table].reverse()) {
    rest = block(loop, () => {
      const truth = row.when && conditionCode(row.when, loop);
      const asked = truth && hold(loop, truthJs(truth, loop));
      const hit = block(loop, () => {
        const code = write(row);
        low = Math.min(low, code.low);
        high = Math.max(high, code.high);
        return `${name} = ${code.js};`;
      });
      return asked === undefined ? hit : `if (${asked} === 3) {\n${hit}\n} else if (${asked} === 2) ${name} = NaN;\nelse {\n${rest}\n}`;
    });
  }
  loop.before.push(`let ${name};`, rest);
  return { js: name, low, high };
}

function moneyCode(expr: Expr, loop: Loop): FigureCode {
  return guarded(loop, fenCode(figureCode(expr, loop), scaleOf(expr.type), loop), AMOUNT_LIMIT);
}

function boundsOutcome(amount: Amount & { form: "bounds" }, loop: Loop): string {
  const body = block(loop, () => {
    const low = hold(loop, moneyCode(amount.min, loop).js);
    const high = hold(loop, moneyCode(amount.max, loop).js);
    const known = `${low} === ${low} && ${high} === ${high}`;
    if (!amount.standard) {
      return `if (${known}) { S[i] = 5; A[i] = NaN; L[i] = ${low}; H[i] = ${high}; } else { S[i] = 2; A[i] = NaN; L[i] = H[i] = NaN; }`;
    }
    // A table without `else` may fix no figure; −1 says so, since NaN says that it cannot be told.
    const standard = standardCode(amount.standard, loop);
    const fixed = `const fixed = ${standard} >= ${low} && ${standard} <= ${high};`;
    return `if (${known} && ${standard} === ${standard}) { ${fixed} S[i] = fixed ? 3 : 5; A[i] = fixed ? ${standard} : NaN; L[i] = ${low}; H[i] = ${high}; } else { S[i] = 2; A[i] = L[i] = H[i] = NaN; }`;
  });
  return `if (k === 3) {\n${body}\n} else { S[i] = k; A[i] = L[i] = H[i] = NaN; }`;
}

/** The figure that a standard fixes in 分; −1 where it fixes none, NaN where it cannot be told. */
function standardCode(table: readonly TableRow[], loop: Loop): string {
  return tableCode(table, "standard", loop, (row) => moneyCode(row.value, loop), "-1").js;
}
