import { verifyAudit } from "../../platform/audit.ts";
import type { Ctx } from "../../platform/context.ts";
import type { AuditItem } from "./access.contract.ts";
import { type AuditFilter, type AuditRow, listAuditRows } from "./audit.store.ts";

export async function listAudit(ctx: Ctx, filter: AuditFilter): Promise<{ rows: AuditItem[]; total: number }> {
  const { rows, total } = await listAuditRows(ctx.db, ctx.scope, filter);
  return { rows: rows.map(toItem), total };
}

/** Walks the whole chain. That it was verified, and what was found, becomes an entry itself. */
export async function checkAudit(ctx: Ctx): ReturnType<typeof verifyAudit> {
  const outcome = await verifyAudit(ctx.db);
  ctx.audit({ action: "audit.verified", details: { entries: outcome.entries, faults: outcome.faults.length } });
  return outcome;
}

function toItem({ content, ...row }: AuditRow): AuditItem {
  return { ...row, at: row.at.toISOString(), ...reasonAndDetails(content) };
}

/** An altered entry may hold anything: it is shown without them, and found by verifying. */
function reasonAndDetails(content: string): Pick<AuditItem, "reason" | "details"> {
  try {
    const parts = JSON.parse(content) as unknown[];
    return { reason: (parts[7] as string | null) ?? null, details: (parts[8] as Record<string, unknown> | undefined) ?? {} };
  } catch {
    return { reason: null, details: {} };
  }
}
