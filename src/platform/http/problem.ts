import type { z } from "zod";
import type { Problem } from "../../kernel/contract.ts";
import { AppError, type ErrorTable, fillText, type InputFault } from "../../kernel/errors.ts";
import { constraintOf, sqlState } from "../db/connection.ts";

/** Database errors that a caller can do something about. The rest is ours. */
const BUSY = { code: "db.busy", details: { seconds: 60 } };
const BY_STATE: Record<string, { code: string; details?: Record<string, unknown> }> = {
  "23505": { code: "record.duplicate" },
  "23503": { code: "record.in_use" },
  "42501": { code: "access.out_of_scope" },
  "40001": BUSY,
  "40P01": BUSY,
  "53300": BUSY,
  "57014": BUSY,
  // a number or a date that no column holds
  "22003": { code: "request.malformed", details: { reason: "数值超出可保存的范围" } },
  "22008": { code: "request.malformed", details: { reason: "日期超出可保存的范围" } },
  // text that the database cannot hold, such as a zero character
  "22021": { code: "request.malformed", details: { reason: "含有不能保存的字符" } },
};

/** Why the framework could not read a request. */
const UNREADABLE: Record<string, string> = {
  FST_ERR_CTP_INVALID_JSON_BODY: "不是有效的 JSON",
  FST_ERR_CTP_EMPTY_JSON_BODY: "请求内容是空的",
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: "内容长度与声明的不符",
  FST_ERR_BAD_URL: "地址中有无法识别的字符",
};

/** Any error as an `AppError`; what nobody foresaw becomes `internal`. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const state = sqlState(error);
  const known = state && BY_STATE[state];
  const constraint = constraintOf(error);
  if (known) return new AppError(known.code, { ...known.details, ...(constraint ? { constraint } : {}) }, { cause: error });
  const framework = error as { code?: string; statusCode?: number; message?: string };
  if (framework.code === "FST_ERR_CTP_BODY_TOO_LARGE") return new AppError("request.too_large", { limit: "1 MB" });
  if (framework.code === "FST_REQ_FILE_TOO_LARGE") return new AppError("request.too_large", { limit: "512 MB" });
  if (framework.code === "FST_ERR_CTP_INVALID_MEDIA_TYPE" || framework.code === "FST_INVALID_MULTIPART_CONTENT_TYPE") return new AppError("request.unsupported_media");
  if (framework.statusCode === 429) return new AppError("request.too_many", { seconds: 60 });
  if (framework.statusCode !== undefined && framework.statusCode >= 400 && framework.statusCode < 500) {
    return new AppError("request.malformed", { reason: UNREADABLE[framework.code ?? ""] ?? "格式不对" });
  }
  return new AppError("internal", {}, { cause: error });
}

/** The problem+json body of an error, in Chinese. Faults of an input come all at once, each with its place. */
export function problemOf(error: AppError, table: ErrorTable, requestId: string): Problem {
  const code = table[error.code] ? error.code : "internal";
  const known = table[code]!;
  const { faults, ...details } = error.details as { faults?: InputFault[] | string } & Record<string, unknown>;
  return {
    type: `urn:songhe:error:${code}`,
    title: known.title,
    status: known.status,
    detail: fillText(known.text, { ...error.details, requestId }),
    code,
    requestId,
    ...(Array.isArray(faults) ? { faults } : {}),
    ...(known.status < 500 && Object.keys(details).length > 0 ? { details } : {}),
  };
}

/** Zod's issues as faults with their place, `body.idNumber`. */
export function faultsOf(where: string, issues: readonly z.core.$ZodIssue[]): InputFault[] {
  return issues.map((issue) => ({ path: [where, ...issue.path.map(String)].join("."), message: issue.message }));
}
