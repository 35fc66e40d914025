import { isCivilDate, type CivilDate } from "../../kernel/dates.ts";
import { FACTS, SUBJECT_NAMES, type Facts, type SubjectKind } from "../../kernel/facts.ts";
import { parseYuan, type Fen } from "../../kernel/money.ts";
import type { Place } from "./expression.ts";
import type { Fault, Pack, PackSource } from "./pack.ts";
import { note, readMapping, readScalar, readText, type Reader } from "./pack-fields.ts";
import { readFact } from "./read-facts.ts";
import { suggest } from "./nearest-word.ts";
import { readYaml, type YamlMap, type YamlValue } from "./yaml-reader.ts";

/** What a case expects; only what it names is compared. Money in 分. */
export type Expectation = {
  eligible?: boolean | null;
  standing?: string;
  amount?: Fen | null;
  bounds?: { min: Fen; max: Fen } | null;
  shares?: Record<string, Fen>;
  excludedBy?: string | null;
  missing?: string[];
};

/** One case of `cases.yaml`: a subject on a date, what is expected of one benefit, and why. */
export type PackCase = {
  subject: SubjectKind;
  asOf: CivilDate;
  facts: Facts;
  benefit: string;
  /** figures set by officers, as for `decide` */
  determinations: Record<string, Fen>;
  expect: Expectation;
  why: string;
  place: Place;
};

const REQUIRED = ["subject", "as_of", "facts", "benefit", "expect", "why"];
const EXPECTED = ["eligible", "standing", "amount", "bounds", "shares", "excluded_by", "missing"];

/**
 * Reads the cases of a pack, each with its place. Facts are read like a sheet's (money in 元); a case with anything not
 * understood is a fault, never a case that expects less than was written.
 */
export function readCases(source: PackSource, pack: Pack): { cases: PackCase[]; faults: Fault[] } {
  if (source.cases === undefined) return { cases: [], faults: [] };
  const file = `${source.name}/cases.yaml`;
  const { root, faults } = readYaml(file, source.cases);
  const reader: Reader = { file, faults };
  if (!root) return { cases: [], faults };
  if (root.kind !== "list") {
    note(reader, root.place, "cases.list", "用例文件应是列表", "每个用例以 - 开头");
    return { cases: [], faults };
  }
  const cases = root.items.map((item) => readCase(reader, item, pack)).filter((one) => one !== undefined);
  return { cases, faults };
}

function readCase(reader: Reader, item: YamlValue, pack: Pack): PackCase | undefined {
  const before = reader.faults.length;
  const map = readMapping(reader, item, "用例", REQUIRED, ["determinations"]);
  if (!map) return undefined;
  const subject = readSubject(reader, map);
  const benefit = readBenefit(reader, map, subject, pack);
  const asOf = readAsOf(reader, map);
  const why = readText(reader, map, "why");
  const facts = subject ? readCaseFacts(reader, map, subject) : {};
  const determinations = readMoneyMap(reader, map, "determinations");
  const expect = readExpectation(reader, map);
  if (reader.faults.length > before || !subject || !benefit || !asOf || !expect || why === undefined) return undefined;
  return { subject, asOf, facts, benefit, determinations, expect, why, place: item.place };
}

function readSubject(reader: Reader, map: YamlMap): SubjectKind | undefined {
  const scalar = readScalar(reader, map, "subject");
  if (!scalar) return undefined;
  if (Object.hasOwn(SUBJECT_NAMES, scalar.text)) return scalar.text as SubjectKind;
  return note(reader, scalar.place, "value.unknown", `没有 ${scalar.text} 这类对象`, suggest(scalar.text, Object.keys(SUBJECT_NAMES), "对象"));
}

function readBenefit(reader: Reader, map: YamlMap, subject: SubjectKind | undefined, pack: Pack): string | undefined {
  const scalar = readScalar(reader, map, "benefit");
  if (!scalar) return undefined;
  const benefit = pack.benefits.find(({ id }) => id === scalar.text);
  const ids = pack.benefits.map(({ id }) => id);
  if (!benefit) return note(reader, scalar.place, "benefit.unknown", `没有待遇 ${scalar.text}`, suggest(scalar.text, ids, "待遇"));
  if (subject === undefined || benefit.subject === subject) return benefit.id;
  return note(reader, scalar.place, "benefit.subject", `${benefit.name}的对象是${SUBJECT_NAMES[benefit.subject]}`, `subject 写 ${benefit.subject}`);
}

