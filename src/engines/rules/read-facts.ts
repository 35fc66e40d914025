import { parseDate } from "../../kernel/dates.ts";
import { DERIVED_FACTS, FACTS, SUBJECT_NAMES, type Fact, type Facts, type FactValue, type SubjectKind } from "../../kernel/facts.ts";
import { parseYuan } from "../../kernel/money.ts";
import { isRegionCode } from "../../kernel/regions.ts";
import { MONEY_LIMIT } from "./known-fact.ts";
import { suggest } from "./nearest-word.ts";

/** One value that cannot be taken: which fact, what is wrong with it and the mend, in words for an officer. */
export type FactFault = { fact: string; code: string; message: string; mend: string };

/** A value, or why there is none. Neither: the cell is empty, the fact is unknown. */
export type FactReading = { value?: FactValue; fault?: FactFault };

/** Ways of leaving a cell empty in words; the fact stays unknown. */
const UNKNOWN_WORDS = new Set(["", "未知", "不详", "不明"]);
const YES_WORDS = new Set(["true", "1", "是", "yes"]);
const NO_WORDS = new Set(["false", "0", "否", "no"]);
/** Ways of saying that nothing is received, which is not the same as not knowing. */
const NOTHING_WORDS = new Set(["none", "无", "[]", "{}"]);
const BENEFIT_ID = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

type Refusal = { code: string; message: string; mend: string };
type Taken = { value: FactValue } | Refusal;

const refuse = (code: string, message: string, mend: string): Refusal => ({ code, message, mend });

/**
 * Reads the value of one fact from a cell of a sheet or from JSON, by the dictionary of facts.
 *
 * Empty cells, `null` and 未知 are unknown (no value, no fault). Enumerations take the value or its Chinese word,
 * booleans true/false and 是/否, dates the ways of Chinese sheets, money 元 with at most two decimals (→ 分). A number
 * with more decimals than the dictionary keeps is refused, never rounded. `receives` takes `id`, `id=100.00` or
 * `id:100.00` (元 a month) separated by `;`, `|`, `,` or white space, `none` for nothing; in JSON an array of such ids
 * or an object of id → 元 (null where only the receipt is known).
 *
 * @param name a stored fact of that kind of subject
 */
export function readFact(kind: SubjectKind, name: string, input: unknown): FactReading {
  const fact = Object.hasOwn(FACTS[kind], name) ? FACTS[kind][name] : undefined;
  if (!fact) return { fault: { fact: name, ...unknownName(kind, name) } };
  if (input === undefined || input === null) return {};
  const text = typeof input === "string" ? normalise(input, fact) : undefined;
  if (text !== undefined && UNKNOWN_WORDS.has(text)) return {};
  const taken = fact.type === "benefits" ? takeReceived(text ?? input) : takeSingle(fact, text ?? input);
  if ("value" in taken) return { value: taken.value };
  return { fault: { fact: name, ...taken, message: `${fact.label}（${name}）：${taken.message}` } };
}

/**
 * Reads the facts of one subject: a row of a sheet by its header, or an object of JSON. Unknown facts are left out.
 *
 * @param record fact name → cell; the caller takes out what is not a fact (`id`)
 */
export function readFacts(kind: SubjectKind, record: Readonly<Record<string, unknown>>): { facts: Facts; faults: FactFault[] } {
  const facts: Facts = {};
  const faults: FactFault[] = [];
  for (const [name, input] of Object.entries(record)) {
    const { value, fault } = readFact(kind, name, input);
    if (fault) faults.push(fault);
    else if (value !== undefined) facts[name] = value;
  }
  return { facts, faults };
}

function unknownName(kind: SubjectKind, name: string): Refusal {
  const derived = DERIVED_FACTS[kind];
  const from = Object.hasOwn(derived, name) ? derived[name]?.from : undefined;
  if (from !== undefined) return refuse("fact.derived", `${derived[name]!.label}（${name}）由${FACTS[kind][from]!.label}推算，不单独填写`, `改填 ${from}`);
  return refuse("fact.unknown", `${SUBJECT_NAMES[kind]}没有名为“${name}”的信息项`, suggest(name, Object.keys(FACTS[kind]), "信息项"));
}

/** Full-width digits and letters of Chinese sheets as plain ones; free text stays as it was written. */
function normalise(text: string, fact: Fact): string {
  return (fact.type === "text" ? text : text.normalize("NFKC")).trim();
}

function takeSingle(fact: Exclude<Fact, { type: "benefits" }>, input: unknown): Taken {
  if (typeof input !== "string" && typeof input !== "number" && typeof input !== "boolean") {
    return refuse("fact.kind", "应是单个值，不是列表或对象", "只填一个值");
  }
  const text = String(input);
  switch (fact.type) {
    case "boolean":
      return takeBoolean(text);
    case "enum":
      return takeEnum(fact.values, text);
    case "integer":
    case "number":
      return typeof input === "boolean" ? refuse("fact.kind", `“${text}”不是数字`, "填数字") : takeNumber(fact, text);
    case "money":
      return takeMoney(text);
    case "date":
      return takeDate(text);
    case "region":
      return isRegionCode(text) ? { value: text } : refuse("fact.region", `“${text}”不是12位行政区划代码`, "填12位数字，不足的以0补齐，例如 420700000000");
    case "text":
      return { value: text };
  }
}

