import { parseArgs, type ParseArgsOptionsConfig } from "node:util";
import { nearestWord } from "../engines/rules/index.ts";
import { AppError } from "../kernel/errors.ts";

/** Where a command reads and writes. `out` is for results only; everything else goes to `err`. */
export type Terminal = {
  /** one line of the result; waits while whoever reads it is slower */
  out(line: string): Promise<void> | void;
  err(line: string): void;
  input: NodeJS.ReadableStream;
  env: Record<string, string | undefined>;
};

/** `value` names the option's argument in the help; without it the option is a switch. */
export type Option = { value?: string; text: string; multiple?: boolean; required?: boolean };

export type Command = {
  summary: string;
  /** arguments that are not options, as in the help, and how many of them */
  args?: { text: string; min: number; max: number };
  options: Readonly<Record<string, Option>>;
  /** further lines of the help */
  details?: readonly string[];
  /** Returns the exit status: 0 done, 1 the work failed or found faults. Throws AppError. */
  run(call: Call): Promise<number>;
};

/** One call of a command, its words read and checked. */
export type Call = {
  terminal: Terminal;
  json: boolean;
  args: readonly string[];
  find: (option: string) => string | undefined;
  /** of a required option */
  get: (option: string) => string;
  list: (option: string) => readonly string[];
  has: (option: string) => boolean;
};

const EVERYWHERE: Record<string, Option> = {
  json: { text: "以 JSON 输出" },
  help: { text: "显示本说明" },
};

/** Reads the words after a command's name. Throws `usage.*`, which end with exit status 2. */
export function readCall(name: string, command: Command, words: readonly string[], terminal: Terminal): Call {
  const options = { ...command.options, ...EVERYWHERE };
  const config: ParseArgsOptionsConfig = {};
  for (const [option, { value, multiple }] of Object.entries(options)) config[option] = { type: value ? "string" : "boolean", multiple: multiple ?? false };
  const parsed = parseArgs({ args: [...words], options: config, allowPositionals: true, strict: false, tokens: true });
  for (const token of parsed.tokens) if (token.kind === "option") checkOption(name, options, token);
  const values = parsed.values as Record<string, string | boolean | (string | boolean)[] | undefined>;
  const missing = Object.keys(options).filter((option) => options[option]!.required && values[option] === undefined);
  if (missing.length > 0) throw new AppError("usage.option_missing", { command: name, options: missing.map((option) => `--${option} ${options[option]!.value ?? ""}`.trim()).join("、") });
  const { min, max, text } = command.args ?? { min: 0, max: 0, text: "" };
  const args = parsed.positionals;
  if (args.length < min) throw new AppError("usage.argument_missing", { command: name, expected: text });
  if (args.length > max) throw new AppError("usage.argument_extra", { command: name, extra: args.slice(max).join(" ") });
  const find = (option: string) => values[option] as string | undefined;
  return {
    terminal,
    json: values.json === true,
    args,
    find,
    get(option) {
      const value = find(option);
      if (value === undefined) throw new Error(`--${option} is not required by ${name}`);
      return value;
    },
    list: (option) => (values[option] as string[] | undefined) ?? [],
    has: (option) => values[option] === true,
  };
}

type OptionToken = { kind: "option"; name: string; rawName: string; value?: string | undefined; inlineValue?: boolean | undefined };

function checkOption(command: string, options: Readonly<Record<string, Option>>, token: OptionToken): void {
  const option = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
  if (!option) {
    const near = nearestWord(token.name, Object.keys(options));
    throw new AppError("usage.option_unknown", { command, option: token.rawName, mend: near ? `是否应为 --${near}？` : "" });
  }
  // what looks like the next option is not taken for the value of this one
  const isSwallowed = token.inlineValue === false && token.value?.startsWith("--");
  if (option.value && (token.value === undefined || isSwallowed)) throw new AppError("usage.option_empty", { command, option: token.rawName, value: option.value });
  if (!option.value && token.value !== undefined) throw new AppError("usage.option_plain", { command, option: token.rawName });
}

/** A whole number of an option. Throws `usage.option_value`. */
export function wholeNumber(option: string, text: string, min: number, max: number): number {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= min && value <= max)) throw new AppError("usage.option_value", { option: `--${option}`, value: text, expected: `${min} 至 ${max} 的整数` });
  return value;
}

/** The help of one command. */
export function helpOf(name: string, command: Command): string {
  const options = Object.entries({ ...command.options, ...EVERYWHERE });
  const required = options.filter(([, option]) => option.required).map(([option, { value }]) => ` --${option}${value ? ` ${value}` : ""}`).join("");
  const labels = options.map(([option, { value, multiple }]) => `--${option}${value ? ` ${value}` : ""}${multiple ? "…" : ""}`);
  const width = Math.max(...labels.map((label) => label.length)) + 2;
  return [
    command.summary,
    "",
    `用法：songhe ${name}${command.args ? ` ${command.args.text}` : ""}${required} [选项]`,
    "",
    "选项：",
    ...options.map(([, { text, required: must }], index) => `  ${labels[index]!.padEnd(width)}${text}${must ? "（必填）" : ""}`),
    ...(command.details ? ["", ...command.details] : []),
    "",
    "退出状态：0 完成；1 未完成或发现问题；2 用法有误。",
  ].join("\n");
}
