import type { z } from "zod";

type RawIssue = Parameters<NonNullable<Parameters<typeof z.config>[0] & {}>["customError"] & {}>[0];

const TYPES: Record<string, string> = { string: "文字", number: "数字", int: "整数", boolean: "是或否", object: "一组信息", record: "一组信息", array: "列表", date: "日期" };

/**
 * What is wrong with a value, for those faults that a contract gives no words of its own: the library's words name types
 * and patterns of programs. Undefined leaves it to those words.
 */
export function inputText(issue: RawIssue): string | undefined {
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined || issue.input === null ? "必须填写" : `应为${TYPES[issue.expected] ?? "其他类型的值"}`;
    case "too_small":
      return boundText(issue.origin, issue.minimum, issue.inclusive ?? true, "至少", "不小于", "大于");
    case "too_big":
      return boundText(issue.origin, issue.maximum, issue.inclusive ?? true, "至多", "不大于", "小于");
    case "invalid_format":
      return "格式不对";
    case "invalid_value":
      return `应为下列之一：${issue.values.map(String).join("、")}`;
    case "invalid_union":
      return "不是允许的值";
    case "unrecognized_keys":
      return `不认识的项目：${issue.keys.join("、")}`;
    default:
      return undefined;
  }
}

function boundText(origin: string, bound: number | bigint | Date, inclusive: boolean, count: string, least: string, beyond: string): string {
  if (origin === "string") return bound === 1 && count === "至少" ? "必须填写" : `${count}${String(bound)}个字`;
  if (origin === "array" || origin === "set") return `${count}${String(bound)}项`;
  return `应${inclusive ? least : beyond}${String(bound)}`;
}
