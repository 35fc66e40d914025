import { z } from "zod";

/**
 * One route as data: the same entry registers the server's route, types the browser's call and writes OpenAPI.
 *
 * `permission` is the verb that the caller must hold (`people.read`); `"public"` needs nobody, `"signed-in"` anybody.
 * There is no default: a route without one does not compile.
 */
export type RouteContract<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType> = {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Fastify form: `/api/people/seniors/:id`. */
  path: string;
  permission: Permission;
  summary: string;
  params: P;
  query: Q;
  body: B;
  response: R;
  /** Answers that are not JSON (a file, an import's upload): the handler writes them itself. */
  raw?: boolean;
};

export type Permission = `${string}.${string}` | "public" | "signed-in";
export type AnyRoute = RouteContract<z.ZodType, z.ZodType, z.ZodType, z.ZodType>;

const nothing = z.object({});

/** Declares a route; what is left out is empty. */
export function route<
  R extends z.ZodType,
  P extends z.ZodType = typeof nothing,
  Q extends z.ZodType = typeof nothing,
  B extends z.ZodType = z.ZodUndefined,
>(entry: {
  method: AnyRoute["method"];
  path: string;
  permission: Permission;
  summary: string;
  params?: P;
  query?: Q;
  body?: B;
  response: R;
  raw?: boolean;
}): RouteContract<P, Q, B, R> {
  return {
    ...entry,
    params: entry.params ?? (nothing as unknown as P),
    query: entry.query ?? (nothing as unknown as Q),
    body: entry.body ?? (z.undefined() as unknown as B),
  };
}

/** The query of every list: 1-based page, page size to 200, free text, sort as `name` or `-name`. */
export const pageQuery = {
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  size: z.coerce.number().int().min(1).max(200).default(20),
  sort: z.string().max(40).optional(),
  q: z.string().trim().max(100).optional(),
};

/** The answer of every list. `total` counts what the caller may see, exactly. */
export function pageOf<T extends z.ZodType>(row: T) {
  return z.object({ rows: z.array(row), total: z.number().int() });
}

export const regionCode = z.string().regex(/^\d{12}$/, "区划代码应为12位数字");
export const civilDate = z.iso.date("日期应写作 2026-11-21");
export const id = z.uuid("编号格式不对");
/** Money in files and interfaces: 元 with two decimals, as text. */
export const yuan = z.string().regex(/^-?\d{1,13}\.\d{2}$/, "金额应为两位小数的元");

/** problem+json (RFC 9457) with our stable code and the faults of an input, all at once. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  code: z.string(),
  requestId: z.string().optional(),
  faults: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  details: z.record(z.string(), z.unknown()).optional(),
});
export type Problem = z.infer<typeof problem>;
