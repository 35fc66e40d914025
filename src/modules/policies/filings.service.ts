import type { CivilDate } from "../../kernel/dates.ts";
import { AppError } from "../../kernel/errors.ts";
import { type Ctx, regionInScope } from "../../platform/context.ts";
import { type FilingListRow, markFiled, markReceived, pageFilings } from "./filings.store.ts";
import { getVersion } from "./versions.service.ts";

/** Records that a published list was filed with the level above. */
export async function fileVersion(ctx: Ctx, versionId: string, filedOn: CivilDate) {
  if (filedOn > ctx.today) throw new AppError("request.invalid", { count: 1, faults: [{ path: "body.filedOn", message: "报备日期不能晚于今天" }] });
  if (!(await markFiled(ctx, versionId, filedOn))) throw new AppError("filing.not_due");
  ctx.audit({ action: "filing.filed", subject: "version", subjectId: versionId });
  return getVersion(ctx, versionId);
}

/** Records the receipt that the level above gives. */
export async function receiveFiling(ctx: Ctx, id: string, receipt: string, receivedOn: CivilDate): Promise<{ id: string }> {
  const filing = await markReceived(ctx, id, receipt, receivedOn);
  if (!filing) throw new AppError("record.not_found", { what: "待登记的备案" });
  ctx.audit({ action: "filing.received", subject: "filing", subjectId: id, region: filing.region, details: { receipt } });
  return { id };
}

function stateOf(row: FilingListRow, today: CivilDate): "due" | "overdue" | "filed" | "received" {
  if (row.received_on) return "received";
  if (row.filed_on) return "filed";
  return row.due_on < today ? "overdue" : "due";
}

export async function listFilings(ctx: Ctx, filter: { state?: string; page: number; size: number }) {
  const { rows, total } = await pageFilings(ctx, filter);
  return {
    total,
    rows: rows.map((row) => ({
      id: row.id,
      versionId: row.version_id,
      title: row.title,
      region: row.region,
      regionName: row.region_name,
      dueOn: row.due_on,
      filedOn: row.filed_on,
      receipt: row.receipt,
      receivedOn: row.received_on,
      state: stateOf(row, ctx.today),
      allowed: [
        ...(row.filed_on === null && regionInScope(ctx.scope, row.region) ? (["file"] as const) : []),
        ...(row.filed_on !== null && row.received_on === null && regionInScope(ctx.scope, row.filed_with) ? (["receive"] as const) : []),
      ],
    })),
  };
}
