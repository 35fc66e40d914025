import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { nearestWord } from "../../engines/rules/index.ts";
import { AppError } from "../../kernel/errors.ts";
import { type Call, type Command, wholeNumber } from "../command.ts";

const FOLDER = fileURLToPath(new URL("../../../bench/", import.meta.url));
/** A benchmark reports figures; the other files of the folder are what benchmarks share. */
const REPORTS = /import \{[^}]*\breport\b[^}]*\} from "\.\/measure\.ts"/;
/** Options that size the benchmarks: by option its variable in the environment, and the least and most that it may be. */
const SIZES: Readonly<Record<string, readonly [variable: string, min: number, max: number]>> = {
  people: ["SONGHE_BENCH_PEOPLE", 1000, 10_000_000],
  embedded: ["SONGHE_BENCH_EMBEDDED", 1000, 1_000_000],
  runs: ["SONGHE_BENCH_RUNS", 1, 99],
};

function benchNames(): string[] {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith(".ts") && REPORTS.test(readFileSync(FOLDER + file, "utf8")));
  return files.map((file) => file.slice(0, -3)).sort();
}

export const benchCommand: Command = {
  summary: "运行 bench 中的性能测试，每项旁列同一次运行中的对照或上限。",
  args: { text: "[NAME…]", min: 0, max: 100 },
  options: {
    database: { value: "URL", text: "可建库的 PostgreSQL 服务器，默认取环境变量 BENCH_DATABASE_URL；不给则跳过需要它的测试" },
    people: { value: "N", text: "PostgreSQL 上的老年人数，默认 1000000" },
    embedded: { value: "N", text: "内置数据库上的老年人数，默认 200000" },
    runs: { value: "N", text: "每项运行几次取中位数，默认至少 5" },
  },
  details: ["不写 NAME 时依次运行全部。未达标的退出状态为 1。指标以默认人数为准。"],
  async run(call) {
    const { args, json, terminal } = call;
    const known = benchNames();
    const unknown = args.find((name) => !known.includes(name));
    if (unknown !== undefined) {
      const near = nearestWord(unknown, known);
      throw new AppError("usage.option_value", { option: "NAME", value: unknown, expected: near ? `已有的性能测试，是否为 ${near}` : `已有的性能测试：${known.join("、")}` });
    }
    const env = { ...terminal.env, ...settings(call) };
    let failed = 0;
    for (const name of args.length > 0 ? args : known) {
      if (!json) await terminal.out(`── ${name}`);
      // each in a process of its own: what one leaves in memory does not slow the next
      const { status } = spawnSync(process.execPath, ["--expose-gc", `${FOLDER}${name}.ts`, "--strict", ...(json ? ["--json"] : [])], { stdio: "inherit", env });
      if (status !== 0) failed += 1;
    }
    return failed === 0 ? 0 : 1;
  },
};

/** The options as the benchmarks read them. Throws `usage.option_value`. */
function settings({ find }: Call): Record<string, string> {
  const chosen: Record<string, string> = {};
  const database = find("database");
  if (database !== undefined) chosen.BENCH_DATABASE_URL = database;
  for (const [option, [variable, min, max]] of Object.entries(SIZES)) {
    const value = find(option);
    if (value !== undefined) chosen[variable] = String(wholeNumber(option, value, min, max));
  }
  return chosen;
}
