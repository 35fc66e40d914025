import { FACTS } from "../../kernel/facts.ts";
import { yuanText } from "./describe.ts";
import type { Decision, Period, Standing, Trace } from "./pack.ts";
import { payerName, STANDING_NAMES } from "./trace.ts";

const PERIOD_WORDS: Record<Period, string> = { once: "一次性", month: "每月", year: "每年" };

/**
 * A traced decision as sentences in Chinese.
 *
 * For an officer: the result, the clause with its words, every condition with what was found, how the amount came about,
 * who pays, what other benefits did to it. For a senior: whether they may have it, how much, why not, and what to bring.
 *
 * @param decision made with `trace: true`; without a trace only the result is told
 */
export function explain(decision: Decision, audience: "officer" | "senior"): string[] {
  const trace = decision.trace ?? { step: "decision", text: decision.benefit, result: STANDING_NAMES[decision.standing] };
  return audience === "officer" ? forOfficer(decision, trace) : forSenior(decision, trace);
}

function forOfficer(decision: Decision, trace: Trace): string[] {
  const steps = trace.children ?? [];
  return [
    `${trace.text}：${STANDING_NAMES[decision.standing]}。`,
    `依据：${decision.clause.at}“${decision.clause.quote}”。`,
    ...of(steps, "validity").map((step) => `${step.text}，${step.result === true ? "在有效期内" : "不在有效期内"}。`),
    ...conditionSentences(of(steps, "condition")),
    ...amountSentences(decision, steps),
    ...of(steps, "overlap").map((step) => `与其他待遇衔接：${step.text}${step.clause ? `（依据：${step.clause.at}）` : ""}。`),
    ...shareSentence(decision),
    ...missingSentence(decision, "尚缺信息"),
  ];
}

function of(steps: readonly Trace[], step: string): Trace[] {
  return steps.filter((candidate) => candidate.step === step);
}

/** One sentence for each condition that is asked by itself; what is joined by 或 stays one sentence. */
function conditionSentences(steps: readonly Trace[]): string[] {
  return steps.flatMap((step) => (step.text === "同时符合以下条件" ? conditionSentences(step.children ?? []) : [`${conditionText(step)}。`]));
}

function conditionText(step: Trace): string {
  const children = (step.children ?? []).filter((child) => child.step === "condition");
  if (children.length > 0 && (step.text === "符合以下条件之一" || step.text === "同时符合以下条件")) {
    return `${step.text}：${children.map(conditionText).join("；")}。结论：${truthWords(step.result)}`;
  }
  const found = leaves(step).map((leaf) => `${leaf.text}：${leaf.result === null ? "未登记" : String(leaf.result)}`);
  return `${step.text}——${truthWords(step.result)}${found.length > 0 ? `（${found.join("，")}）` : ""}`;
}

function truthWords(result: Trace["result"]): string {
  if (result === null) return "信息不全，不能判断";
  return result === false ? "不符合" : "符合";
}

/** Facts and parameters below a step, each once. */
function leaves(step: Trace): Trace[] {
  const found = (step.children ?? []).flatMap((child) => (child.step === "fact" || child.step === "parameter" ? [child] : leaves(child)));
  return found.filter((leaf, index) => found.findIndex((other) => other.text === leaf.text) === index);
}

function amountSentences(decision: Decision, steps: readonly Trace[]): string[] {
  const sentences = of(steps, "part").map((step) => `${step.text}：${partText(step)}。`);
  for (const step of of(steps, "cap")) sentences.push(`${step.text}${step.result === null ? "的数额尚不能计算" : String(step.result)}。`);
  for (const step of of(steps, "bounds")) {
    sentences.push(step.result === false || step.result === null ? `${step.text}。` : `${step.text}：${String(step.result)}。`);
  }
  for (const step of of(steps, "table")) sentences.push(`${step.text}：${rowText(step)}。`);
  if (decision.amount !== null) sentences.push(`${PERIOD_WORDS[decision.period]}金额：${yuanText(decision.amount)}。`);
  else if (decision.standing === "to_be_decided") sentences.push(`由经办人员在${boundsText(decision)}幅度内定额，并说明理由。`);
  return sentences;
}

function partText(step: Trace): string {
  const children = step.children ?? [];
  const count = children.find((child) => child.text.startsWith("数量："));
  const table = children.find((child) => child.step === "table");
  const rates = table ? [rowText(table)] : leaves(step).filter((leaf) => leaf.step === "parameter").map((leaf) => `${leaf.text}${String(leaf.result)}`);
  const factors = [...(count ? [`${count.text.slice("数量：".length)}${count.result === null ? "未登记" : ` ${String(count.result)}`}`] : []), ...rates];
  const result = step.result === null ? "信息不全，不能计算" : String(step.result);
  return factors.length === 0 ? result : `${factors.join(" × ")}，得${result}`;
}