function readAsOf(reader: Reader, map: YamlMap): CivilDate | undefined {
  const scalar = readScalar(reader, map, "as_of");
  if (!scalar) return undefined;
  return isCivilDate(scalar.text) ? scalar.text : note(reader, scalar.place, "date.malformed", `${scalar.text} 不是真实存在的日期`, "写作 2026-01-01");
}

function readCaseFacts(reader: Reader, map: YamlMap, subject: SubjectKind): Facts {
  const entry = map.entries.get("facts");
  const facts: Facts = {};
  if (!entry) return facts;
  if (entry.value.kind !== "map") {
    note(reader, entry.value.place, "value.kind", "facts 应由若干“信息项: 值”组成", `可用的信息项有：${Object.keys(FACTS[subject]).join("、")}`);
    return facts;
  }
  for (const [name, cell] of entry.value.entries) {
    const { value, fault } = readFact(subject, name, plain(cell.value));
    if (fault) note(reader, cell.place, fault.code, fault.message, fault.mend);
    else if (value !== undefined) facts[name] = value;
  }
  return facts;
}

/** A YAML value as JSON has it; figures keep the text that they were written as, so that nothing is rounded. */
function plain(value: YamlValue): unknown {
  if (value.kind === "map") return Object.fromEntries([...value.entries].map(([key, entry]) => [key, plain(entry.value)]));
  if (value.kind === "list") return value.items.map(plain);
  return typeof value.value === "number" ? value.text : value.value;
}

function readExpectation(reader: Reader, map: YamlMap): Expectation | undefined {
  const entry = map.entries.get("expect");
  if (!entry) return undefined;
  const expected = readMapping(reader, entry.value, "expect", [], EXPECTED);
  if (!expected) return undefined;
  if (expected.entries.size === 0) return note(reader, entry.place, "expect.empty", "expect 没有写期望的结果", `可写：${EXPECTED.join("、")}`);
  const expect: Expectation = {};
  for (const [key, { value }] of expected.entries) {
    if (key === "shares") expect.shares = readMoneyMap(reader, expected, key);
    else if (key === "bounds") expect.bounds = readBounds(reader, value, expected);
    else if (key === "missing") expect.missing = readNames(reader, value);
    else readSingle(reader, key, value, expect);
  }
  return expect;
}

function readSingle(reader: Reader, key: string, value: YamlValue, expect: Expectation): void {
  if (value.kind !== "scalar") note(reader, value.place, "value.kind", `${key} 应是单个值`, "只写一个值");
  else if (key === "amount") expect.amount = value.value === null ? null : readFen(reader, value);
  else if (key === "excluded_by") expect.excludedBy = value.value === null ? null : value.text;
  else if (key === "standing") expect.standing = value.text;
  else if (key === "eligible") {
    if (typeof value.value === "boolean" || value.value === null) expect.eligible = value.value;
    else note(reader, value.place, "value.kind", "eligible 应是 true、false 或 null", "null 表示信息不全");
  }
}

function readBounds(reader: Reader, value: YamlValue, expected: YamlMap): Expectation["bounds"] {
  if (value.kind === "scalar" && value.value === null) return null;
  const { min, max } = readMoneyMap(reader, expected, "bounds");
  if (min !== undefined && max !== undefined) return { min, max };
  return note(reader, value.place, "value.kind", "bounds 应写下限和上限", "写作 { min: 100, max: 500 }");
}

function readNames(reader: Reader, value: YamlValue): string[] | undefined {
  if (value.kind === "list") return value.items.map((item) => (item.kind === "scalar" ? item.text : ""));
  return note(reader, value.place, "value.kind", "missing 应是列表", "写作 [birth_date, economic]");
}

function readMoneyMap(reader: Reader, map: YamlMap, key: string): Record<string, Fen> {
  const entry = map.entries.get(key);
  if (!entry) return {};
  if (entry.value.kind !== "map") {
    note(reader, entry.value.place, "value.kind", `${key} 应由若干“名称: 元数”组成`, '写作 { city: "1200000.00" }');
    return {};
  }
  return Object.fromEntries([...entry.value.entries].map(([name, { value }]) => [name, readFen(reader, value) ?? 0]));
}

function readFen(reader: Reader, value: YamlValue): Fen | undefined {
  const text = value.kind === "scalar" ? value.text : "";
  if (/^\d{1,13}(?:\.\d{1,2})?$/.test(text)) return parseYuan(text);
  return note(reader, value.place, "money.malformed", "不是以元表示、最多两位小数的金额", '写作 "75000.00"');
}
