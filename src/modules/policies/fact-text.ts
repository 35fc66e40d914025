import { displayDate } from "../../kernel/dates.ts";
import type { Fact, FactValue } from "../../kernel/facts.ts";
import { displayYuan } from "../../kernel/money.ts";

/** A fact's value as screens show it: 是, 特困, 2级, 2026年11月21日, 100.00元. */
export function factText(fact: Fact, value: FactValue): string {
  if (typeof value === "object") {
    const entries = Object.entries(value);
    return entries.length === 0 ? "无" : entries.map(([id, amount]) => (amount === null ? id : `${id}（每月${displayYuan(amount)}元）`)).join("、");
  }
  switch (fact.type) {
    case "boolean":
      return value === true ? "是" : "否";
    case "enum":
      return fact.values[String(value)] ?? String(value);
    case "date":
      return displayDate(String(value));
    case "money":
      return `${displayYuan(Number(value))}元`;
    case "text":
      return fact.words?.[String(value)] ?? String(value);
    default:
      return `${String(value)}${fact.unit ?? ""}`;
  }
}
