import { readFileSync } from "node:fs";
import { nearestWord } from "../engines/rules/index.ts";
import { AppError } from "../kernel/errors.ts";
import { type Command, helpOf, readCall, type Terminal } from "./command.ts";
import { reportError } from "./report-error.ts";

type Entry = { summary: string; load: () => Promise<Command> };

/** Every command by its words. Each is read when it is called, so that none waits for what another needs. */
export const COMMANDS: Readonly<Record<string, Entry>> = {
  start: { summary: "启动服务、后台任务和控制台", load: async () => (await import("./commands/start.ts")).startCommand },
  demo: { summary: "在空库中装入示范城市", load: async () => (await import("./commands/demo.ts")).demoCommand },
  "policies check": { summary: "检查政策包，逐处列出问题和改法", load: async () => (await import("./commands/policies-check.ts")).policiesCheckCommand },
  "policies test": { summary: "运行政策包的用例，列出未覆盖的规则和边界", load: async () => (await import("./commands/policies-test.ts")).policiesTestCommand },
  "policies decide": { summary: "按政策包认定文件中的每个对象", load: async () => (await import("./commands/policies-decide.ts")).policiesDecideCommand },
  "policies conform": { summary: "比对下级清单是否不低于上级", load: async () => (await import("./commands/policies-conform.ts")).policiesConformCommand },
  "policies rehearse": { summary: "预演政策变更：谁得、谁失、花多少", load: async () => (await import("./commands/policies-rehearse.ts")).policiesRehearseCommand },
  "people import": { summary: "导入老年人表格，逐行给出回执", load: async () => (await import("./commands/people-import.ts")).peopleImportCommand },
  "access create-user": { summary: "为新装的系统建立账号", load: async () => (await import("./commands/access-create-user.ts")).accessCreateUserCommand },
  "access reset-password": { summary: "重置账号的口令", load: async () => (await import("./commands/access-reset-password.ts")).accessResetPasswordCommand },
  "audit verify": { summary: "校验审计链", load: async () => (await import("./commands/audit-verify.ts")).auditVerifyCommand },
  "db migrate": { summary: "建立或升级数据库表结构", load: async () => (await import("./commands/db-migrate.ts")).dbMigrateCommand },
  "db status": { summary: "查看数据库和迁移的状态", load: async () => (await import("./commands/db-status.ts")).dbStatusCommand },
  "db backup": { summary: "把数据库备份到文件", load: async () => (await import("./commands/db-backup.ts")).dbBackupCommand },
  "db restore": { summary: "把备份恢复到空库", load: async () => (await import("./commands/db-restore.ts")).dbRestoreCommand },
  bench: { summary: "运行性能测试，旁列对照", load: async () => (await import("./commands/bench.ts")).benchCommand },
};

/** Runs one command line and returns its exit status: 0 done, 1 failed or faults found, 2 wrong usage. */
export async function runCli(words: readonly string[], terminal: Terminal): Promise<number> {
  const json = words.includes("--json");
  try {
    const wantsHelp = words.includes("--help") || words.includes("-h");
    if (words[0] === "--version") {
      await terminal.out(version());
      return 0;
    }
    const name = nameIn(words);
    if (name === undefined) return await answerWithoutCommand(words, wantsHelp, terminal);
    const command = await COMMANDS[name]!.load();
    if (wantsHelp) {
      await terminal.out(helpOf(name, command));
      return 0;
    }
    return await command.run(readCall(name, command, words.slice(name.split(" ").length), terminal));
  } catch (error) {
    return reportError(error, terminal, json);
  }
}

/** The command that the first one or two words name. */
function nameIn(words: readonly string[]): string | undefined {
  return [words.slice(0, 2).join(" "), words[0] ?? ""].find((name) => Object.hasOwn(COMMANDS, name));
}

async function answerWithoutCommand(words: readonly string[], wantsHelp: boolean, terminal: Terminal): Promise<number> {
  const said = words.filter((word) => !word.startsWith("-"));
  const group = Object.keys(COMMANDS).filter((name) => name.startsWith(`${said[0] ?? ""} `));
  if (wantsHelp && (said.length === 0 || group.length > 0)) {
    await terminal.out(overview(said.length === 0 ? Object.keys(COMMANDS) : group));
    return 0;
  }
  if (said.length === 0) throw new AppError("usage.command_missing");
  const wanted = said.slice(0, group.length > 0 ? 2 : 1).join(" ");
  const near = nearestWord(said.slice(0, 2).join(" "), Object.keys(COMMANDS)) ?? nearestWord(wanted, Object.keys(COMMANDS));
  const mend = near ? `是否应为 ${near}？` : group.length > 0 ? `可用的有：${group.join("、")}。` : "";
  throw new AppError("usage.command_unknown", { command: wanted, mend });
}

function overview(names: readonly string[]): string {
  return [
    `松鹤 ${version()}：由政策文件驱动的基本养老服务平台`,
    "",
    "用法：songhe 命令 [参数] [选项]",
    "",
    ...names.map((name) => `  ${name.padEnd(20)}${COMMANDS[name]!.summary}`),
    "",
    "每个命令都有 --help 和 --json。文件参数写 - 表示标准输入。",
    "退出状态：0 完成；1 未完成或发现问题；2 用法有误。",
    "设置（环境变量）：DATABASE_URL（不设则用内置数据库）、SONGHE_DATA（数据目录）、PORT、HOST、LOG_LEVEL。",
  ].join("\n");
}

export function version(): string {
  const { version: text } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as { version: string };
  return text;
}