function takeBoolean(text: string): Taken {
  const word = text.toLowerCase();
  if (YES_WORDS.has(word)) return { value: true };
  if (NO_WORDS.has(word)) return { value: false };
  return refuse("fact.boolean", `“${text}”不是是或否`, "填 true、false（是、否）；不清楚的留空");
}

function takeEnum(values: Readonly<Record<string, string>>, text: string): Taken {
  if (Object.hasOwn(values, text)) return { value: text };
  const named = Object.entries(values).find(([, label]) => label === text);
  if (named) return { value: named[0] };
  const words = Object.entries(values).map(([value, label]) => `${value}（${label}）`);
  return refuse("fact.enum", `没有“${text}”这个值`, `可填：${words.join("、")}`);
}

function takeNumber(fact: Fact & ({ type: "integer" } | { type: "number" }), text: string): Taken {
  const match = /^(-?\d{1,15})(?:\.(\d+))?$/.exec(text);
  const range = `填 ${fact.min} 至 ${fact.max} 的${fact.type === "integer" ? "整数" : "数字"}`;
  if (!match) return refuse("fact.number", `“${text}”不是数字`, range);
  const decimals = (match[2] ?? "").replace(/0+$/, "").length;
  const scale = fact.type === "integer" ? 0 : fact.scale;
  if (decimals > scale) {
    return refuse("fact.decimals", scale === 0 ? `“${text}”不是整数` : `“${text}”的小数超过${scale}位`, scale === 0 ? range : `最多保留${scale}位小数，由填报人取舍`);
  }
  const value = Number(text);
  if (value < fact.min || value > fact.max) return refuse("fact.range", `${text}不在${fact.min}至${fact.max}之间`, range);
  return { value: value === 0 ? 0 : value };
}

function takeMoney(text: string): Taken {
  const bare = text.replace(/元$/, "").trim();
  if (/^-?\d{1,3}(?:,\d{3})+(?:\.\d*)?$|^-?\d+(?:\.\d*)?$/.test(bare)) {
    const decimals = /\.(\d*)$/.exec(bare)?.[1] ?? "";
    if (decimals.replace(/0+$/, "").length > 2) return refuse("fact.money", `“${text}”不足一分`, "以元填写，最多两位小数");
    const plain = bare.replace(/,/g, "").replace(/\.(\d{0,2})\d*$/, (_, kept: string) => (kept === "" ? "" : `.${kept}`));
    if (plain.startsWith("-")) return refuse("fact.money", `“${text}”是负数`, "填不小于0的金额");
    const fen = plain.replace(/\..*$/, "").length <= 13 ? parseYuan(plain) : Number.POSITIVE_INFINITY;
    return fen <= MONEY_LIMIT ? { value: fen } : refuse("fact.range", `“${text}”过大`, "核对金额，以元填写");
  }
  return refuse("fact.money", `“${text}”不是金额`, "以元填写，例如 100000.00");
}

function takeDate(text: string): Taken {
  const date = parseDate(text);
  return date === undefined ? refuse("fact.date", `“${text}”不是日期`, "填真实的日期，例如 1944-03-01") : { value: date };
}

function takeReceived(input: unknown): Taken {
  if (typeof input === "string") return takeReceivedText(input);
  if (Array.isArray(input) && input.every((item) => typeof item === "string")) {
    return gather(input.map((item) => splitPiece(item.normalize("NFKC").trim())));
  }
  if (typeof input === "object" && input !== null && !Array.isArray(input)) {
    return gather(Object.entries(input).map(([id, amount]) => ({ id, amount: amount as unknown })));
  }
  return refuse("fact.receives", "应是待遇编号的列表", '填 ["id"] 或 {"id":"100.00"}');
}

function takeReceivedText(text: string): Taken {
  if (NOTHING_WORDS.has(text.toLowerCase())) return { value: {} };
  const pieces = text.replace(/\s*([=:])\s*/g, "$1").split(/[;|,、\s]+/).filter((piece) => piece !== "");
  return gather(pieces.map(splitPiece));
}

type Piece = { id: string; amount?: unknown };

function splitPiece(piece: string): Piece {
  const [id = "", ...rest] = piece.split(/[=:]/);
  return rest.length === 0 ? { id } : { id, amount: rest.join("=") };
}

function gather(pieces: readonly Piece[]): Taken {
  const received: Record<string, number | null> = {};
  for (const { id, amount } of pieces) {
    if (!BENEFIT_ID.test(id)) return refuse("fact.receives", `“${id}”不是待遇编号`, "写成 待遇编号 或 待遇编号=每月元数，多项用分号隔开");
    if (Object.hasOwn(received, id)) return refuse("fact.receives", `待遇 ${id} 写了两次`, "每项待遇只写一次");
    const money = takeMonthly(amount);
    if (!("value" in money)) return { ...money, message: `待遇 ${id} 的金额：${money.message}` };
    received[id] = money.value as number | null;
  }
  return { value: received };
}

/** 元 a month; nothing given means that only the receipt is known. */
function takeMonthly(amount: unknown): { value: FactValue | null } | Refusal {
  if (amount === undefined || amount === null) return { value: null };
  if (typeof amount === "number" || typeof amount === "string") return takeMoney(String(amount).trim());
  return refuse("fact.money", "不是金额", "以元填写，例如 100.00；金额不清楚的填 null");
}
