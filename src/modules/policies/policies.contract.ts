import { z } from "zod";
import { civilDate, id, pageOf, pageQuery, regionCode, route, yuan } from "../../kernel/contract.ts";

/** Documents, service lists, versions and their way into force. Decisions and the worklist: decisions.contract.ts. */

const packName = z.string().regex(/^[a-z0-9-]{2,60}$/);
const benefitId = z.string().regex(/^[a-z0-9-]{2,80}$/);
export const subjectKind = z.enum(["senior", "facility", "provider", "caregiver"]);

export const documentStatus = z.enum(["not_yet", "in_force", "ending", "ended"]);
const documentRow = z.object({
  id: z.string(),
  title: z.string(),
  issuer: z.string(),
  number: z.string().nullable(),
  region: regionCode,
  regionName: z.string(),
  effective: civilDate,
  expires: civilDate.nullable(),
  status: documentStatus,
  /** days until it ends, negative when ended; null without an end */
  daysLeft: z.number().int().nullable(),
  benefits: z.number().int(),
});

/** A clause by the document's own numbering, `二(三)1`; offsets in UTF-16 units into the text. */
const clause = z.object({ at: z.string(), level: z.number().int(), heading: z.string(), start: z.number().int(), end: z.number().int() });

const clauseRef = z.object({ at: z.string(), quote: z.string(), start: z.number().int() });

/** A rule in words, for lists and beside its clause. */
const ruleInWords = z.object({
  id: benefitId,
  name: z.string(),
  kind: z.enum(["money", "care", "attention", "subsidy", "relief"]),
  subject: subjectKind,
  class: z.string(),
  clause: clauseRef,
  /** 年满80周岁 且 … , one line a condition */
  conditions: z.array(z.string()),
  amount: z.string(),
  period: z.enum(["once", "month", "year"]),
  shares: z.string(),
  confirm: z.string().nullable(),
});

export const listDocuments = route({
  method: "GET",
  path: "/api/policies/documents",
  permission: "policies.read",
  summary: "政策文件列表",
  query: z.object({ region: regionCode.optional(), ...pageQuery }),
  response: pageOf(documentRow),
});

export const getDocument = route({
  method: "GET",
  path: "/api/policies/documents/:id",
  permission: "policies.read",
  summary: "政策文件全文，逐条对照可执行规则",
  params: z.object({ id: z.string().max(80) }),
  response: documentRow.extend({ text: z.string(), clauses: z.array(clause), versionId: id.nullable(), rules: z.array(ruleInWords) }),
});

export const listNotices = route({
  method: "GET",
  path: "/api/policies/notices",
  permission: "policies.read",
  summary: "需要留意的事项：文件将到期、待备案、待确认",
  response: z.object({ rows: z.array(z.object({ id: z.string(), level: z.enum(["info", "warning", "error"]), text: z.string(), href: z.string().nullable() })) }),
});

/** One benefit of the list in force for a region, own or inherited. */
const listItem = ruleInWords.extend({
  pack: packName,
  versionId: id,
  /** where the clause is read */
  documentId: z.string(),
  origin: z.object({ region: regionCode, regionName: z.string() }),
  inherited: z.boolean(),
  /** the upper benefit that it carries out */
  implements: z.string().nullable(),
  standard: z.string().nullable(),
  department: z.string().nullable(),
});

export const getServiceList = route({
  method: "GET",
  path: "/api/policies/service-list",
  permission: "policies.read",
  summary: "某地某日有效的基本养老服务清单（含上级清单）",
  query: z.object({ region: regionCode, on: civilDate.optional(), subject: subjectKind.optional() }),
  response: z.object({ region: regionCode, regionName: z.string(), on: civilDate, items: z.array(listItem) }),
});

/** How a lower list falls short of an upper one. Empty: it keeps every item at no less scope and standard. */
export const shortfall = z.object({
  benefit: z.string(),
  name: z.string(),
  /** 项目缺失、对象不符、范围缩小、金额较低、标准较低 */
  aspect: z.enum(["item", "subject", "scope", "amount", "standard"]),
  message: z.string(),
  /** someone the upper list serves and the lower does not, in words */
  example: z.string().nullable(),
  /** false where falling short could not be excluded but no plain case of it was found */
  proven: z.boolean(),
});

