import { z } from "zod";
import { civilDate, id, pageOf, pageQuery, regionCode, route, yuan } from "../../kernel/contract.ts";
import { subjectKind } from "./policies.contract.ts";

/** Decisions on subjects, unmet entitlements (应享未享), officers' determinations, imported subjects. */

export const standing = z.enum(["granted", "to_be_decided", "unspecified", "not_eligible", "unknown", "suppressed", "reduced", "not_in_force"]);

export type TraceView = { step: string; text: string; result: string | boolean | null; clause?: { at: string; quote: string } | undefined; missing?: string[] | undefined; children?: TraceView[] | undefined };
export const trace: z.ZodType<TraceView> = z.lazy(() =>
  z.object({
    step: z.string(),
    text: z.string(),
    result: z.union([z.boolean(), z.string(), z.null()]),
    clause: z.object({ at: z.string(), quote: z.string() }).optional(),
    missing: z.array(z.string()).optional(),
    children: z.array(trace).optional(),
  }),
);

export const decisionView = z.object({
  benefit: z.string(),
  name: z.string(),
  kind: z.enum(["money", "care", "attention", "subsidy", "relief"]),
  class: z.string(),
  pack: z.string(),
  versionId: id,
  versionNumber: z.number().int(),
  documentId: z.string(),
  documentTitle: z.string(),
  standing,
  eligible: z.boolean().nullable(),
  amount: yuan.nullable(),
  bounds: z.object({ min: yuan, max: yuan }).nullable(),
  period: z.enum(["once", "month", "year"]),
  shares: z.array(z.object({ payer: z.string(), payerName: z.string(), amount: yuan })),
  excludedBy: z.string().nullable(),
  /** facts to find out, with their Chinese labels */
  missing: z.array(z.object({ fact: z.string(), label: z.string() })),
  clause: z.object({ at: z.string(), quote: z.string() }),
  receiving: z.boolean(),
  /** what the subject's record shows of it now; null where nothing is stored (not eligible) */
  decidedAt: z.iso.datetime().nullable(),
  decisionId: id.nullable(),
  determination: z.object({ amount: yuan, reason: z.string(), by: z.string(), at: z.iso.datetime() }).nullable(),
  sentences: z.array(z.string()),
  trace: trace.nullable(),
});

export const getDecisions = route({
  method: "GET",
  path: "/api/policies/subjects/:kind/:id/decisions",
  permission: "policies.worklist",
  summary: "一个对象的全部认定结果及理由；可指定日期",
  params: z.object({ kind: subjectKind, id }),
  query: z.object({ asOf: civilDate.optional(), all: z.enum(["true", "false"]).optional() }),
  response: z.object({ asOf: civilDate, rows: z.array(decisionView) }),
});

export const getDecisionHistory = route({
  method: "GET",
  path: "/api/policies/subjects/:kind/:id/history",
  permission: "policies.worklist",
  summary: "认定结果的变更记录",
  params: z.object({ kind: subjectKind, id }),
  query: z.object({ benefit: z.string().optional() }),
  response: z.object({
    rows: z.array(z.object({ id, benefit: z.string(), name: z.string(), standing, amount: yuan.nullable(), asOf: civilDate, decidedAt: z.iso.datetime(), cause: z.string(), versionNumber: z.number().int() })),
  }),
});

export const replayDecision = route({
  method: "GET",
  path: "/api/policies/subjects/:kind/:id/history/:decisionId",
  permission: "policies.worklist",
  summary: "按当时的版本与信息重算一次认定，核对是否一致",
  params: z.object({ kind: subjectKind, id, decisionId: id }),
  response: z.object({ same: z.boolean(), stored: z.object({ standing, amount: yuan.nullable() }), recomputed: decisionView, facts: z.array(z.object({ fact: z.string(), label: z.string(), value: z.string() })) }),
});

