import { isCivilDate, parseDate } from "../../kernel/dates.ts";
import { FACTS, type Fact, type FactValue } from "../../kernel/facts.ts";
import { isRegionCode } from "../../kernel/regions.ts";

/** The facts of a senior, by name. */
export const SENIOR_FACTS: Readonly<Record<string, Fact>> = FACTS.senior;
export const SENIOR_FACT_NAMES: readonly string[] = Object.keys(SENIOR_FACTS);

/** What is wrong with a value of a fact, in Chinese with what to do; undefined when nothing is. Null (unknown) is always right. */
export function factFault(name: string, value: FactValue | null): string | undefined {
  const fact = Object.hasOwn(SENIOR_FACTS, name) ? SENIOR_FACTS[name] : undefined;
  if (!fact) return `没有“${name}”这个信息项`;
  if (value === null) return undefined;
  switch (fact.type) {
    case "boolean":
      return typeof value === "boolean" ? undefined : `${fact.label}应为是或否`;
    case "integer":
      return Number.isInteger(value) && inRange(value as number, fact) ? undefined : `${fact.label}应为${fact.min}至${fact.max}的整数`;
    case "number":
      return typeof value === "number" && inRange(value, fact) ? undefined : `${fact.label}应为${fact.min}至${fact.max}的数`;
    case "money":
      return Number.isSafeInteger(value) ? undefined : `${fact.label}应为以分计的整数`;
    case "date":
      return typeof value === "string" && isCivilDate(value) ? undefined : `${fact.label}应为真实存在的日期，写作 2026-11-21`;
    case "region":
      return typeof value === "string" && isRegionCode(value) ? undefined : `${fact.label}应为12位区划代码`;
    case "enum":
      return typeof value === "string" && Object.hasOwn(fact.values, value) ? undefined : `${fact.label}只能是：${Object.values(fact.values).join("、")}`;
    case "text":
      return typeof value === "string" ? undefined : `${fact.label}应为文字`;
    case "benefits":
      return isBenefits(value) ? undefined : `${fact.label}应为待遇编号与每月金额（分）`;
  }
}

function inRange(value: number, fact: { min: number; max: number }): boolean {
  return value >= fact.min && value <= fact.max;
}

function isBenefits(value: FactValue): boolean {
  return typeof value === "object" && Object.values(value).every((amount) => amount === null || (Number.isSafeInteger(amount) && amount >= 0));
}

const YES = new Set(["是", "有", "1", "true", "y", "yes", "√"]);
const NO = new Set(["否", "无", "没有", "0", "false", "n", "no", "×"]);

/** What people write for a value beside its own word. */
const ALIASES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  sex: { 男性: "male", 女性: "female" },
  living: { 独居老人: "alone", 空巢老人: "empty_nest", 留守老人: "left_behind", 与子女同住: "with_family", 与家人共同居住: "with_family", 机构: "institution", 机构养老: "institution" },
  economic: { 特困人员: "destitute", 低保对象: "minimum_allowance", 最低生活保障: "minimum_allowance", 低保边缘: "low_income", 低收入: "low_income", 低保边缘家庭: "low_income", 普通: "ordinary" },
  disability_category: { 无: "none", 视力残疾: "vision", 听力残疾: "hearing", 言语残疾: "speech", 肢体残疾: "limb", 智力残疾: "intellectual", 精神残疾: "mental", 多重残疾: "multiple" },
  family_planning_special: { 无: "none", 失独家庭: "bereaved", 伤残: "disabled_child" },
  support: { 有: "able", 无: "none", 无能力: "unable" },
  pension: { 职工: "employee", 居民: "resident", 城乡居民: "resident", 无: "none" },
};
const CHINESE_LEVELS = "零一二三四五";

/** No single fact has a value like this, so that its fault says what may stand there. */
const UNREADABLE: FactValue = {};

/** Reads a cell of a sheet as a value of a fact: its Chinese word, its code, a level as `2`, `2级` or `二级`, 是 or 否. */
export function readFactText(name: string, text: string): { value: FactValue } | { fault: string } {
  const fact = SENIOR_FACTS[name]!;
  const value = valueOf(name, fact, text.trim()) ?? UNREADABLE;
  const fault = factFault(name, value);
  return fault ? { fault } : { value };
}

function valueOf(name: string, fact: Fact, text: string): FactValue | undefined {
  if (fact.type === "boolean") return YES.has(text.toLowerCase()) ? true : NO.has(text.toLowerCase()) ? false : undefined;
  if (fact.type === "date") return parseDate(text);
  if (fact.type === "region") return text;
  if (fact.type === "integer") {
    const digits = text.replace(/[级分]$/, "");
    const chinese = digits.length === 1 ? CHINESE_LEVELS.indexOf(digits) : -1;
    return /^\d{1,6}$/.test(digits) ? Number(digits) : chinese >= 0 ? chinese : undefined;
  }
  if (fact.type === "enum") {
    if (Object.hasOwn(fact.values, text)) return text;
    const byWord = Object.entries(fact.values).find(([, word]) => word === text)?.[0];
    return byWord ?? ALIASES[name]?.[text];
  }
  return undefined;
}

/** A value as a screen or a sheet shows it. */
export function displayFact(name: string, value: FactValue | null): string {
  const fact = SENIOR_FACTS[name];
  if (value === null) return "不详";
  if (fact?.type === "enum") return fact.values[String(value)] ?? String(value);
  if (typeof value === "boolean") return value ? "是" : "否";
  if (typeof value === "object") return Object.keys(value).join("、");
  return fact && "unit" in fact && fact.unit ? `${value}${fact.unit}` : String(value);
}
