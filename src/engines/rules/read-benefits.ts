import { SUBJECT_NAMES } from "../../kernel/facts.ts";
import type { Amount, AmountPart, Benefit, BenefitKind, Period, Share, TableRow } from "./pack.ts";
import type { Expr } from "./expression.ts";
import {
  note, readClause, readDate, readExpr, readId, readList, readMapping, readScalar, readText, readWord, type Reader,
} from "./pack-fields.ts";
import { readDecimal } from "./parse-number.ts";
import type { Expected } from "./parse-expression.ts";
import type { Scope } from "./scope.ts";
import type { YamlMap, YamlValue } from "./yaml-reader.ts";

export const BENEFIT_KINDS: Readonly<Record<BenefitKind, string>> = {
  money: "物质帮助",
  care: "照护服务",
  attention: "关爱服务",
  subsidy: "补贴",
  relief: "减免",
};
export const PERIODS: Readonly<Record<Period, string>> = { once: "一次性", month: "每月", year: "每年" };
/** Who may pay a share, as the texts name them. */
export const PAYERS: Readonly<Record<string, string>> = {
  central: "中央财政",
  province: "省级财政",
  city: "市级财政",
  district: "区（县）级财政",
  town: "乡镇（街道）财政",
  welfare_lottery: "福彩公益金",
  ltci_fund: "长期护理保险基金",
  medical_insurance: "医疗保险基金",
};

function readExprAt(reader: Reader, map: YamlMap, key: string, scope: Scope, expected: Expected): Expr | undefined {
  const scalar = readScalar(reader, map, key);
  return scalar && readExpr(reader, scalar, scope, expected);
}

function readRow(reader: Reader, item: YamlValue, last: boolean, scope: Scope): TableRow | undefined {
  const otherwise = item.kind === "map" && item.entries.has("else");
  const map = readMapping(reader, item, "表格的一行", otherwise ? ["else"] : ["if", "value"]);
  if (!map) return undefined;
  if (otherwise && !last) note(reader, map.place, "table.unreachable", "else 之后的行永远轮不到", "把 else 移到最后一行");
  const when = otherwise ? undefined : readExprAt(reader, map, "if", scope, "boolean");
  const value = readExprAt(reader, map, otherwise ? "else" : "value", scope, "money");
  return value && (otherwise || when) ? { ...(when ? { when } : {}), value, place: map.place } : undefined;
}

function readTable(reader: Reader, map: YamlMap, key: string, scope: Scope): TableRow[] | undefined {
  const entry = map.entries.get(key);
  if (!entry) return undefined;
  const items = readList(reader, map, key);
  if (entry.value.kind === "list" && items.length === 0) return note(reader, entry.place, "table.empty", "表格没有行", "至少写一行 else");
  const rows = items.map((item, index) => readRow(reader, item, index === items.length - 1, scope));
  return rows.includes(undefined) ? undefined : (rows as TableRow[]);
}

function readPart(reader: Reader, item: YamlValue, scope: Scope): AmountPart | undefined {
  const map = readMapping(reader, item, "金额的一部分", [], ["label", "times", "value", "table"]);
  if (!map) return undefined;
  if (map.entries.has("value") === map.entries.has("table")) {
    return note(reader, map.place, "amount.part", "金额的一部分要有 value 或 table，且只能有一个", "固定标准写 value，分档写 table");
  }
  const times = readExprAt(reader, map, "times", scope, "number");
  const value = readExprAt(reader, map, "value", scope, "money");
  const table = readTable(reader, map, "table", scope);
  const label = readText(reader, map, "label");
  const broken = map.entries.has("times") && !times;
  if (broken || (!value && !table)) return undefined;
  return { ...(label ? { label } : {}), ...(times ? { times } : {}), ...(value ? { value } : {}), ...(table ? { table } : {}), place: map.place };
}

function readBounds(reader: Reader, value: YamlValue, scope: Scope): Amount | undefined {
  const map = readMapping(reader, value, "幅度金额", ["min", "max"], ["standard"]);
  if (!map) return undefined;
  const min = readExprAt(reader, map, "min", scope, "money");
  const max = readExprAt(reader, map, "max", scope, "money");
  const standard = readTable(reader, map, "standard", scope);
  return min && max ? { form: "bounds", min, max, ...(standard ? { standard } : {}) } : undefined;
}

function readAmount(reader: Reader, map: YamlMap, scope: Scope): Amount | undefined {
  const entry = map.entries.get("amount");
  if (!entry) return undefined;
  const { value } = entry;
  if (value.kind === "list") {
    if (value.items.length === 0) return note(reader, entry.place, "amount.empty", "金额没有内容", "至少写一项 value");
    const parts = value.items.map((item) => readPart(reader, item, scope));
    const cap = readExprAt(reader, map, "cap", scope, "money");
    return parts.includes(undefined) ? undefined : { form: "parts", parts: parts as AmountPart[], ...(cap ? { cap } : {}) };
  }
  const cap = map.entries.get("cap");
  if (cap) note(reader, cap.place, "amount.cap", "只有按列表写的金额才能有 cap", "幅度金额的上限写在 max");
  if (value.kind === "scalar" && value.text === "service") return { form: "service" };
  if (value.kind === "map" && value.entries.has("unspecified")) {
    const authorised = readMapping(reader, value, "未细化的金额", ["unspecified"]) && readText(reader, value, "unspecified");
    return authorised === undefined ? undefined : { form: "unspecified", authorised };
  }
  const part = value.kind === "map" && ["value", "table", "times"].some((key) => value.entries.has(key));
  if (value.kind === "map" && !part) return readBounds(reader, value, scope);
  return note(reader, value.place, "amount.form", "金额的写法不对", "金额的每一部分以 - 开头（- value: 200）；或写幅度（min、max）、service、unspecified");
}

