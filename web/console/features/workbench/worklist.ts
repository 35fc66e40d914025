import { z } from "zod";
import { civilDate, route } from "../../../../src/kernel/contract.ts";

/** Work waiting for the user: one kind of work in one place, with the page where it is done. */
export const worklistSummary = z.object({
  rows: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      regionName: z.string().optional(),
      count: z.number().int(),
      dueOn: civilDate.nullable().optional(),
      href: z.string(),
    }),
  ),
});
export type WorklistRow = z.infer<typeof worklistSummary>["rows"][number];

export const getWorklistSummary = route({
  method: "GET",
  path: "/api/policies/worklist/summary",
  permission: "signed-in",
  summary: "今日待办",
  response: worklistSummary,
});

const SOON_DAYS = 7;

/** How pressing a row is, for its order and its tone. */
export function urgencyOf(row: WorklistRow, daysLeft: (date: string) => number): "overdue" | "soon" | "later" {
  if (!row.dueOn) return "later";
  const days = daysLeft(row.dueOn);
  if (days < 0) return "overdue";
  return days <= SOON_DAYS ? "soon" : "later";
}

/** By deadline, what has none last. */
export function byDeadline(a: WorklistRow, b: WorklistRow): number {
  return (a.dueOn ?? "9999-12-31").localeCompare(b.dueOn ?? "9999-12-31") || a.title.localeCompare(b.title, "zh");
}
