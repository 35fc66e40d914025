import { AppError, type ErrorTable, type InputFault } from "../kernel/errors.ts";
import { PLATFORM_ERRORS } from "../platform/errors.ts";
import { problemOf, toAppError } from "../platform/http/problem.ts";
import { COMMAND_ERRORS } from "./command.errors.ts";
import type { Terminal } from "./command.ts";

/**
 * Writes an error to standard error: as one problem object, or in words. Returns the exit status: 2 for wrong usage,
 * else 1.
 */
export async function reportError(error: unknown, terminal: Terminal, json: boolean): Promise<number> {
  const known = asCommandError(error);
  const problem = problemOf(known, await errorTexts(known.code), "");
  if (json) terminal.err(JSON.stringify({ ...problem, requestId: undefined }));
  else {
    terminal.err(`${problem.title}：${problem.detail}`);
    for (const fault of (known.details.faults as InputFault[] | string | undefined) ?? []) if (typeof fault !== "string") terminal.err(`  ${fault.path}：${fault.message}`);
  }
  if (known.code === "command.failed" && terminal.env.LOG_LEVEL === "debug" && error instanceof Error) terminal.err(error.stack ?? "");
  return known.code.startsWith("usage.") ? 2 : 1;
}

function asCommandError(error: unknown): AppError {
  const system = error as { code?: unknown; path?: unknown; syscall?: unknown; message?: unknown };
  if (typeof system.syscall === "string" && typeof system.path === "string" && !(error instanceof AppError)) {
    return new AppError("command.file_unreadable", { path: system.path, reason: FILE_REASONS[String(system.code)] ?? String(system.code) });
  }
  const known = toAppError(error);
  if (known.code !== "internal") return known;
  return new AppError("command.failed", { reason: error instanceof Error ? error.message : String(error) }, { cause: error });
}

const FILE_REASONS: Record<string, string> = {
  ENOENT: "没有这个文件",
  EACCES: "没有读写它的权限",
  EISDIR: "它是文件夹",
  ENOTDIR: "路径中有的部分不是文件夹",
  ENOSPC: "磁盘已满",
};

/** The modules' texts are read only for their own codes: a command that needs no module starts without them. */
async function errorTexts(code: string): Promise<ErrorTable> {
  const own = { ...PLATFORM_ERRORS, ...COMMAND_ERRORS };
  if (Object.hasOwn(own, code)) return own;
  const { MODULES } = await import("./modules.ts");
  return Object.assign(own, ...MODULES.map((module) => module.errors)) as ErrorTable;
}
