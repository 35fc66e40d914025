import { findCase, type Claim, type FoundCase, type Setting } from "./decide-logic.ts";
import type { Benefit, Pack, TableRow } from "./pack.ts";
import { note, type Reader } from "./pack-fields.ts";
import { writeExpression } from "./write-expression.ts";

/** The days on which a benefit can be decided: its own, within those of its document. */
export function settingOf(pack: Pack, benefit: Benefit): Setting {
  const from = [pack.document.effective, benefit.effective ?? ""].sort().at(-1)!;
  const ends = [pack.document.expires, benefit.expires].filter((date) => date !== undefined).sort();
  return { subject: benefit.subject, from, ...(ends[0] === undefined ? {} : { to: ends[0] }) };
}

/** Conditions of one benefit as claims. */
type Question = { pack: Pack; benefit: Benefit; rows: TableRow[] };

function ask(question: Question, wanted: { row: number; holds: boolean }[]): FoundCase | undefined {
  const { pack, benefit, rows } = question;
  const claims: Claim[] = [{ expr: benefit.when, holds: true, parameters: pack.parameters }];
  for (const { row, holds } of wanted) {
    const expr = rows[row]!.when;
    if (expr) claims.push({ expr, holds, parameters: pack.parameters });
  }
  return findCase(claims, settingOf(pack, benefit));
}

function checkReached(reader: Reader, question: Question): Set<number> {
  const unreached = new Set<number>();
  question.rows.forEach((row, index) => {
    const earlier = question.rows.slice(0, index).map((_, before) => ({ row: before, holds: false }));
    if (ask(question, [...earlier, { row: index, holds: true }])) return;
    unreached.add(index);
    const alone = index > 0 && ask(question, [{ row: index, holds: true }]) !== undefined;
    const message = alone ? "这一行永远轮不到：它的情况已被前面的行包含" : "这一行永远不成立：与待遇的条件矛盾";
    note(reader, row.place, "table.unreachable", message, alone ? "删去这一行，或把它移到前面并核对条件" : "删去这一行，或核对条件");
  });
  return unreached;
}

function checkGap(reader: Reader, question: Question): void {
  const { rows, benefit } = question;
  if (rows.at(-1)?.when === undefined) return;
  const gap = ask(question, rows.map((_, row) => ({ row, holds: false })));
  if (!gap) return;
  const { place } = rows.at(-1)!;
  if (gap.exact) {
    const example = gap.text === "" ? "" : `：${gap.text}`;
    note(reader, place, "table.gap", `表格有漏：待遇 ${benefit.id} 有一种情况没有哪一行适用${example}`, "补上这一档，或在最后加一行 else");
  } else {
    note(reader, place, "table.gap", "不能证明表格没有遗漏：条件里有算出来的数", "在最后加一行 else");
  }
}

/**
 * Two rows may both hold only as exception and rule: the narrower first. Where each also holds without the other, the
 * order of the rows would decide silently what the text does not say.
 */
function checkOverlap(reader: Reader, question: Question, unreached: Set<number>): void {
  const { rows } = question;
  for (let later = 1; later < rows.length; later += 1) {
    for (let earlier = 0; earlier < later; earlier += 1) {
      const [first, second] = [rows[earlier]!, rows[later]!];
      if (!first.when || !second.when || unreached.has(earlier) || unreached.has(later)) continue;
      if (writeExpression(first.value) === writeExpression(second.value)) continue;
      const both = ask(question, [{ row: earlier, holds: true }, { row: later, holds: true }]);
      if (!both?.exact || !ask(question, [{ row: earlier, holds: true }, { row: later, holds: false }])) continue;
      const message = `这一行与第 ${first.place.line} 行重叠，两行的金额不同：${both.text}`;
      note(reader, second.place, "table.overlap", message, "改写条件，使每种情况只落在一行");
    }
  }
}

/** The tables of a benefit, each with whether it must have an answer for everybody who is eligible. */
function tablesOf(benefit: Benefit): { rows: TableRow[]; total: boolean }[] {
  if (benefit.amount.form === "parts") return benefit.amount.parts.flatMap(({ table }) => (table ? [{ rows: table, total: true }] : []));
  if (benefit.amount.form === "bounds" && benefit.amount.standard) return [{ rows: benefit.amount.standard, total: false }];
  return [];
}

/**
 * Every row of every table can be reached by somebody eligible, no two rows contradict each other, and an amount's
 * table leaves nobody out. (A standard within bounds may: there an officer decides.)
 */
export function checkTables(reader: Reader, pack: Pack, benefit: Benefit): void {
  for (const { rows, total } of tablesOf(benefit)) {
    const question = { pack, benefit, rows };
    const unreached = checkReached(reader, question);
    checkOverlap(reader, question, unreached);
    if (total) checkGap(reader, question);
  }
}