/** 应享未享: open → called/visited → applying (recorded) | refused | not_needed | unreachable; `done` once it is received. */
export const workState = z.enum(["open", "contacted", "applying", "refused", "unreachable", "corrected"]);
/** What one looks for: a state, or whoever is to be contacted again by today. */
export const workWanted = z.enum([...workState.options, "due"]);
export const workAction = z.enum(["call", "visit", "apply", "refuse", "unreachable", "correct"]);

const worklistRow = z.object({
  seniorId: id,
  name: z.string(),
  age: z.number().int().nullable(),
  sex: z.enum(["male", "female"]).nullable(),
  region: regionCode,
  regionName: z.string(),
  groups: z.array(z.string()),
  benefit: z.string(),
  benefitName: z.string(),
  kind: z.enum(["money", "care", "attention", "subsidy", "relief"]),
  standing,
  amount: yuan.nullable(),
  bounds: z.object({ min: yuan, max: yuan }).nullable(),
  period: z.enum(["once", "month", "year"]),
  clause: z.object({ at: z.string(), quote: z.string() }),
  payers: z.array(z.object({ payer: z.string(), payerName: z.string(), amount: yuan.nullable(), percent: z.number() })),
  since: civilDate,
  state: workState,
  workedAt: z.iso.datetime().nullable(),
  workedBy: z.string().nullable(),
  followUpOn: civilDate.nullable(),
});

const worklistFilter = {
  region: regionCode.optional(),
  benefit: z.string().max(80).optional(),
  group: z.string().max(40).optional(),
  state: workWanted.optional(),
  kind: z.enum(["money", "care", "attention"]).optional(),
};

export const listWorklist = route({
  method: "GET",
  path: "/api/policies/worklist",
  permission: "policies.worklist",
  summary: "应享未享清单：符合条件而未享受的老年人",
  query: z.object({ ...worklistFilter, /** only this senior's */ seniorId: id.optional(), ...pageQuery }),
  response: pageOf(worklistRow),
});

export const summarizeWorklist = route({
  method: "GET",
  path: "/api/policies/worklist/summary",
  permission: "policies.worklist",
  summary: "应享未享汇总：按下一级地区、待遇、群体，及办理进度",
  query: z.object(worklistFilter),
  response: z.object({
    seniors: z.number().int(),
    entitlements: z.number().int(),
    byRegion: z.array(z.object({ region: regionCode, regionName: z.string(), unmet: z.number().int(), worked: z.number().int(), applying: z.number().int(), refused: z.number().int(), eligible: z.number().int(), receiving: z.number().int() })),
    byBenefit: z.array(z.object({ benefit: z.string(), name: z.string(), unmet: z.number().int(), worked: z.number().int(), eligible: z.number().int(), receiving: z.number().int() })),
    byGroup: z.array(z.object({ group: z.string(), name: z.string(), unmet: z.number().int() })),
    decidedAt: z.iso.datetime().nullable(),
  }),
});

/** The next one to work on after this row, in the order of the list, so that a worker goes through without returning to it. */
export const nextOnWorklist = route({
  method: "GET",
  path: "/api/policies/worklist/next",
  permission: "policies.work",
  summary: "下一位待办老年人",
  query: z.object({ ...worklistFilter, after: id.optional() }),
  response: z.object({ seniorId: id.nullable(), remaining: z.number().int() }),
});

export const recordWork = route({
  method: "POST",
  path: "/api/policies/worklist/:seniorId/actions",
  permission: "policies.work",
  summary: "记录一次办理：电话、上门、代为申请、本人放弃、联系不上、信息有误",
  params: z.object({ seniorId: id }),
  body: z
    .object({
      benefits: z.array(z.string().max(80)).min(1, "请至少选择一项待遇").max(40),
      action: workAction,
      outcome: z.string().trim().max(60).default(""),
      note: z.string().trim().max(1000).default(""),
      followUpOn: civilDate.nullable().default(null),
      /** the latest `workedAt` among the senior's rows that the worker saw, null where none was worked on; refused as stale when a chosen one was worked on since */
      seenAt: z.iso.datetime().nullish(),
    })
    .refine(({ action, outcome, note }) => action !== "refuse" || outcome !== "" || note !== "", { path: ["outcome"], message: "请选择本人放弃的原因，或在备注中写明" })
    .refine(({ action, note }) => action !== "correct" || note !== "", { path: ["note"], message: "请写明哪项信息有误、实际情况如何" }),
  response: z.object({ states: z.array(z.object({ benefit: z.string(), state: workState })) }),
});

