/**
 * Structured logs, one JSON object a line. Only identifiers, counts, durations and codes are logged: no name, no id
 * number, no phone, no address, no request body. A field whose name is not plainly one of those is dropped.
 */
export type LogLevel = "debug" | "info" | "warn" | "error" | "silent";
export type LogFields = Record<string, string | number | boolean | null | undefined>;
export type Log = {
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
  with(fields: LogFields): Log;
};

const ORDER: Record<LogLevel, number> = { debug: 0, info: 1, warn: 2, error: 3, silent: 4 };
const PERSONAL = /name|phone|address|idnumber|id_number|card|birth|password|token|secret|cookie|body|query/i;

/** A log that writes to standard error, or wherever `write` says. */
export function openLog(level: LogLevel, write: (line: string) => void = (line) => process.stderr.write(line), base: LogFields = {}): Log {
  const emit = (at: Exclude<LogLevel, "silent">) => (event: string, fields: LogFields = {}) => {
    if (ORDER[at] < ORDER[level]) return;
    const kept = Object.entries({ ...base, ...fields }).filter(([name, value]) => value !== undefined && !PERSONAL.test(name));
    write(`${JSON.stringify({ at: new Date().toISOString(), level: at, event, ...Object.fromEntries(kept) })}\n`);
  };
  return {
    debug: emit("debug"),
    info: emit("info"),
    warn: emit("warn"),
    error: emit("error"),
    with: (fields) => openLog(level, write, { ...base, ...fields }),
  };
}

/** What may be logged of an error: its kind, code and stack. Database messages can quote values, so they stay out. */
export function errorFields(error: unknown): LogFields {
  if (!(error instanceof Error)) return { error: typeof error };
  const code = (error as { code?: unknown }).code;
  const isDatabase = typeof code === "string" && /^[0-9A-Z]{5}$/.test(code);
  const stack = (error.stack ?? "").split("\n").filter((line) => line.trimStart().startsWith("at ")).slice(0, 6);
  return {
    error: error.constructor.name,
    code: typeof code === "string" ? code : undefined,
    text: isDatabase || error.constructor.name === "AppError" ? undefined : error.message.slice(0, 300),
    stack: stack.map((line) => line.trim()).join(" < "),
  };
}