/** The row of a table that was taken. */
function rowText(table: Trace): string {
  const row = (table.children ?? []).find((child) => child.result !== false);
  if (!row) return "没有适用的标准";
  return row.result === null ? `“${row.text}”信息不全，不能判断` : `${row.text}的标准${table.result === null ? "尚不能计算" : String(table.result)}`;
}

function boundsText({ bounds }: Decision): string {
  return bounds ? `${yuanText(bounds.min)}至${yuanText(bounds.max)}` : "规定";
}

function shareSentence({ shares }: Decision): string[] {
  if (shares.length === 0) return [];
  return [`资金分担：${shares.map(({ payer, amount }) => `${payerName(payer)}${yuanText(amount)}`).join("，")}。`];
}

function missingSentence(decision: Decision, lead: string): string[] {
  return decision.missing.length === 0 ? [] : [`${lead}：${missingLabels(decision).join("、")}。`];
}

/** Missing facts by their labels; a name is that of one fact in whichever kind of subject has it. */
function missingLabels({ missing }: Decision): string[] {
  return missing.map((name) => Object.values(FACTS).find((facts) => Object.hasOwn(facts, name))?.[name]?.label ?? name);
}

const OPENINGS: Record<Standing, (name: string) => string> = {
  granted: (name) => `您可以享受“${name}”。`,
  reduced: (name) => `您可以享受“${name}”，因几项待遇合计有限额，本项按减少后的金额发放。`,
  to_be_decided: (name) => `您符合“${name}”的条件，具体金额由工作人员核定后告诉您。`,
  unspecified: (name) => `您符合“${name}”的条件，具体标准有关部门还没有公布。`,
  not_eligible: (name) => `按目前登记的情况，您暂时不能享受“${name}”。`,
  unknown: (name) => `还不能确定您能不能享受“${name}”。`,
  suppressed: (name) => `您符合“${name}”的条件，但已有另一项同类待遇，两项不能同时领取。`,
  not_in_force: (name) => `“${name}”的政策目前不在有效期内。`,
};

function forSenior(decision: Decision, trace: Trace): string[] {
  const sentences = [OPENINGS[decision.standing](trace.text)];
  if (decision.amount !== null) sentences.push(`${PERIOD_WORDS[decision.period]}${yuanText(decision.amount)}。`);
  else if (decision.bounds && decision.standing === "to_be_decided") sentences.push(`金额在${PERIOD_WORDS[decision.period]}${boundsText(decision)}之间。`);
  if (decision.standing === "not_eligible") sentences.push(...reasonsForSenior(trace));
  if (decision.missing.length > 0) sentences.push(`请向社区（村）工作人员补充：${missingLabels(decision).join("、")}。`);
  if (decision.standing !== "not_eligible" && decision.standing !== "not_in_force" && decision.standing !== "unknown") {
    sentences.push("办理时请带身份证，也可以请家人或社区工作人员代办。");
  }
  sentences.push(`政策依据：${decision.clause.at}。如有疑问，请拨打12349或向社区（村）咨询。`);
  return sentences;
}

/** The conditions that failed, without the machinery: what is asked, and what is on record. */
function reasonsForSenior(trace: Trace): string[] {
  const failed = (trace.children ?? []).filter((step) => step.step === "condition").flatMap(failedConditions);
  return failed.map((step) => {
    const found = leaves(step).filter((leaf) => leaf.step === "fact" && leaf.result !== null).map((leaf) => `${leaf.text}${String(leaf.result)}`);
    return `要求：${plainText(step)}${found.length > 0 ? `；登记的是：${found.join("，")}` : ""}。`;
  });
}

/** A condition without signs and codes: 年龄达到80周岁, with figures in place of their names. */
function plainText(step: Trace): string {
  const named = leaves(step).filter((leaf) => leaf.step === "parameter");
  const filled = named.reduce((text, leaf) => text.replaceAll(leaf.text, String(leaf.result)), step.text);
  const words = filled.replaceAll(" ≥ ", "达到").replaceAll(" > ", "超过").replaceAll(" ≤ ", "不超过").replaceAll(" < ", "低于");
  return words.replace(/（\d{12}）/g, "");
}

function failedConditions(step: Trace): Trace[] {
  if (step.result !== false) return [];
  if (step.text === "同时符合以下条件") return (step.children ?? []).flatMap(failedConditions);
  if (step.text !== "符合以下条件之一") return [step];
  return [{ ...step, text: `${(step.children ?? []).map((child) => child.text).join("，或")}` }];
}
