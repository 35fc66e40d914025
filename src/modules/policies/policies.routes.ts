import { AppError } from "../../kernel/errors.ts";
import type { Ctx } from "../../platform/context.ts";
import { bind, type BoundRoute } from "../../platform/module.ts";
import { loadOrganizations } from "../access/index.ts";
import { getDocument, getServiceList, listDocuments, listNotices } from "./documents.service.ts";
import { fileVersion, listFilings, receiveFiling } from "./filings.service.ts";
import * as contract from "./policies.contract.ts";
import { getRehearsal, listRehearsalChanges, listRehearsals, rehearseVersion } from "./rehearsals.service.ts";
import { checkConformity, draftVersion, editVersion, getVersion, listVersions, publishVersion, recallVersion, signVersion, submitVersion, withdrawVersion } from "./versions.service.ts";
import { findVersionRow } from "./versions.store.ts";

export const versionRoutes: BoundRoute[] = [
  bind(contract.listDocuments, (ctx, { query }) => listDocuments(ctx, query)),
  bind(contract.getDocument, (ctx, { params }) => getDocument(ctx, params.id)),
  bind(contract.listNotices, (ctx) => listNotices(ctx)),
  bind(contract.getServiceList, (ctx, { query }) => getServiceList(ctx, query.region, query.on ?? ctx.today, query.subject)),
  bind(contract.listVersions, (ctx, { query }) => listVersions(ctx, query)),
  bind(contract.getVersion, (ctx, { params }) => getVersion(ctx, params.id)),
  bind(contract.getVersionFile, (ctx, { params }) => getVersionFile(ctx, params.id)),
  bind(contract.checkConformity, (ctx, { params }) => checkConformity(ctx, params.id)),
  bind(contract.draftVersion, (ctx, { body }) => draftVersion(ctx, body)),
  bind(contract.editVersion, (ctx, { params, body }) => editVersion(ctx, params.id, body.edition, body.edits)),
  bind(contract.submitVersion, (ctx, { params, body }) => submitVersion(ctx, params.id, body.edition)),
  bind(contract.withdrawVersion, (ctx, { params, body }) => withdrawVersion(ctx, params.id, body.edition)),
  bind(contract.recallVersion, (ctx, { params, body }) => recallVersion(ctx, params.id, body.edition)),
  bind(contract.publishVersion, (ctx, { params, body }) => publishVersion(ctx, params.id, body.edition)),
  bind(contract.signVersion, async (ctx, { params, body }) => signVersion(ctx, params.id, body, await organizationName(ctx))),
  bind(contract.fileVersion, (ctx, { params, body }) => fileVersion(ctx, params.id, body.filedOn)),
  bind(contract.receiveFiling, (ctx, { params, body }) => receiveFiling(ctx, params.id, body.receipt, body.receivedOn)),
  bind(contract.listFilings, (ctx, { query }) => listFilings(ctx, query)),
  bind(contract.rehearseVersion, (ctx, { params, body }) => rehearseVersion(ctx, params.id, body.asOf)),
  bind(contract.listRehearsals, (ctx, { query }) => listRehearsals(ctx, query)),
  bind(contract.getRehearsal, (ctx, { params }) => getRehearsal(ctx, params.id)),
  bind(contract.listRehearsalChanges, (ctx, { params, query }) => listRehearsalChanges(ctx, params.id, query)),
];

async function getVersionFile(ctx: Ctx, id: string): Promise<{ policy: string }> {
  const row = await findVersionRow(ctx, id);
  if (!row) throw new AppError("record.not_found", { what: "版本" });
  return { policy: row.policy };
}

async function organizationName(ctx: Ctx): Promise<string> {
  const { organizationId } = ctx.actor;
  return organizationId ? ((await loadOrganizations(ctx, [organizationId])).get(organizationId)?.name ?? "") : "";
}
