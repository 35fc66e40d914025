import type { z } from "zod";
import type { InputFault } from "../../src/kernel/errors.ts";
import { t } from "./texts.ts";

/** What a form holds while it is being filled in: nested as its schema; a missing key is not filled in. */
export type FormValues = Record<string, unknown>;

/** The value at a dotted name: `address.street`. */
export function valueAt(values: unknown, name: string): unknown {
  return name
    .split(".")
    .reduce<unknown>((part, key) => (part === null || typeof part !== "object" ? undefined : (part as FormValues)[key]), values);
}

/** A copy with the value at a dotted name put in; `undefined` takes the key away. */
export function withValue(values: FormValues, name: string, value: unknown): FormValues {
  const [key = "", ...rest] = name.split(".");
  const inner = rest.length === 0 ? value : withValue((values[key] ?? {}) as FormValues, rest.join("."), value);
  const { [key]: _, ...others } = values;
  return inner === undefined ? others : { ...others, [key]: inner };
}

/** All faults of the values by the schema, one a place, in words; the schema's own messages go first. */
export function checkValues(schema: z.ZodType, values: FormValues): InputFault[] {
  const result = schema.safeParse(values, { error: faultText });
  if (result.success) return [];
  const faults = new Map<string, string>();
  for (const issue of result.error.issues) {
    const path = issue.path.join(".");
    // A schema's words for a wrong format say nothing to one who has filled in nothing.
    const isMissing = issue.code !== "custom" && isEmpty(valueAt(values, path));
    if (!faults.has(path)) faults.set(path, isMissing ? t("form.required") : issue.message);
  }
  return [...faults].map(([path, message]) => ({ path, message }));
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === "";
}

type Issue = { code?: string; input?: unknown; expected?: string; origin?: string; minimum?: unknown; maximum?: unknown };

/** The words for what a schema refuses without words of its own. */
function faultText(issue: Issue): string {
  if (issue.code === "invalid_type") {
    if (issue.expected === "int") return t("form.integer");
    return issue.expected === "number" ? t("form.number") : t("form.invalid");
  }
  if (issue.code === "too_small") return limitText(issue.origin, issue.minimum, "least");
  if (issue.code === "too_big") return limitText(issue.origin, issue.maximum, "most");
  if (issue.code === "invalid_value" || issue.code === "invalid_union") return t("form.option");
  return issue.code === "invalid_format" ? t("form.format") : t("form.invalid");
}

function limitText(origin: string | undefined, bound: unknown, side: "least" | "most"): string {
  const limit = String(bound);
  if (origin === "string") return t(side === "least" ? "form.short" : "form.long", { limit });
  if (origin === "array" || origin === "set") return t(side === "least" ? "form.few" : "form.many", { limit });
  return t(side === "least" ? "form.min" : "form.max", { limit });
}

/** The schema of one field by its dotted name, where the schema is built of objects. */
function schemaAt(schema: z.ZodType, name: string): z.ZodType | undefined {
  return name.split(".").reduce<z.ZodType | undefined>((part, key) => {
    const shape = part && "shape" in part ? (part.shape as Record<string, z.ZodType>) : undefined;
    return shape?.[key];
  }, schema);
}

/** Whether a field must be filled in: its schema refuses what is missing. */
export function isRequired(schema: z.ZodType, name: string): boolean {
  const field = schemaAt(schema, name);
  return field !== undefined && !field.safeParse(undefined).success;
}

/** What an emptied field holds: null where the schema takes null (the value is to be removed), else nothing. */
export function emptyValue(schema: z.ZodType, name: string): null | undefined {
  return schemaAt(schema, name)?.safeParse(null).success ? null : undefined;
}
