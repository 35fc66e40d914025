import { compile, type Pack, payerName, policySet } from "../../engines/rules/index.ts";
import { type CivilDate, dateOfInstant, parseDate } from "../../kernel/dates.ts";
import { AppError, type InputFault } from "../../kernel/errors.ts";
import { FACTS, type SubjectKind } from "../../kernel/facts.ts";
import { formatYuan } from "../../kernel/money.ts";
import { regionPrefix } from "../../kernel/regions.ts";
import { emptyTally, readSubjectRange, type Sides, type SubjectChange, type Tally, tallyBatch } from "../../modules/policies/index.ts";
import { runAsSystem } from "../../platform/house.ts";
import type { Call, Command } from "../command.ts";
import { loadPacks } from "../load-packs.ts";
import { withHouse } from "../open-house.ts";
import { openInput } from "../open-input.ts";
import { readSubjects } from "../read-subjects.ts";

const BATCH = 10_000;
const SHOWN = 20;
const CHANGE_WORDS: Record<SubjectChange["change"], string> = { wins: "新增享受", loses: "不再享受", more: "增加", less: "减少" };
const PERIOD_WORDS: Record<string, string> = { once: "一次性", month: "每月", year: "每年" };
/** Digits that name the level below, by the digits of the list's own region. */
const NEXT_WIDTH: Record<number, number> = { 0: 2, 2: 4, 4: 6, 6: 9, 9: 12, 12: 12 };

type Trial = { pack: Pack; against: Pack; asOf: CivilDate; tally: Tally; changes: SubjectChange[]; /** rows of a file that could not be read */ refused: InputFault[] };

export const policiesRehearseCommand: Command = {
  summary: "预演政策变更：与对照政策相比，谁得、谁失、各地区和各出资方花多少。",
  options: {
    pack: { value: "A", text: "拟实行的政策包", required: true },
    against: { value: "B", text: "对照的政策包", required: true },
    "as-of": { value: "DATE", text: "测算日期，默认今天" },
    facts: { value: "FILE", text: "按文件中的对象测算；不写则按数据库中的登记" },
    subject: { value: "KIND", text: `文件中对象的种类，默认 senior：${Object.keys(FACTS).join("、")}` },
  },
  details: ["尚待裁量的金额按下限计。只测算，不改动任何内容。文件中填写有误的行不计入，按行列出，退出状态为 1。"],
  async run(call) {
    const asOf = parseDate(call.find("as-of") ?? dateOfInstant(new Date()));
    if (asOf === undefined) throw new AppError("usage.option_value", { option: "--as-of", value: call.find("as-of"), expected: "真实存在的日期，如 2026-01-01" });
    const kind = call.find("subject") ?? "senior";
    if (!Object.hasOwn(FACTS, kind)) throw new AppError("usage.option_value", { option: "--subject", value: kind, expected: `对象种类之一：${Object.keys(FACTS).join("、")}` });
    const [pack] = await loadPacks([call.get("pack")]);
    const [against] = await loadPacks([call.get("against")]);
    const trial: Trial = { pack: pack!, against: against!, asOf, tally: emptyTally(), changes: [], refused: [] };
    const file = call.find("facts");
    if (file === undefined) await overRegister(trial, call);
    else await overFile(trial, kind as SubjectKind, file, call);
    if (call.json) await call.terminal.out(JSON.stringify(reportOf(trial)));
    else for (const line of linesOf(trial)) await call.terminal.out(line);
    if (trial.refused.length > 0) throw new AppError("facts.rows_faulty", { rows: trial.refused.length, decided: trial.tally.subjects, faults: trial.refused });
    return 0;
  },
};

function sidesOf({ pack, against, asOf }: Trial, kind: SubjectKind): Sides {
  const regionWidth = NEXT_WIDTH[regionPrefix(pack.document.region).length] ?? 12;
  return { kind, before: compile(policySet([against], kind, asOf)), after: compile(policySet([pack], kind, asOf)), asOf, regionWidth };
}

async function overFile(trial: Trial, kind: SubjectKind, path: string, { terminal }: Call): Promise<void> {
  const sides = sidesOf(trial, kind);
  let batch: Parameters<typeof tallyBatch>[2][number][] = [];
  const flush = () => {
    trial.changes.push(...tallyBatch(trial.tally, sides, batch));
    batch = [];
  };
  for await (const { id, facts, faults } of readSubjects(kind, path, await openInput(path, terminal))) {
    if (faults.length > 0) {
      trial.refused.push(...faults);
      continue;
    }
    batch.push({ id, region: (facts["region"] as string | undefined) ?? trial.pack.document.region, facts });
    if (batch.length === BATCH) flush();
  }
  flush();
}

