import type { Parameter, ParameterValue } from "./pack.ts";
import { note, readClause, readDate, readFlag, readList, readMapping, readMoney, readScalar, readText, type Reader } from "./pack-fields.ts";
import { readDecimal } from "./parse-number.ts";
import { findFact, RESERVED_NAMES } from "./scope.ts";
import type { SubjectKind } from "../../kernel/facts.ts";
import type { YamlEntry, YamlMap, YamlScalar, YamlValue } from "./yaml-reader.ts";

const NAME = /^[a-z][a-z0-9_]*$/;
const SUBJECTS: readonly SubjectKind[] = ["senior", "facility", "provider", "caregiver"];

/** A figure before the parameter's scale is known. */
type Figure = { scalar: YamlScalar; rest: Omit<ParameterValue, "value"> };

function readFigure(reader: Reader, value: YamlValue, name: string): Figure | undefined {
  const what = `参数 ${name} 的值`;
  const map = readMapping(reader, value, what, ["from", "value", "clause"], ["to", "confirm"]);
  if (!map) return undefined;
  const [from, to] = [readDate(reader, map, "from"), readDate(reader, map, "to")];
  const scalar = readScalar(reader, map, "value");
  const clause = readClause(reader, map, `参数 ${name}`);
  const confirm = readFlag(reader, map, "confirm");
  if (from !== undefined && to !== undefined && to < from) {
    note(reader, map.entries.get("to")!.place, "parameter.period", `${what}的止期 ${to} 早于起期 ${from}`, "核对 from 与 to");
  }
  if (from === undefined || !scalar || !clause) return undefined;
  return { scalar, rest: { from, to, clause, ...(confirm ? { confirm } : {}) } };
}

/** Periods must follow each other day by day: neither two values on one day nor a day with none in between. */
function checkPeriods(reader: Reader, name: string, figures: Figure[]): void {
  for (let index = 1; index < figures.length; index += 1) {
    const [before, after] = [figures[index - 1]!.rest, figures[index]!.rest];
    const place = figures[index]!.scalar.place;
    if (after.from <= before.from || (before.to !== undefined && after.from <= before.to)) {
      note(reader, place, "parameter.overlap", `参数 ${name} 自 ${after.from} 起的值与前一个值的时段重叠`, "按起期先后排列，前一个值的 to 应早于后一个值的 from");
    } else if (before.to !== undefined && daysBetween(before.to, after.from) > 1) {
      note(reader, place, "parameter.gap", `参数 ${name} 在 ${before.to} 与 ${after.from} 之间没有值`, "把前一个值的 to 改到后一个值起期的前一天，或去掉 to");
    }
  }
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}

function scaleFigures(reader: Reader, unit: string, figures: Figure[]): Pick<Parameter, "kind" | "scale" | "values"> {
  const money = /^万?元/.test(unit);
  const decimals = figures.map(({ scalar }) => readDecimal(scalar.text));
  const scale = money ? 0 : Math.max(0, ...decimals.map((decimal) => decimal?.decimals ?? 0));
  const values = figures.flatMap(({ scalar, rest }, index): ParameterValue[] => {
    const decimal = decimals[index];
    if (money) {
      const fen = readMoney(reader, scalar, unit.startsWith("万"));
      return fen === undefined ? [] : [{ ...rest, value: fen }];
    }
    const value = decimal && Number(decimal.digits) * 10 ** (scale - decimal.decimals);
    if (value !== undefined && Number.isSafeInteger(value)) return [{ ...rest, value }];
    note(reader, scalar.place, "number.malformed", `${scalar.text} 不是普通的十进制数`, "写作 200 或 0.5");
    return [];
  });
  return { kind: money ? "money" : "number", scale, values };
}

function readParameter(reader: Reader, name: string, entry: YamlEntry): Parameter | undefined {
  if (!NAME.test(name)) note(reader, entry.place, "id.malformed", `${name} 不能作参数名`, "用小写字母、数字和下划线，例如 operating_base");
  if (RESERVED_NAMES.includes(name) || SUBJECTS.some((subject) => findFact(subject, name))) {
    note(reader, entry.place, "parameter.name_taken", `${name} 已是事实或函数的名称`, "换一个参数名");
  }
  const map = readMapping(reader, entry.value, `参数 ${name}`, ["label", "unit", "values"]);
  if (!map) return undefined;
  const [label, unit] = [readText(reader, map, "label"), readText(reader, map, "unit")];
  const items = readList(reader, map, "values");
  if (map.entries.has("values") && items.length === 0) note(reader, entry.place, "key.missing", `参数 ${name} 没有值`, "在 values 下写出 from、value 与 clause");
  const figures = items.flatMap((item) => readFigure(reader, item, name) ?? []);
  checkPeriods(reader, name, figures);
  if (label === undefined || unit === undefined || figures.length === 0) return undefined;
  return { name, label, unit, ...scaleFigures(reader, unit, figures), place: entry.place };
}

/** Names under `parameters` of which no parameter could be made. */
export function listUnread(root: YamlMap, parameters: Record<string, Parameter>): ReadonlySet<string> {
  const value = root.entries.get("parameters")?.value;
  const names = value?.kind === "map" ? [...value.entries.keys()] : [];
  return new Set(names.filter((name) => !Object.hasOwn(parameters, name)));
}

/** The dated figures of a pack. Money (unit 元 or 万元) becomes 分; other figures share one scale per parameter. */
export function readParameters(reader: Reader, root: YamlMap): Record<string, Parameter> {
  const entry = root.entries.get("parameters");
  const parameters: Record<string, Parameter> = {};
  if (!entry) return parameters;
  if (entry.value.kind !== "map") {
    note(reader, entry.place, "value.kind", "parameters 应由若干参数组成", "每个参数一项：名称、label、unit、values");
    return parameters;
  }
  for (const [name, item] of entry.value.entries) {
    const parameter = readParameter(reader, name, item);
    if (parameter) parameters[name] = parameter;
  }
  return parameters;
}
