import { addDays, type CivilDate } from "../../kernel/dates.ts";
import { checkGuards } from "./check-guards.ts";
import { checkTables, settingOf } from "./check-tables.ts";
import { findCase } from "./decide-logic.ts";
import { collectNames, expressionsOf, walk } from "./expression-names.ts";
import type { Expr } from "./expression.ts";
import { parameterLiteral } from "./logic-atoms.ts";
import { suggest } from "./nearest-word.ts";
import type { Benefit, Fault, Pack, Parameter } from "./pack.ts";
import { note, type Reader } from "./pack-fields.ts";

/** Every day on which a benefit can be decided must have a figure. */
function checkCoverage(reader: Reader, pack: Pack, benefit: Benefit): void {
  const { from, to } = settingOf(pack, benefit);
  for (const name of collectNames(benefit).parameters) {
    const parameter = pack.parameters[name]!;
    const [first, last] = [parameter.values[0]!, parameter.values.at(-1)!];
    const code = "parameter.gap";
    if (first.from > from) {
      note(reader, parameter.place, code, `参数 ${name} 自 ${first.from} 起才有值，而待遇 ${benefit.id} 自 ${from} 起就要用`, "把第一个值的 from 提前，或给待遇写 effective");
    }
    if (last.to !== undefined && (to === undefined || last.to < to)) {
      note(reader, parameter.place, code, `参数 ${name} 在 ${addDays(last.to, 1)} 以后没有值，而待遇 ${benefit.id} 还要用`, "补上以后的值，或去掉最后一个值的 to");
    }
  }
}

/** A condition that nobody can meet, or that everybody meets without the text's saying so, is a slip of the pen. */
function checkReach(reader: Reader, pack: Pack, benefit: Benefit): boolean {
  const setting = settingOf(pack, benefit);
  const claim = { expr: benefit.when, parameters: pack.parameters };
  if (!findCase([{ ...claim, holds: true }], setting)) {
    note(reader, benefit.when.place, "when.never", `待遇 ${benefit.id} 的条件永远不成立`, "检查互相矛盾的条件");
    return false;
  }
  if (benefit.when.op !== "literal" && !findCase([{ ...claim, holds: false }], setting)) {
    note(reader, benefit.when.place, "when.always", `待遇 ${benefit.id} 的条件对所有人都成立`, "检查 || 与 &&；确实面向所有人时写 when: true");
  }
  return true;
}

/** The figure of an expression that is a plain amount on a day; undefined where it turns on facts. */
export function constantOn(expr: Expr, parameters: Readonly<Record<string, Parameter>>, date: CivilDate): number | undefined {
  const literal = expr.op === "parameter" ? parameterLiteral(parameters[expr.parameter], date, expr) : expr;
  return literal?.op === "literal" && typeof literal.value === "number" ? literal.value : undefined;
}

/** The first days of the stretches on which a benefit's parameters stand still. */
export function turningDays(pack: Pack, benefit: Benefit): CivilDate[] {
  const { from, to } = settingOf(pack, benefit);
  const starts = collectNames(benefit).parameters.flatMap((name) => pack.parameters[name]!.values.map((value) => value.from));
  return [...new Set([from, ...starts.filter((date) => date > from && (to === undefined || date <= to))])].sort();
}

function checkBounds(reader: Reader, pack: Pack, benefit: Benefit): void {
  const { amount } = benefit;
  if (amount.form !== "bounds") return;
  for (const date of turningDays(pack, benefit)) {
    const [min, max] = [constantOn(amount.min, pack.parameters, date), constantOn(amount.max, pack.parameters, date)];
    if (min !== undefined && max !== undefined && min >= max) {
      note(reader, amount.min.place, "amount.bounds", "幅度的下限不低于上限", "核对 min 与 max；固定标准写成 - value:");
      return;
    }
    for (const row of amount.standard ?? []) {
      const value = constantOn(row.value, pack.parameters, date);
      if (value === undefined || ((min === undefined || value >= min) && (max === undefined || value <= max))) continue;
      note(reader, row.value.place, "amount.bounds", "标准超出了文件规定的幅度", "把金额改到 min 与 max 之间");
    }
  }
}

/** What is granted is never less than nothing. */
function checkSign(reader: Reader, benefit: Benefit): void {
  const seen = new Set<Expr>();
  for (const expr of expressionsOf(benefit.amount)) {
    walk(expr, (node) => {
      if (node.op !== "literal" || node.type.kind !== "money" || Number(node.value) >= 0 || seen.has(node)) return;
      seen.add(node);
      note(reader, node.place, "money.negative", "金额不能为负", "写正数；扣减用减法表示");
    });
  }
}

function checkImplements(reader: Reader, pack: Pack, benefit: Benefit, uppers: Pack[] | undefined): void {
  const id = benefit.implements;
  if (id === undefined) return;
  if (pack.benefits.some((other) => other.id === id)) {
    note(reader, benefit.place, "implements.own", `待遇 ${benefit.id} 落实的 ${id} 就在本政策包里`, "implements 写上级清单的待遇编号");
    return;
  }
  if (!uppers) return;
  const known = uppers.flatMap((upper) => upper.benefits.map((other) => other.id));
  if (!known.includes(id)) note(reader, benefit.place, "benefit.unknown", `上级清单里没有编号为 ${id} 的待遇`, suggest(id, known, "待遇"));
}

/** What can be wrong with a pack whose every line is understood by itself. */
export function checkPack(pack: Pack, file: string, uppers: Pack[] | undefined): Fault[] {
  const reader: Reader = { file, faults: [] };
  for (const benefit of pack.benefits) {
    if (pack.external.some(({ id }) => id === benefit.id)) {
      note(reader, benefit.place, "benefit.repeated", `编号 ${benefit.id} 已是其他体系的待遇`, "换一个编号");
    }
    checkImplements(reader, pack, benefit, uppers);
    checkCoverage(reader, pack, benefit);
    checkGuards(reader, benefit);
    checkSign(reader, benefit);
    checkBounds(reader, pack, benefit);
    if (checkReach(reader, pack, benefit)) checkTables(reader, pack, benefit);
  }
  return reader.faults;
}
