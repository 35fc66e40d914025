import { resolve } from "node:path";
import { z } from "zod";
import { AppError } from "../kernel/errors.ts";

const schema = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(8080),
  HOST: z.string().min(1).default("127.0.0.1"),
  /** the embedded database, keys and files */
  SONGHE_DATA: z.string().min(1).default("data"),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\/\S+$/, "应写作 postgres://用户:口令@主机:端口/库名")
    .optional(),
  DATABASE_POOL: z.coerce.number().int().min(2).max(200).default(16),
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
  SESSION_HOURS: z.coerce.number().min(0.1).max(72).default(10),
  SESSION_IDLE_MINUTES: z.coerce.number().min(1).max(1440).default(60),
  RATE_PER_MINUTE: z.coerce.number().int().min(10).max(10_000_000).default(6000),
  /** for practice and tests: the program's clock starts at this instant instead of now, and runs on from there */
  SONGHE_CLOCK: z.iso.datetime({ offset: true }).optional(),
  /** behind a proxy that ends TLS: cookies become Secure and forwarded addresses are believed */
  BEHIND_PROXY: z.enum(["true", "false"]).default("false"),
});

export type Config = {
  port: number;
  host: string;
  dataDir: string;
  databaseUrl: string | undefined;
  databasePool: number;
  logLevel: z.infer<typeof schema>["LOG_LEVEL"];
  sessionHours: number;
  sessionIdleMinutes: number;
  ratePerMinute: number;
  behindProxy: boolean;
  clock: () => Date;
};

/** Settings of a PostgreSQL server without its address: half-set, and never a reason to fall back on the embedded engine. */
const HALF_SET = ["PGHOST", "PGDATABASE", "PGUSER", "PGPASSWORD", "DATABASE_HOST", "DATABASE_NAME"];

/**
 * Reads the settings from the environment. Throws `config.invalid` with every fault at once.
 */
export function readConfig(env: Record<string, string | undefined>): Config {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ""));
  const parsed = schema.safeParse(present);
  const faults = parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join(".")}：${issue.message}`);
  const half = HALF_SET.filter((name) => present[name] !== undefined);
  if (!present.DATABASE_URL && half.length > 0) {
    faults.push(`设置了 ${half.join("、")} 却没有 DATABASE_URL：请补上 DATABASE_URL，或去掉这些设置以使用内置数据库`);
  }
  if (!parsed.success || faults.length > 0) throw new AppError("config.invalid", { faults: faults.join("；") });
  const c = parsed.data;
  return {
    port: c.PORT,
    host: c.HOST,
    dataDir: resolve(c.SONGHE_DATA),
    databaseUrl: c.DATABASE_URL,
    databasePool: c.DATABASE_POOL,
    logLevel: c.LOG_LEVEL,
    sessionHours: c.SESSION_HOURS,
    sessionIdleMinutes: c.SESSION_IDLE_MINUTES,
    ratePerMinute: c.RATE_PER_MINUTE,
    behindProxy: c.BEHIND_PROXY === "true",
    clock: clockFrom(c.SONGHE_CLOCK),
  };
}

function clockFrom(start: string | undefined): () => Date {
  if (start === undefined) return () => new Date();
  const ahead = Date.parse(start) - Date.now();
  return () => new Date(Date.now() + ahead);
}