function readShare(reader: Reader, item: YamlValue): Share | undefined {
  const map = readMapping(reader, item, "资金分担", ["payer", "part"]);
  const payer = map && readWord(reader, map, "payer", PAYERS);
  const part = map && readScalar(reader, map, "part");
  const decimal = part && readDecimal(part.text);
  if (payer === undefined || !part) return undefined;
  const value = decimal && decimal.decimals <= 4 ? Number(decimal.digits) * 10 ** (4 - decimal.decimals) : 0;
  if (value > 0 && value <= 10_000) return { payer, part: value };
  return note(reader, part.place, "shares.part", `${part.text} 不是分担比例`, "写大于 0、不超过 1 的小数，最多四位，例如 0.6");
}

function readShares(reader: Reader, map: YamlMap): Share[] {
  const entry = map.entries.get("shares");
  if (!entry) return [];
  const shares = readList(reader, map, "shares").map((item) => readShare(reader, item));
  const known = shares.filter((share) => share !== undefined);
  if (new Set(known.map((share) => share.payer)).size < known.length) note(reader, entry.place, "shares.repeated", "同一个分担方写了两次", "合并为一项");
  const sum = known.reduce((total, share) => total + share.part, 0);
  if (known.length === shares.length && sum !== 10_000) {
    note(reader, entry.place, "shares.sum", `分担比例相加是 ${sum / 10_000}，不是 1`, "调整各方比例，使其相加等于 1");
  }
  return known;
}

function readStandard(reader: Reader, map: YamlMap): Benefit["standard"] {
  const entry = map.entries.get("standard");
  const standard = entry && readMapping(reader, entry.value, "服务标准", ["text"], ["level"]);
  const text = standard && readText(reader, standard, "text");
  const level = standard && readScalar(reader, standard, "level");
  if (level && typeof level.value !== "number") note(reader, level.place, "value.kind", "level 应是数值", "写可比较大小的数，例如每年次数 12");
  return text === undefined ? undefined : { text, ...(typeof level?.value === "number" ? { level: level.value } : {}) };
}

const REQUIRED = ["id", "name", "kind", "subject", "class", "clause", "when", "period", "amount"];
const OPTIONAL = ["cap", "shares", "implements", "effective", "expires", "confirm", "standard", "department"];

/** What a benefit may have or not, each key present only where it is written. */
function readOptional(reader: Reader, map: YamlMap): Partial<Benefit> {
  const found = {
    implements: map.entries.has("implements") ? readId(reader, map, "implements") : undefined,
    effective: readDate(reader, map, "effective"),
    expires: readDate(reader, map, "expires"),
    confirm: readText(reader, map, "confirm"),
    standard: readStandard(reader, map),
    department: readText(reader, map, "department"),
  };
  if (found.effective !== undefined && found.expires !== undefined && found.expires < found.effective) {
    note(reader, map.entries.get("expires")!.place, "validity", "失效日早于生效日", "核对 effective 与 expires");
  }
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}

function readBenefit(reader: Reader, value: YamlValue, scope: Omit<Scope, "subject">): Benefit | undefined {
  const map = readMapping(reader, value, "待遇", REQUIRED, OPTIONAL);
  if (!map) return undefined;
  const id = readId(reader, map, "id");
  const name = readText(reader, map, "name");
  const kind = readWord(reader, map, "kind", BENEFIT_KINDS);
  const subject = readWord(reader, map, "subject", SUBJECT_NAMES);
  const benefitClass = readText(reader, map, "class");
  const clause = readClause(reader, map, `待遇 ${id ?? ""}`);
  const period = readWord(reader, map, "period", PERIODS);
  const shares = readShares(reader, map);
  const optional = readOptional(reader, map);
  if (subject === undefined) return undefined;
  const when = readExprAt(reader, map, "when", { ...scope, subject }, "boolean");
  const amount = readAmount(reader, map, { ...scope, subject });
  if (!id || !name || !kind || !benefitClass || !clause || !period || !when || !amount) return undefined;
  return { id, name, kind, subject, class: benefitClass, clause, when, amount, period, shares, ...optional, place: map.place };
}

/** Ids of the benefits of a file, as far as they can be read: what `receives` and overlaps may name. */
export function listBenefitIds(root: YamlMap): string[] {
  const list = root.entries.get("benefits")?.value;
  if (list?.kind !== "list") return [];
  return list.items.flatMap((item) => {
    const id = item.kind === "map" ? item.entries.get("id")?.value : undefined;
    return id?.kind === "scalar" && id.text !== "" ? [id.text] : [];
  });
}

/** The benefits of a file, each id once. */
export function readBenefits(reader: Reader, root: YamlMap, scope: Omit<Scope, "subject">): Benefit[] {
  const benefits = readList(reader, root, "benefits").flatMap((item) => readBenefit(reader, item, scope) ?? []);
  const seen = new Set<string>();
  for (const { id, place } of benefits) {
    if (seen.has(id)) note(reader, place, "benefit.repeated", `编号 ${id} 出现了两次`, "换一个编号，或合并两条规则");
    seen.add(id);
  }
  return benefits;
}