async function overRegister(trial: Trial, { terminal }: Call): Promise<void> {
  await withHouse(terminal.env, (house) =>
    runAsSystem(house, "rehearse", async (ctx) => {
      for (const kind of ctx.subjects.keys()) {
        if (![trial.pack, trial.against].some((pack) => pack.benefits.some((benefit) => benefit.subject === kind))) continue;
        const sides = sidesOf(trial, kind);
        for (let after: string | null = null; ; ) {
          const subjects: Awaited<ReturnType<typeof readSubjectRange>> = await readSubjectRange(ctx, kind, { region: trial.pack.document.region, after, limit: BATCH });
          for (const change of tallyBatch(trial.tally, sides, subjects)) trial.changes.push(change);
          if (subjects.length < BATCH) break;
          after = subjects.at(-1)!.id;
        }
      }
    }),
  );
}

const yuan = (fen: string | number) => formatYuan(BigInt(fen));
const sums = ({ before, after }: { before: string; after: string }) => ({ before: yuan(before), after: yuan(after), difference: yuan(String(BigInt(after) - BigInt(before))) });

/** The outcome as it leaves the program: money in 元 as text. */
function reportOf({ pack, against, asOf, tally, changes }: Trial) {
  const names = new Map([...against.benefits, ...pack.benefits].map((benefit) => [benefit.id, benefit.name]));
  return {
    pack: pack.name,
    against: against.name,
    as_of: asOf,
    subjects: tally.subjects,
    unchanged: tally.unchanged,
    counts: tally.counts,
    benefits: Object.entries(tally.benefits).map(([benefit, one]) => ({ benefit, name: names.get(benefit) ?? benefit, wins: one.wins, loses: one.loses, ...sums(one) })),
    regions: Object.entries(tally.regions).map(([region, { once, month, year, ...counts }]) => ({ region, ...counts, once: sums(once), month: sums(month), year: sums(year) })),
    payers: Object.entries(tally.payers).map(([key, one]) => ({ payer: key.split(" ")[0]!, period: key.split(" ")[1]!, ...sums(one) })),
    months: Object.entries(tally.months).map(([month, one]) => ({ month, ...sums(one) })),
    at_lower_bound: tally.bounded,
    changes: changes.map(({ subjectId, region, benefit, change, before, after }) => ({ id: subjectId, region, benefit, change, before: before === null ? null : yuan(before), after: after === null ? null : yuan(after) })),
  };
}

function linesOf(trial: Trial): string[] {
  const report = reportOf(trial);
  const { counts } = report;
  const money = (one: { before: string; after: string; difference: string }) => `${one.before} → ${one.after} 元（${one.difference.startsWith("-") ? "" : "+"}${one.difference}）`;
  return [
    `${trial.pack.title}（${report.pack}）对照 ${trial.against.title}（${report.against}），${report.as_of}`,
    `测算 ${report.subjects} 个对象：无变化 ${report.unchanged}，新增享受 ${counts.wins}，不再享受 ${counts.loses}，增加 ${counts.more}，减少 ${counts.less}（后四项按待遇计）`,
    ...report.benefits.filter((one) => one.before !== one.after || one.wins + one.loses > 0).map((one) => `  ${one.name}：新增 ${one.wins}，不再 ${one.loses}；${money(one)}`),
    ...report.payers.map((one) => `  ${one.payer === "unnamed" ? "未明确出资方" : payerName(one.payer)}（${PERIOD_WORDS[one.period]}）：${money(one)}`),
    ...report.months.filter((one) => one.before !== "0.00" || one.after !== "0.00").map((one) => `  ${one.month} 支出：${money(one)}`),
    ...report.regions.map((one) => `  ${one.region}：新增 ${one.wins}，不再 ${one.loses}，增加 ${one.more}，减少 ${one.less}；每月 ${money(one.month)}`),
    ...(report.at_lower_bound.length > 0 ? [`  按下限计的待遇：${report.at_lower_bound.join("、")}`] : []),
    ...report.changes.slice(0, SHOWN).map((one) => `  ${one.id} ${one.benefit} ${CHANGE_WORDS[one.change]}：${one.before ?? "无"} → ${one.after ?? "无"}`),
    ...(report.changes.length > SHOWN ? [`  另有 ${report.changes.length - SHOWN} 项变化，用 --json 查看全部`] : []),
    ...trial.refused.map((fault) => `${fault.path}：${fault.message}`),
  ];
}
