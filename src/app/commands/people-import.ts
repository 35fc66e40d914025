import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { AppError } from "../../kernel/errors.ts";
import { getImportRoute, type ImportOutcome, type ImportReceipt, listReceiptsRoute, OUTCOME_NAMES, startImportRoute } from "../../modules/people/import.contract.ts";
import { SOURCE_NAMES } from "../../modules/people/people.contract.ts";
import { SYSTEM } from "../../platform/context.ts";
import { drainJobs } from "../../platform/jobs.ts";
import type { Upload } from "../../platform/module.ts";
import { actAs } from "../act-as.ts";
import type { Command, Terminal } from "../command.ts";
import { withHouse } from "../open-house.ts";

const PAGE = 200;

export const peopleImportCommand: Command = {
  summary: "导入老年人表格（.xlsx 或 .csv），逐行给出回执。同一文件再次导入不会改变任何内容。",
  args: { text: "FILE", min: 1, max: 1 },
  options: {
    feed: { value: "NAME", text: `信息来源，默认 import：${Object.entries(SOURCE_NAMES).map(([source, name]) => `${source} ${name}`).join("、")}` },
    "dry-run": { text: "只试不存：给出每行会有的结果" },
  },
  details: ["--json 时每行一个回执：row、outcome、name、senior_id、facts、faults；最后一行是汇总。", "有未被接受的行时退出状态为 1，其余的行照常导入。"],
  async run({ args, find, has, json, terminal }) {
    const source = find("feed") ?? "import";
    if (!Object.hasOwn(SOURCE_NAMES, source)) throw new AppError("usage.option_value", { option: "--feed", value: source, expected: `信息来源之一：${Object.keys(SOURCE_NAMES).join("、")}` });
    const files = await readUpload(args[0]!, terminal);
    return withHouse(terminal.env, async (house) => {
      const body = { dryRun: has("dry-run") ? ("true" as const) : ("false" as const), source: source as keyof typeof SOURCE_NAMES };
      const { id } = await actAs(house, SYSTEM, startImportRoute, { body, files });
      await drainJobs(house);
      for (let page = 1; ; page += 1) {
        const { rows } = await actAs(house, SYSTEM, listReceiptsRoute, { params: { id }, query: { page, size: PAGE } });
        for (const receipt of rows) for (const line of json ? [JSON.stringify(recordOf(receipt))] : receiptLines(receipt)) await terminal.out(line);
        if (rows.length < PAGE) break;
      }
      const summary = await actAs(house, SYSTEM, getImportRoute, { params: { id } });
      const { total, counts, ignoredColumns, dryRun } = summary;
      if (json) await terminal.out(JSON.stringify({ summary: { total, counts, ignored_columns: ignoredColumns, dry_run: dryRun } }));
      else {
        if (ignoredColumns.length > 0) await terminal.out(`未读取的列：${ignoredColumns.join("、")}`);
        const outcomes = Object.entries(counts).map(([outcome, count]) => `${OUTCOME_NAMES[outcome as ImportOutcome]} ${count}`);
        await terminal.out(`${dryRun ? "试导入（未保存）" : "已导入"} ${total} 行：${outcomes.join("，")}`);
      }
      return (counts.refused ?? 0) > 0 ? 1 : 0;
    });
  },
};

async function readUpload(path: string, terminal: Terminal): Promise<Upload> {
  const chunks: Uint8Array[] = [];
  if (path === "-") for await (const chunk of terminal.input as AsyncIterable<Uint8Array>) chunks.push(chunk);
  else chunks.push(await readFile(path));
  const bytes = new Uint8Array(Buffer.concat(chunks));
  return {
    name: path === "-" ? "standard-input.csv" : basename(path),
    size: () => bytes.length,
    bytes: async () => bytes,
    stream: async function* () {
      yield bytes;
    },
  };
}

function recordOf({ row, outcome, name, seniorId, facts, faults }: ImportReceipt) {
  return { row, outcome, name, senior_id: seniorId, facts, faults };
}

function receiptLines({ row, outcome, name, facts, faults }: ImportReceipt): string[] {
  return [`第 ${row} 行 ${name}：${OUTCOME_NAMES[outcome]}${facts.length > 0 ? `（${facts.join("、")}）` : ""}`, ...faults.map((fault) => `    ${fault.path}：${fault.message}`)];
}
