import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { nearestWord } from "../../engines/rules/index.ts";
import { AppError } from "../../kernel/errors.ts";
import type { Command } from "../command.ts";

const FOLDER = fileURLToPath(new URL("../../../bench/", import.meta.url));
/** A benchmark reports figures; the other files of the folder are what benchmarks share. */
const REPORTS = /import \{[^}]*\breport\b[^}]*\} from "\.\/measure\.ts"/;

function benchNames(): string[] {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith(".ts") && REPORTS.test(readFileSync(FOLDER + file, "utf8")));
  return files.map((file) => file.slice(0, -3)).sort();
}

export const benchCommand: Command = {
  summary: "运行 bench 中的性能测试，每项旁列同一次运行中的对照或上限。",
  args: { text: "[NAME…]", min: 0, max: 100 },
  options: {},
  details: ["不写 NAME 时依次运行全部。未达标的退出状态为 1。"],
  async run({ args, json, terminal }) {
    const known = benchNames();
    const unknown = args.find((name) => !known.includes(name));
    if (unknown !== undefined) {
      const near = nearestWord(unknown, known);
      throw new AppError("usage.option_value", { option: "NAME", value: unknown, expected: near ? `已有的性能测试，是否为 ${near}` : `已有的性能测试：${known.join("、")}` });
    }
    let failed = 0;
    for (const name of args.length > 0 ? args : known) {
      if (!json) await terminal.out(`── ${name}`);
      // each in a process of its own: what one leaves in memory does not slow the next
      const { status } = spawnSync(process.execPath, ["--expose-gc", `${FOLDER}${name}.ts`, "--strict", ...(json ? ["--json"] : [])], { stdio: "inherit", env: terminal.env });
      if (status !== 0) failed += 1;
    }
    return failed === 0 ? 0 : 1;
  },
};