export const checkConformity = route({
  method: "GET",
  path: "/api/policies/versions/:id/conformity",
  permission: "policies.read",
  summary: "与上级清单逐项比对：项目、范围、标准是否不低于上级",
  params: z.object({ id }),
  response: z.object({ upper: z.array(z.object({ pack: packName, title: z.string() })), shortfalls: z.array(shortfall) }),
});

export const versionStatus = z.enum(["draft", "submitted", "published", "withdrawn"]);
const versionRow = z.object({
  id,
  pack: packName,
  number: z.number().int(),
  title: z.string(),
  region: regionCode,
  regionName: z.string(),
  status: versionStatus,
  effectiveFrom: civilDate,
  effectiveTo: civilDate.nullable(),
  documentId: z.string(),
  note: z.string(),
  edition: z.number().int(),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
  publishedBy: z.string().nullable(),
  publishedAt: z.iso.datetime().nullable(),
});

export const listVersions = route({
  method: "GET",
  path: "/api/policies/versions",
  permission: "policies.read",
  summary: "政策版本列表",
  query: z.object({ pack: packName.optional(), status: versionStatus.optional(), region: regionCode.optional(), ...pageQuery }),
  response: pageOf(versionRow),
});

export const fault = z.object({ file: z.string(), line: z.number().int(), column: z.number().int(), code: z.string(), message: z.string(), mend: z.string() });

/** A condition as the officer's form shows it: rows joined by 且, each row one or several alternatives joined by 或. */
export const conditionTest = z.object({
  fact: z.string(),
  operator: z.enum(["==", "!=", "<", "<=", ">", ">=", "in", "not_in", "is_true", "is_false", "receives", "not_receives", "within", "known"]),
  /** one value, or several for in / not_in; enumerations by their code, money in 元, dates YYYY-MM-DD, `@name` a parameter */
  values: z.array(z.string()),
});
export const conditionForm = z.union([
  z.object({ rows: z.array(z.object({ any: z.array(z.object({ all: z.array(conditionTest) })) })) }),
  /** a condition too deep for rows: shown in words, edited by replacing it */
  z.object({ expression: z.string(), words: z.string() }),
]);
export type ConditionForm = z.infer<typeof conditionForm>;

const tableRow = z.object({ when: conditionForm.nullable(), value: z.string() });
const amountForm = z.discriminatedUnion("form", [
  z.object({
    form: z.literal("parts"),
    parts: z.array(z.object({ label: z.string(), times: z.string(), value: z.string().nullable(), table: z.array(tableRow).nullable() })),
    cap: z.string().nullable(),
  }),
  z.object({ form: z.literal("bounds"), min: z.string(), max: z.string(), standard: z.array(tableRow).nullable() }),
  z.object({ form: z.literal("service") }),
  z.object({ form: z.literal("unspecified"), authorised: z.string() }),
]);

/** A benefit as form and decision table. Quantities (`times`) and figures are expressions: `beds`, `200`, `operating_base_severe`. */
export const benefitForm = ruleInWords.extend({
  when: conditionForm,
  amountForm,
  shareForm: z.array(z.object({ payer: z.string(), percent: z.number() })),
  standard: z.string().nullable(),
});
export const parameterForm = z.object({
  name: z.string(),
  label: z.string(),
  unit: z.string(),
  values: z.array(z.object({ from: civilDate, to: civilDate.nullable(), value: z.string(), clauseAt: z.string(), quote: z.string() })),
});

export const versionDetail = versionRow.extend({
  parameters: z.array(parameterForm),
  benefits: z.array(benefitForm),
  overlaps: z.array(z.object({ rule: z.string(), words: z.string() })),
  faults: z.array(fault),
  /** departments that must agree, and what they said of this edition */
  signOffs: z.array(z.object({ department: z.string(), agreed: z.boolean().nullable(), note: z.string().nullable(), by: z.string().nullable(), at: z.iso.datetime().nullable() })),
  filing: z.object({ id, filedWith: regionCode, dueOn: civilDate, filedOn: civilDate.nullable(), receipt: z.string().nullable(), receivedOn: civilDate.nullable() }).nullable(),
  cases: z.object({ passed: z.number().int(), failed: z.array(z.string()), uncovered: z.number().int() }).nullable(),
  /** what the viewer may do now */
  allowed: z.array(z.enum(["edit", "submit", "sign", "rehearse", "publish", "withdraw", "recall", "file", "receive", "draft_from"])),
  /** what the pickers of the form offer: payers, and benefits that a condition may ask for as received */
  payers: z.array(z.object({ payer: z.string(), name: z.string() })),
  receivable: z.array(z.object({ benefit: z.string(), name: z.string() })),
  /** differences from the version in force, in words */
  changes: z.array(z.object({ place: z.string(), before: z.string(), after: z.string() })),
});

