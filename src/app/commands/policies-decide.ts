import { decide, type Decision, nearestWord, type Pack, payerName, policySet, type Trace } from "../../engines/rules/index.ts";
import { parseDate } from "../../kernel/dates.ts";
import { AppError, type InputFault } from "../../kernel/errors.ts";
import { FACTS, SUBJECT_NAMES, type SubjectKind } from "../../kernel/facts.ts";
import { formatYuan } from "../../kernel/money.ts";
import type { Command } from "../command.ts";
import { loadPacks } from "../load-packs.ts";
import { openInput } from "../open-input.ts";
import { readSubjects } from "../read-subjects.ts";

/** Faults that the closing problem lists; all are counted. */
const FAULTS_SHOWN = 200;

export const policiesDecideCommand: Command = {
  summary: "按政策包认定文件中的每个对象，逐项给出是否符合、金额、分担、依据和缺少的信息。",
  options: {
    pack: { value: "PACK", text: "政策包的文件夹或名称；写几个则一并认定，下级清单代替上级的同一项", multiple: true, required: true },
    subject: { value: "KIND", text: Object.entries(SUBJECT_NAMES).map(([kind, name]) => `${kind} ${name}`).join("、"), required: true },
    facts: { value: "FILE", text: "CSV（表头为信息项名称和 id）或每行一个 JSON 对象；- 为标准输入", required: true },
    "as-of": { value: "DATE", text: "认定日期，如 2026-01-01", required: true },
    benefit: { value: "ID", text: "只认定这一项" },
    trace: { text: "给出逐步理由" },
  },
  details: [
    "--json 时每行一个对象：id、benefit、policy（作出认定的政策文件编号）、eligible（true、false；",
    "缺少信息而不能认定的为 null）、amount（元，两位小数的文字；没有金额或尚待裁量的为 null）、",
    "bounds（待裁量的幅度 {min,max}，否则 null）、period（once、month、year）、shares（[{payer,amount}]）、",
    "excluded_by、missing、clause（条款号）、trace（没有 --trace 时为 null）。",
    "填写有误的行不认定，按行和列列出，其余照常认定，退出状态为 1。不认识的列名整份拒绝。",
    "一个对象多行：每项待遇一行，按政策包中的顺序。没有 id 的行以行号代替。",
  ],
  async run(call) {
    const kind = readKind(call.get("subject"));
    const date = parseDate(call.get("as-of"));
    if (date === undefined) throw new AppError("usage.option_value", { option: "--as-of", value: call.get("as-of"), expected: "真实存在的日期，如 2026-01-01" });
    const packs = await loadPacks(call.list("pack"));
    const benefit = readBenefit(packs, kind, call.find("benefit"));
    const set = policySet(packs, kind, date);
    const names = new Map(packs.flatMap((pack) => pack.benefits.map((one) => [one.id, one.name])));
    const documents = new Map(packs.map((pack) => [pack.name, pack.document.id]));
    const trace = call.has("trace");
    const faults: InputFault[] = [];
    let [decided, faulty] = [0, 0];
    for await (const subject of readSubjects(kind, call.get("facts"), await openInput(call.get("facts"), call.terminal))) {
      if (subject.faults.length > 0) {
        faulty += 1;
        if (!call.json) for (const fault of subject.faults) call.terminal.err(`${fault.path}：${fault.message}`);
        else if (faults.length < FAULTS_SHOWN) faults.push(...subject.faults);
        continue;
      }
      decided += 1;
      for (const decision of decide(set, subject.facts, date, { trace, ...(benefit ? { benefit } : {}) })) {
        if (call.json) await call.terminal.out(JSON.stringify(recordOf(subject.id, decision, documents.get(decision.pack)!)));
        else for (const line of decisionLines(subject.id, decision, names.get(decision.benefit)!)) await call.terminal.out(line);
      }
    }
    if (faulty > 0) throw new AppError("facts.rows_faulty", { rows: faulty, decided, faults });
    return 0;
  },
};

function readKind(text: string): SubjectKind {
  if (Object.hasOwn(FACTS, text)) return text as SubjectKind;
  throw new AppError("usage.option_value", { option: "--subject", value: text, expected: `对象种类之一：${Object.keys(FACTS).join("、")}` });
}

function readBenefit(packs: readonly Pack[], kind: SubjectKind, id: string | undefined): string | undefined {
  const known = packs.flatMap((pack) => pack.benefits.filter((benefit) => benefit.subject === kind).map((benefit) => benefit.id));
  if (id === undefined || known.includes(id)) return id;
  const near = nearestWord(id, known);
  throw new AppError("usage.option_value", { option: "--benefit", value: id, expected: `${SUBJECT_NAMES[kind]}的待遇编号：${near ? `是否为 ${near}` : known.join("、")}` });
}

/** A decision as it leaves the program: the record of the command line's contract. */
function recordOf(id: string, decision: Decision, document: string): Record<string, unknown> {
  const { bounds } = decision;
  return {
    id,
    benefit: decision.benefit,
    policy: document,
    eligible: decision.eligible,
    amount: decision.amount === null ? null : formatYuan(decision.amount),
    bounds: bounds && { min: formatYuan(bounds.min), max: formatYuan(bounds.max) },
    period: decision.period,
    shares: decision.shares.map(({ payer, amount }) => ({ payer, amount: formatYuan(amount) })),
    excluded_by: decision.excludedBy,
    missing: decision.missing,
    clause: decision.clause.at,
    trace: decision.trace ?? null,
  };
}

const PERIOD_WORDS = { once: "一次性", month: "每月", year: "每年" } as const;

function decisionLines(id: string, decision: Decision, name: string): string[] {
  const { eligible, amount, bounds, shares, excludedBy, missing, clause } = decision;
  const figure = amount !== null ? `${PERIOD_WORDS[decision.period]} ${formatYuan(amount)} 元` : bounds && eligible ? `${PERIOD_WORDS[decision.period]} ${formatYuan(bounds.min)} 至 ${formatYuan(bounds.max)} 元，待裁量` : "";
  const parts = [
    eligible === null ? `缺少信息：${missing.join("、")}` : eligible ? "符合" : "不符合",
    figure,
    shares.map((share) => `${payerName(share.payer)} ${formatYuan(share.amount)} 元`).join("、"),
    excludedBy ? `因 ${excludedBy} 不再享受` : "",
    `依据 ${clause.at}`,
  ];
  return [`${id}  ${name}（${decision.benefit}）：${parts.filter((part) => part !== "").join("；")}`, ...(decision.trace ? traceLines(decision.trace, 1) : [])];
}

function traceLines(trace: Trace, depth: number): string[] {
  const result = trace.result === null ? "不清楚" : trace.result === true ? "是" : trace.result === false ? "否" : trace.result;
  return [`${"  ".repeat(depth)}${trace.text}：${result}`, ...(trace.children ?? []).flatMap((child) => traceLines(child, depth + 1))];
}