export const listWork = route({
  method: "GET",
  path: "/api/policies/worklist/:seniorId/actions",
  permission: "policies.worklist",
  summary: "一位老年人的办理记录",
  params: z.object({ seniorId: id }),
  response: z.object({ rows: z.array(z.object({ id, benefit: z.string(), benefitName: z.string(), action: workAction, outcome: z.string(), note: z.string(), followUpOn: civilDate.nullable(), by: z.string(), at: z.iso.datetime() })) }),
});

/** Subsidies of facilities, providers and caregivers. */
const externalRow = z.object({
  id,
  kind: subjectKind,
  code: z.string(),
  name: z.string(),
  region: regionCode,
  regionName: z.string(),
  benefits: z.array(z.object({ benefit: z.string(), name: z.string(), standing, amount: yuan.nullable(), bounds: z.object({ min: yuan, max: yuan }).nullable(), period: z.enum(["once", "month", "year"]), shares: z.array(z.object({ payer: z.string(), payerName: z.string(), amount: yuan })) })),
  updatedAt: z.iso.datetime(),
});
export const listExternal = route({
  method: "GET",
  path: "/api/policies/external",
  permission: "policies.decide",
  summary: "设施、服务商、护理员及其补贴认定",
  query: z.object({ kind: z.enum(["facility", "provider", "caregiver"]), region: regionCode.optional(), benefit: z.string().optional(), ...pageQuery }),
  response: pageOf(externalRow),
});
export const getExternal = route({
  method: "GET",
  path: "/api/policies/external/:id",
  permission: "policies.decide",
  summary: "一家设施（服务商、护理员）的信息项",
  params: z.object({ id }),
  response: externalRow.extend({ facts: z.array(z.object({ fact: z.string(), label: z.string(), value: z.string().nullable(), unit: z.string().nullable() })) }),
});
export const importExternal = route({
  method: "POST",
  path: "/api/policies/external/import",
  permission: "policies.import_subjects",
  summary: "导入设施、服务商、护理员信息表（.csv/.xlsx），可先预检",
  raw: true,
  body: z.object({ kind: z.enum(["facility", "provider", "caregiver"]), dryRun: z.enum(["true", "false"]).default("true") }),
  response: z.object({
    total: z.number().int(),
    created: z.number().int(),
    updated: z.number().int(),
    unchanged: z.number().int(),
    refused: z.number().int(),
    rows: z.array(z.object({ row: z.number().int(), code: z.string(), name: z.string(), result: z.enum(["created", "updated", "unchanged", "refused"]), faults: z.array(z.string()) })),
  }),
});

/** An officer's figure within the bounds of the clause. */
export const determineAmount = route({
  method: "POST",
  path: "/api/policies/subjects/:kind/:id/determinations",
  permission: "policies.determine",
  summary: "在条文幅度内确定金额，写明理由",
  params: z.object({ kind: subjectKind, id }),
  body: z.object({ benefit: z.string().max(80), amount: yuan, reason: z.string().trim().min(4, "请写明确定该金额的理由").max(500), decisionId: id }),
  response: z.object({ decision: decisionView }),
});

export const listRuns = route({
  method: "GET",
  path: "/api/policies/runs",
  permission: "policies.decide",
  summary: "批量认定的进度",
  query: z.object({ ...pageQuery }),
  response: pageOf(z.object({ id, subjectKind, cause: z.string(), asOf: civilDate, status: z.enum(["waiting", "running", "done"]), done: z.number().int(), total: z.number().int(), changed: z.number().int(), startedAt: z.iso.datetime(), finishedAt: z.iso.datetime().nullable() })),
});