export const getVersion = route({
  method: "GET",
  path: "/api/policies/versions/:id",
  permission: "policies.read",
  summary: "一个版本：表单、决策表、会签、备案、校验结果",
  params: z.object({ id }),
  response: versionDetail,
});

export const getVersionFile = route({
  method: "GET",
  path: "/api/policies/versions/:id/file",
  permission: "policies.read",
  summary: "该版本的规则文件（与表单是同一内容）",
  params: z.object({ id }),
  response: z.object({ policy: z.string() }),
});

export const draftVersion = route({
  method: "POST",
  path: "/api/policies/versions",
  permission: "policies.draft",
  summary: "以某个版本为底稿新建草稿",
  body: z.object({ basedOn: id, effectiveFrom: civilDate, note: z.string().trim().max(500).default("") }),
  response: z.object({ id }),
});

const edit = z.discriminatedUnion("what", [
  z.object({ what: z.literal("parameter"), name: z.string(), from: civilDate, value: z.string().max(40) }),
  z.object({ what: z.literal("condition"), benefit: benefitId, when: conditionForm }),
  z.object({ what: z.literal("amount"), benefit: benefitId, amount: amountForm }),
  z.object({ what: z.literal("shares"), benefit: benefitId, shares: z.array(z.object({ payer: z.string().max(20), percent: z.number().min(0).max(100) })).max(6) }),
  z.object({ what: z.literal("effective_from"), date: civilDate }),
  z.object({ what: z.literal("note"), note: z.string().max(500) }),
  z.object({ what: z.literal("file"), policy: z.string().max(500_000) }),
]);
export type VersionEdit = z.infer<typeof edit>;

export const editVersion = route({
  method: "PUT",
  path: "/api/policies/versions/:id",
  permission: "policies.draft",
  summary: "修改草稿：金额、条件、决策表、分担比例、生效日期",
  params: z.object({ id }),
  body: z.object({ edition: z.number().int(), edits: z.array(edit).min(1).max(50) }),
  response: versionDetail,
});

const move = (path: string, permission: `policies.${string}`, summary: string) =>
  route({
    method: "POST",
    path: `/api/policies/versions/:id/${path}`,
    permission,
    summary,
    params: z.object({ id }),
    body: z.object({ edition: z.number().int(), note: z.string().trim().max(500).default("") }),
    response: versionDetail,
  });

export const submitVersion = move("submit", "policies.draft", "提交送审：校验无误后进入会签");
export const withdrawVersion = move("withdraw", "policies.draft", "撤回或作废未发布的版本");
export const recallVersion = move("recall", "policies.publish", "收回已发布而尚未生效的版本：原版本继续施行");
export const publishVersion = move("publish", "policies.publish", "发布：须由起草人以外的人，会签齐备，不低于上级清单");

export const signVersion = route({
  method: "POST",
  path: "/api/policies/versions/:id/sign",
  permission: "policies.sign_off",
  summary: "部门会签：同意或不同意，写明意见",
  params: z.object({ id }),
  body: z.object({ edition: z.number().int(), agreed: z.boolean(), note: z.string().trim().max(500) }),
  response: versionDetail,
});

export const fileVersion = route({
  method: "POST",
  path: "/api/policies/versions/:id/file",
  permission: "policies.file",
  summary: "向上一级报备",
  params: z.object({ id }),
  body: z.object({ filedOn: civilDate }),
  response: versionDetail,
});

