/**
 * The one error that callers are meant to see.
 *
 * `code` is stable and dotted (`senior.duplicate`); it keys the Chinese text and the HTTP status, which are declared
 * by the module that owns the code. `details` fill the text and tell a program where the fault is.
 */
export class AppError extends Error {
  readonly code: string;
  readonly details: Record<string, unknown>;

  constructor(code: string, details: Record<string, unknown> = {}, options?: { cause?: unknown }) {
    super(`${code} ${JSON.stringify(details)}`, options);
    this.name = "AppError";
    this.code = code;
    this.details = details;
  }
}

/** One fault in an input: where it is (`path`, as in `body.idNumber` or `行 3 列 身份证号`), what is wrong and what to do. */
export type InputFault = { path: string; message: string };

/** What an error code means: its HTTP status and its Chinese text, with `{name}` filled from the details. */
export type ErrorText = { status: number; title: string; text: string };
export type ErrorTable = Record<string, ErrorText>;

/** The text of an error with its details put in. A detail that is missing stays visible as `{name}`. */
export function fillText(text: string, details: Record<string, unknown>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = details[name];
    if (value === undefined || value === null) return whole;
    return typeof value === "object" ? JSON.stringify(value) : String(value as string | number | boolean);
  });
}
