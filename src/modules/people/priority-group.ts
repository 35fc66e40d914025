import type { CivilDate } from "../../kernel/dates.ts";
import type { FactValue } from "../../kernel/facts.ts";
import { courseOf, type FactRecord, sourceOf } from "./fact-history.ts";
import type { FactSource, GroupKind } from "./people.contract.ts";

/** The rule that puts a senior into a group: one fact, and the values that count. */
export type GroupRule = { fact: string; values?: readonly FactValue[]; atLeast?: number; text: string };

/**
 * The six groups of seniors in special difficulty.
 * 依据：贵州省推进基本养老服务体系建设文件“独居、空巢、留守、失能、重残、计划生育特殊家庭等特殊困难老年人”（R-214）；
 * 失能取能力等级2级（中度失能）及以上（GB/T 42195-2022），重残取残疾等级一、二级。
 */
export const GROUP_RULES: Readonly<Record<GroupKind, GroupRule>> = {
  alone: { fact: "living", values: ["alone"], text: "居住状况为独居" },
  empty_nest: { fact: "living", values: ["empty_nest"], text: "居住状况为空巢" },
  left_behind: { fact: "living", values: ["left_behind"], text: "居住状况为留守" },
  disabled: { fact: "ability_level", atLeast: 2, text: "能力等级为2级及以上" },
  severely_disabled: { fact: "disability_grade", values: [1, 2], text: "残疾等级为一级或二级" },
  family_planning_special: { fact: "family_planning_special", values: ["bereaved", "disabled_child"], text: "失独或独生子女伤残家庭" },
};

export const GROUP_KINDS = Object.keys(GROUP_RULES) as GroupKind[];
/** The facts on which any group depends. */
export const GROUP_FACTS: ReadonlySet<string> = new Set([...Object.values(GROUP_RULES).map((rule) => rule.fact), "alive"]);

export type GroupPeriod = { kind: GroupKind; source: FactSource; from: CivilDate; to: CivilDate | null };

/** Whether a value puts a senior into the group. Unknown never does. */
export function inGroup(rule: GroupRule, value: FactValue | null | undefined): boolean {
  if (value === null || value === undefined) return false;
  return rule.atLeast === undefined ? (rule.values ?? []).includes(value) : typeof value === "number" && value >= rule.atLeast;
}

/**
 * The periods over which a senior belongs to each group, as the records say on `today`: those that have begun, open
 * (`to` null) where they still hold. Death ends them all.
 */
export function groupPeriods(records: readonly FactRecord[], today: CivilDate, rules: Readonly<Record<GroupKind, GroupRule>> = GROUP_RULES): GroupPeriod[] {
  const death = courseOf(records, "alive").find((stretch) => stretch.value === false && stretch.to === null)?.from;
  const periods: GroupPeriod[] = [];
  for (const kind of GROUP_KINDS) {
    const rule = rules[kind];
    if (!records.some((record) => inGroup(rule, record.facts[rule.fact]))) continue;
    let last: GroupPeriod | undefined;
    for (const { from, to, value, record } of courseOf(records, rule.fact)) {
      const end = death !== undefined && (to === null || to > death) ? death : to;
      if (!inGroup(rule, value) || from > today || (end !== null && end <= from)) continue;
      const shown = end !== null && end <= today ? end : null;
      // another record that says the same goes on with the same period
      if (last && last.to === from) last.to = shown;
      else periods.push((last = { kind, source: sourceOf(record, rule.fact), from, to: shown }));
    }
  }
  return periods;
}
