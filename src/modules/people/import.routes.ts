import { bind, type BoundRoute } from "../../platform/module.ts";
import { importTemplate } from "./import-template.ts";
import { downloadReceiptsRoute, getImportRoute, importTemplateRoute, listImportsRoute, listReceiptsRoute, runImportRoute, startImportRoute } from "./import.contract.ts";
import { downloadReceipts, getImport, listImports, listReceipts, runImport, startImport } from "./import.service.ts";

export const IMPORT_ROUTES: readonly BoundRoute[] = [
  bind(importTemplateRoute, () => importTemplate()),
  bind(startImportRoute, (ctx, { body, files }) => startImport(ctx, files, { dryRun: body.dryRun === "true", source: body.source })),
  bind(runImportRoute, (ctx, { params }) => runImport(ctx, params.id)),
  bind(listImportsRoute, (ctx, { query }) => listImports(ctx, query)),
  bind(getImportRoute, (ctx, { params }) => getImport(ctx, params.id)),
  bind(listReceiptsRoute, (ctx, { params, query }) => listReceipts(ctx, params.id, query)),
  bind(downloadReceiptsRoute, (ctx, { params, query }) => downloadReceipts(ctx, params.id, query.outcome)),
];