export const receiveFiling = route({
  method: "POST",
  path: "/api/policies/filings/:id/receipt",
  permission: "policies.file",
  summary: "上级登记备案回执",
  params: z.object({ id }),
  body: z.object({ receipt: z.string().trim().min(1).max(100), receivedOn: civilDate }),
  response: z.object({ id }),
});

export const listFilings = route({
  method: "GET",
  path: "/api/policies/filings",
  permission: "policies.file",
  summary: "备案登记：应备、已备、逾期",
  query: z.object({ state: z.enum(["due", "overdue", "filed", "received"]).optional(), ...pageQuery }),
  response: pageOf(
    z.object({ id, versionId: id, title: z.string(), region: regionCode, regionName: z.string(), dueOn: civilDate, filedOn: civilDate.nullable(), receipt: z.string().nullable(), receivedOn: civilDate.nullable(), state: z.enum(["due", "overdue", "filed", "received"]),
      /** what the viewer may do: file as the level below, or give the receipt as the level above */
      allowed: z.array(z.enum(["file", "receive"])) }),
  ),
});

/** Who gains, who loses, what it costs. Money in 元; `monthly` is the cost a month in the steady state, `once` of one-off benefits. */
const cost = z.object({ payer: z.string(), before: yuan, after: yuan, period: z.enum(["once", "month", "year"]) });
const rehearsalRow = z.object({
  id,
  versionId: id,
  title: z.string(),
  number: z.number().int(),
  edition: z.number().int(),
  againstId: id.nullable(),
  region: regionCode,
  asOf: civilDate,
  status: z.enum(["waiting", "running", "done"]),
  done: z.number().int(),
  total: z.number().int(),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
});
export const rehearsalDetail = rehearsalRow.extend({
  summary: z
    .object({
      subjects: z.number().int(),
      wins: z.number().int(),
      loses: z.number().int(),
      more: z.number().int(),
      less: z.number().int(),
      unchanged: z.number().int(),
      costs: z.array(cost),
      byBenefit: z.array(z.object({ benefit: z.string(), name: z.string(), period: z.enum(["once", "month", "year"]), before: yuan, after: yuan, wins: z.number().int(), loses: z.number().int(), more: z.number().int(), less: z.number().int() })),
      byRegion: z.array(z.object({ region: regionCode, regionName: z.string(), wins: z.number().int(), loses: z.number().int(), more: z.number().int(), less: z.number().int(), before: yuan, after: yuan, period: z.enum(["once", "month", "year"]) })),
      /** twelve months from the date: what falls due in each, by both versions */
      byMonth: z.array(z.object({ month: z.string().regex(/^\d{4}-\d{2}$/), before: yuan, after: yuan })),
      /** how bounds were counted, what is not included */
      remarks: z.array(z.string()),
    })
    .nullable(),
});

export const rehearseVersion = route({
  method: "POST",
  path: "/api/policies/versions/:id/rehearse",
  permission: "policies.rehearse",
  summary: "试算：对照现行版本在登记册上测算得失与费用",
  params: z.object({ id }),
  body: z.object({ asOf: civilDate.optional() }),
  response: z.object({ id }),
});
export const listRehearsals = route({
  method: "GET",
  path: "/api/policies/rehearsals",
  permission: "policies.rehearse",
  summary: "试算记录",
  query: z.object({ version: id.optional(), ...pageQuery }),
  response: pageOf(rehearsalRow),
});
export const getRehearsal = route({
  method: "GET",
  path: "/api/policies/rehearsals/:id",
  permission: "policies.rehearse",
  summary: "试算结果：得失、费用、分地区、分月",
  params: z.object({ id }),
  response: rehearsalDetail,
});
export const listRehearsalChanges = route({
  method: "GET",
  path: "/api/policies/rehearsals/:id/changes",
  permission: "policies.rehearse",
  summary: "试算涉及的对象",
  params: z.object({ id }),
  query: z.object({ change: z.enum(["wins", "loses", "more", "less"]).optional(), benefit: benefitId.optional(), region: regionCode.optional(), ...pageQuery }),
  response: pageOf(
    z.object({ subjectId: id, subjectKind, name: z.string(), region: regionCode, regionName: z.string(), benefit: z.string(), benefitName: z.string(), change: z.enum(["wins", "loses", "more", "less"]), before: yuan.nullable(), after: yuan.nullable() }),
  ),
});
