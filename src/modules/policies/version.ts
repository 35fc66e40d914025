import { type Benefit, describeExpression, type Pack, PERIODS } from "../../engines/rules/index.ts";
import { type CivilDate, displayDate } from "../../kernel/dates.ts";
import { displayYuan } from "../../kernel/money.ts";
import { ruleInWords } from "./words.ts";

/** The life of a version: draft → submitted → published; withdrawn from either of the first two. Pure. */
export type VersionStatus = "draft" | "submitted" | "published" | "withdrawn";
export type VersionStep = "edit" | "submit" | "sign" | "rehearse" | "publish" | "withdraw" | "recall" | "file" | "receive" | "draft_from";

export const STATUS_NAMES: Record<VersionStatus, string> = { draft: "草稿", submitted: "已送审", published: "已发布", withdrawn: "已作废" };

/**
 * What someone may do with a version now, by its status and their permissions. Server and browser ask the same.
 *
 * @param may whether the viewer holds a permission where the step is taken
 */
export function allowedSteps(
  version: { status: VersionStatus; faults: number; filing: "none" | "due" | "filed" | "received"; /** its day has not come */ isAhead: boolean },
  may: (permission: string, step: VersionStep) => boolean,
  isDrafter: boolean,
): VersionStep[] {
  const { status, filing } = version;
  const isOpen = status === "draft" || status === "submitted";
  const isSound = version.faults === 0;
  const steps: [VersionStep, permission: string, isTime: boolean][] = [
    ["edit", "policies.draft", status === "draft"],
    ["submit", "policies.draft", status === "draft" && isSound],
    ["sign", "policies.sign_off", status === "submitted"],
    ["rehearse", "policies.rehearse", isOpen && isSound],
    ["publish", "policies.publish", status === "submitted" && !isDrafter],
    ["withdraw", "policies.draft", isOpen],
    ["recall", "policies.publish", status === "published" && version.isAhead],
    ["draft_from", "policies.draft", status === "published"],
    ["file", "policies.file", status === "published" && filing === "due"],
    ["receive", "policies.file", status === "published" && filing === "filed"],
  ];
  return steps.filter(([step, permission, isTime]) => isTime && may(permission, step)).map(([step]) => step);
}

/** What differs between two packs, place by place, in words. */
export function changesBetween(before: Pack, after: Pack): { place: string; before: string; after: string }[] {
  const rows: { place: string; before: string; after: string }[] = [];
  const differ = (place: string, a: string, b: string) => {
    if (a !== b) rows.push({ place, before: a, after: b });
  };
  for (const name of new Set([...Object.keys(before.parameters), ...Object.keys(after.parameters)])) {
    const [a, b] = [before.parameters[name], after.parameters[name]];
    differ(`参数：${(b ?? a)!.label}`, a ? valuesInWords(a) : "无", b ? valuesInWords(b) : "删除");
  }
  differ("会签部门", before.signOffs.join("、") || "无", after.signOffs.join("、") || "无");
  differ("所依据的文件", documentInWords(before), documentInWords(after));
  const old = new Map(before.benefits.map((benefit) => [benefit.id, benefit]));
  for (const benefit of after.benefits) {
    const was = old.get(benefit.id);
    const now = ruleInWords(benefit, after, describeExpression);
    if (!was) {
      rows.push({ place: benefit.name, before: "无", after: "新增" });
      continue;
    }
    const then = ruleInWords(was, before, describeExpression);
    differ(`${benefit.name}：条件`, then.conditions.join(" 且 "), now.conditions.join(" 且 "));
    differ(`${benefit.name}：金额`, then.amount, now.amount);
    differ(`${benefit.name}：资金分担`, then.shares, now.shares);
    differ(`${benefit.name}：名称和类别`, `${was.name}（${was.class}）`, `${benefit.name}（${benefit.class}）`);
    differ(`${benefit.name}：周期和期限`, timesInWords(was), timesInWords(benefit));
    differ(`${benefit.name}：落实的上级项目`, was.implements ?? "无", benefit.implements ?? "无");
    differ(`${benefit.name}：服务标准`, standardInWords(was), standardInWords(benefit));
    differ(`${benefit.name}：条文`, then.clause.quote, now.clause.quote);
  }
  const kept = new Set(after.benefits.map(({ id }) => id));
  for (const benefit of before.benefits) if (!kept.has(benefit.id)) rows.push({ place: benefit.name, before: "有", after: "取消" });
  differ("重叠规则", JSON.stringify(before.overlaps.map(({ place: _, ...rule }) => rule)), JSON.stringify(after.overlaps.map(({ place: _, ...rule }) => rule)));
  return rows;
}

function documentInWords({ document }: Pack): string {
  return `《${document.title}》${document.issuer}${document.number ?? ""}，自${document.effective}起${document.expires ? `至${document.expires}止` : "长期有效"}`;
}

function timesInWords({ period, effective, expires }: Benefit): string {
  return `${PERIODS[period]}${effective ? `，自${effective}起` : ""}${expires ? `，至${expires}止` : ""}`;
}

function standardInWords({ standard }: Benefit): string {
  return standard ? `${standard.text}${standard.level === undefined ? "" : `（${standard.level}）`}` : "无";
}

function valuesInWords(parameter: Pack["parameters"][string]): string {
  return parameter.values
    .map((value) => `自${displayDate(value.from)}起 ${parameter.kind === "money" ? `${displayYuan(value.value)}元` : value.value / 10 ** parameter.scale}${value.to ? `（至${displayDate(value.to)}）` : ""}`)
    .join("；");
}

/** Where a document stands on a date; it is ending within 90 days of its last day. */
export function documentStatus(effective: CivilDate, expires: CivilDate | null, today: CivilDate, daysLeft: number | null): "not_yet" | "in_force" | "ending" | "ended" {
  if (today < effective) return "not_yet";
  if (expires === null || daysLeft === null) return "in_force";
  if (daysLeft < 0) return "ended";
  return daysLeft <= 90 ? "ending" : "in_force";
}
