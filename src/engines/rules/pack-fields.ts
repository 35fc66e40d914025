import { isCivilDate, type CivilDate } from "../../kernel/dates.ts";
import type { Expr, Place } from "./expression.ts";
import type { ClauseRef, Fault } from "./pack.ts";
import { parseExpression, type Expected } from "./parse-expression.ts";
import { readDecimal } from "./parse-number.ts";
import { suggest } from "./nearest-word.ts";
import type { Scope } from "./scope.ts";
import type { YamlMap, YamlScalar, YamlValue } from "./yaml-reader.ts";

/** One reading of a policy file: its name, the document's text that quotes must stand in, and the faults so far. */
export type Reader = { file: string; faults: Fault[]; documentText?: string };

/** Notes a fault and yields nothing, so that the rest of the file is still looked at. */
export function note(reader: Reader, place: Place, code: string, message: string, mend: string): undefined {
  reader.faults.push({ file: reader.file, line: place.line, column: place.column, code, message, mend });
  return undefined;
}

/** A map with known keys only and all required ones; `what` names it in faults. */
export function readMapping(reader: Reader, value: YamlValue, what: string, required: string[], optional: string[] = []): YamlMap | undefined {
  if (value.kind !== "map") return note(reader, value.place, "value.kind", `${what} 应由若干“键: 值”组成`, `写出 ${required.join("、")}`);
  const known = [...required, ...optional];
  for (const [key, entry] of value.entries) {
    if (!known.includes(key)) note(reader, entry.place, "key.unknown", `${what}里没有 ${key} 这一项`, suggest(key, known, "项"));
  }
  for (const key of required) {
    if (!value.entries.has(key)) note(reader, value.place, "key.missing", `${what}缺少 ${key}`, `补上 ${key}`);
  }
  return value;
}

/** The items of a list under a key; none when the key is absent. */
export function readList(reader: Reader, map: YamlMap, key: string): YamlValue[] {
  const entry = map.entries.get(key);
  if (!entry) return [];
  if (entry.value.kind === "list") return entry.value.items;
  note(reader, entry.value.place, "value.kind", `${key} 应是列表`, "每项一行，以 - 开头");
  return [];
}

/** A single value under a key that is not empty. */
export function readScalar(reader: Reader, map: YamlMap, key: string): YamlScalar | undefined {
  const entry = map.entries.get(key);
  if (!entry) return undefined;
  if (entry.value.kind === "scalar" && entry.value.text.trim() !== "") return entry.value;
  return note(reader, entry.place, "value.kind", `${key} 应有一个值`, `在 ${key} 后写出内容`);
}

/** Text under a key. Figures count as the text that they were written as. */
export function readText(reader: Reader, map: YamlMap, key: string): string | undefined {
  return readScalar(reader, map, key)?.text.trim();
}

export function readDate(reader: Reader, map: YamlMap, key: string): CivilDate | undefined {
  const scalar = readScalar(reader, map, key);
  if (!scalar) return undefined;
  if (isCivilDate(scalar.text)) return scalar.text;
  return note(reader, scalar.place, "date.malformed", `${scalar.text} 不是真实存在的日期`, "写作 2021-12-13");
}

/** `true` or `false` under a key. */
export function readFlag(reader: Reader, map: YamlMap, key: string): boolean | undefined {
  const scalar = readScalar(reader, map, key);
  if (!scalar || typeof scalar.value === "boolean") return scalar?.value === true;
  return note(reader, scalar.place, "value.kind", `${key} 应是 true 或 false`, `写作 ${key}: true`);
}

/** One of a few words, each with its Chinese meaning. */
export function readWord<W extends string>(reader: Reader, map: YamlMap, key: string, words: Readonly<Record<W, string>>): W | undefined {
  const scalar = readScalar(reader, map, key);
  if (!scalar) return undefined;
  if (Object.hasOwn(words, scalar.text)) return scalar.text as W;
  return note(reader, scalar.place, "value.unknown", `${key} 没有 ${scalar.text} 这个值`, suggest(scalar.text, Object.keys(words), "值"));
}

const ID = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** An id of a benefit or document: lower-case words joined by hyphens. */
export function readId(reader: Reader, map: YamlMap, key: string): string | undefined {
  const scalar = readScalar(reader, map, key);
  if (!scalar) return undefined;
  if (ID.test(scalar.text)) return scalar.text;
  return note(reader, scalar.place, "id.malformed", `${scalar.text} 不能作编号`, "用小写字母、数字和连字符，例如 home-adaptation");
}

/** Money written in 元 (or, with `wan`, in 万元), as 分. */
export function readMoney(reader: Reader, scalar: YamlScalar, wan = false): number | undefined {
  const decimal = readDecimal(scalar.text);
  if (!decimal || decimal.digits.startsWith("-")) {
    return note(reader, scalar.place, "money.malformed", `${scalar.text} 不是金额`, "写不带单位的数字，例如 2400 或 0.5");
  }
  const places = wan ? 6 : 2;
  if (decimal.decimals > places) {
    return note(reader, scalar.place, "money.finer_than_fen", `金额 ${scalar.text} ${wan ? "万元" : "元"}精确到了分以下`, `最多 ${places} 位小数`);
  }
  const fen = Number(decimal.digits) * 10 ** (places - decimal.decimals);
  return Number.isSafeInteger(fen) ? fen : note(reader, scalar.place, "number.too_large", `${scalar.text} 太大`, "检查数字");
}

/** Where a wrong quote leaves the text: what stands there instead. */
function explainQuote(text: string, quote: string): string {
  let low = 0;
  let high = quote.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (text.includes(quote.slice(0, middle))) low = middle;
    else high = middle - 1;
  }
  if (low < 4) return "从文件原文里逐字复制一句";
  const start = text.indexOf(quote.slice(0, low));
  return `原文在“${quote.slice(Math.max(0, low - 6), low)}”之后是“${text.slice(start + low, start + low + 12).replace(/\s+/g, " ")}”，请逐字复制`;
}

/** The clause that something rests on: its number and a sentence that stands in the document word for word. */
export function readClause(reader: Reader, map: YamlMap, what: string): ClauseRef | undefined {
  const entry = map.entries.get("clause");
  if (!entry) return undefined;
  const clause = readMapping(reader, entry.value, `${what}的 clause`, ["at", "quote"]);
  if (!clause) return undefined;
  const at = readText(reader, clause, "at");
  const quote = readScalar(reader, clause, "quote");
  if (at === undefined || !quote || reader.documentText === undefined) return undefined;
  const words = quote.text.trim();
  const start = reader.documentText.indexOf(words);
  if (start >= 0) return { at, quote: words, start };
  return note(reader, quote.place, "clause.quote_absent", `${what} 引用的句子不在文件原文里`, explainQuote(reader.documentText, words));
}

/** The expression in a scalar; faults stand where the character stands in the file. */
export function readExpr(reader: Reader, scalar: YamlScalar, scope: Scope, expected: Expected): Expr | undefined {
  const { expr, faults } = parseExpression(scalar.text, scope, expected, scalar.placeAt);
  for (const fault of faults) note(reader, fault.place, fault.code, fault.message, fault.mend);
  return expr;
}
