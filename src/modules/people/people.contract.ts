import { z } from "zod";
import { civilDate, id, pageOf, pageQuery, regionCode, route } from "../../kernel/contract.ts";

/** Where a fact was learnt, with the name that stands on screens. */
export const SOURCE_NAMES = {
  household_register: "户籍",
  medical_insurance: "医保",
  social_insurance: "社保",
  social_assistance: "社会救助",
  disabled_federation: "残联",
  funeral: "殡葬",
  veterans_affairs: "退役军人事务",
  health: "卫健",
  civil_affairs: "民政",
  assessment: "能力评估",
  community: "社区登记",
  import: "表格导入",
} as const;
export const RELATION_NAMES = {
  spouse: "配偶",
  son: "儿子",
  daughter: "女儿",
  son_in_law: "女婿",
  daughter_in_law: "儿媳",
  grandchild: "孙辈",
  sibling: "兄弟姐妹",
  nephew: "侄甥",
  guardian: "监护人",
  other: "其他",
} as const;
export const GROUP_NAMES = {
  alone: "独居",
  empty_nest: "空巢",
  left_behind: "留守",
  disabled: "失能",
  severely_disabled: "重残",
  family_planning_special: "计划生育特殊家庭",
} as const;
export type FactSource = keyof typeof SOURCE_NAMES;
export type Relation = keyof typeof RELATION_NAMES;
export type GroupKind = keyof typeof GROUP_NAMES;

const keys = <T extends Record<string, string>>(table: T) => Object.keys(table) as [keyof T & string, ...(keyof T & string)[]];
export const factSource = z.enum(keys(SOURCE_NAMES));
export const relation = z.enum(keys(RELATION_NAMES));
export const groupKind = z.enum(keys(GROUP_NAMES));
const sex = z.enum(["male", "female"]);

/** A fact's value in interfaces: money within `receives` is in 分; null is unknown. */
export const factValue = z.union([z.boolean(), z.number(), z.string().max(200), z.record(z.string().max(100), z.number().int().min(0).nullable()), z.null()]);

export const seniorRow = z.object({
  id,
  version: z.number().int(),
  name: z.string(),
  sex: sex.nullable(),
  birthDate: civilDate.nullable(),
  age: z.number().int().nullable(),
  region: regionCode,
  regionName: z.string(),
  /** masked */
  idNumber: z.string(),
  /** masked */
  phone: z.string().nullable(),
  alive: z.boolean().nullable(),
  diedOn: civilDate.nullable(),
  groups: z.array(groupKind),
});

export const contact = z.object({ id, name: z.string(), relation, /** masked */ phone: z.string().nullable(), emergency: z.boolean() });
export const currentFact = z.object({ fact: z.string(), value: factValue, source: factSource, since: civilDate, until: civilDate.nullable(), learntAt: z.iso.datetime() });
export const factRecord = z.object({
  seq: z.number().int(),
  source: factSource,
  validFrom: civilDate,
  validTo: civilDate.nullable(),
  learntAt: z.iso.datetime(),
  recordedBy: z.string(),
  note: z.string().nullable(),
  facts: z.record(z.string(), factValue),
});
export const groupPeriod = z.object({
  kind: groupKind,
  source: factSource,
  validFrom: civilDate,
  validTo: civilDate.nullable(),
  learntAt: z.iso.datetime(),
  /** a correction showed later that the period never was */
  withdrawn: z.boolean(),
});

export const seniorPage = seniorRow.extend({
  pinyin: z.string(),
  ethnicity: z.string().nullable(),
  /** masked: the first six characters */
  address: z.string().nullable(),
  householdRegion: regionCode.nullable(),
  householdRegionName: z.string().nullable(),
  registeredOn: civilDate,
  updatedAt: z.iso.datetime(),
  facts: z.array(currentFact),
  /** latest learnt first: the timeline of changes of facts */
  history: z.array(factRecord),
  groupPeriods: z.array(groupPeriod),
  contacts: z.array(contact),
});

/** One change of one fact: it holds from `validFrom` up to but not including `validTo`. */
export const factChange = z.object({ fact: z.string().max(60), value: factValue, validFrom: civilDate, validTo: civilDate.nullish() });

const name = z.string().trim().min(1, "请填写姓名").max(50, "姓名不超过50个字");
const phone = z.string().trim().max(20);
const address = z.string().trim().max(200);
const ethnicity = z.string().trim().max(20);

export const seniorEntry = z.object({
  name,
  idNumber: z.string().trim().max(30),
  /** may be left out: the id number says them; where given, they must agree with it */
  birthDate: civilDate.nullish(),
  sex: sex.nullish(),
  region: regionCode,
  householdRegion: regionCode.nullish(),
  phone: phone.nullish(),
  address: address.nullish(),
  ethnicity: ethnicity.nullish(),
  /** further facts that hold from today, by their names in the dictionary */
  facts: z.record(z.string().max(60), factValue).default({}),
  source: factSource.default("community"),
});
const version = z.number().int().min(1);
const seniorId = z.object({ id });
/** what changed by a write: the page's new version */
const written = z.object({ id, version });

export const inputFault = z.object({ path: z.string(), message: z.string() });
export const duplicate = z.object({
  /** why it may be the same person */
  because: z.enum(["id_number", "name_and_birth_date", "phone"]),
  senior: seniorRow.nullable(),
});

const listQuery = {
  ...pageQuery,
  /** this region and all below */
  region: regionCode.optional(),
  group: groupKind.optional(),
  alive: z.enum(["yes", "no", "all"]).default("all"),
  /** `name`, `birth_date`, `region`, `updated_at`; a minus before it turns the order round */
  sort: z.enum(["name", "-name", "birth_date", "-birth_date", "region", "-region", "updated_at", "-updated_at"]).default("name"),
};

export const listSeniorsRoute = route({
  method: "GET",
  path: "/api/people/seniors",
  permission: "people.read",
  summary: "查找老年人：姓名、身份证号、电话、拼音或拼音首字母",
  query: z.object(listQuery),
  response: pageOf(seniorRow),
});
export const exportSeniorsRoute = route({
  method: "GET",
  path: "/api/people/seniors.csv",
  permission: "people.export",
  summary: "按查找条件导出名单（证件、电话为遮盖形式）",
  query: z.object(listQuery).omit({ page: true, size: true }),
  response: z.undefined(),
  raw: true,
});
export const getSeniorRoute = route({
  method: "GET",
  path: "/api/people/seniors/:id",
  permission: "people.read",
  summary: "一名老年人的信息项、来源与历史、特殊困难类别、联系人",
  params: seniorId,
  response: seniorPage,
});
export const checkEntryRoute = route({
  method: "POST",
  path: "/api/people/seniors/check",
  permission: "people.write",
  summary: "登记前检查：填写错误与可能重复的人，不保存",
  body: seniorEntry,
  response: z.object({ faults: z.array(inputFault), duplicates: z.array(duplicate) }),
});
export const registerSeniorRoute = route({
  method: "POST",
  path: "/api/people/seniors",
  permission: "people.write",
  summary: "登记老年人",
  body: seniorEntry.extend({ /** seen and judged to be other people */ duplicatesConfirmed: z.boolean().default(false) }),
  response: written,
});
export const changeSeniorRoute = route({
  method: "PATCH",
  path: "/api/people/seniors/:id",
  permission: "people.write",
  summary: "更正姓名、身份证号、电话、住址、民族",
  params: seniorId,
  body: z.object({ version, name: name.optional(), idNumber: z.string().trim().max(30).optional(), phone: phone.nullish(), address: address.nullish(), ethnicity: ethnicity.nullish() }),
  response: written,
});
export const recordFactsRoute = route({
  method: "POST",
  path: "/api/people/seniors/:id/facts",
  permission: "people.write",
  summary: "记录信息项的变化，含迁居；可补记过去或预记将来",
  params: seniorId,
  body: z.object({ version, source: factSource.default("community"), note: z.string().trim().max(500).nullish(), changes: z.array(factChange).min(1).max(50) }),
  response: written.extend({ /** facts whose value of today has changed */ changed: z.array(z.string()) }),
});
export const recordDeathRoute = route({
  method: "POST",
  path: "/api/people/seniors/:id/death",
  permission: "people.write",
  summary: "登记去世",
  params: seniorId,
  body: z.object({ version, diedOn: civilDate, source: factSource.default("community"), note: z.string().trim().max(500).nullish() }),
  response: written,
});
export const addContactRoute = route({
  method: "POST",
  path: "/api/people/seniors/:id/contacts",
  permission: "people.write",
  summary: "增加联系人",
  params: seniorId,
  body: z.object({ version, name, relation, phone: phone.nullish(), emergency: z.boolean().default(false) }),
  response: written.extend({ contactId: id }),
});
export const changeContactRoute = route({
  method: "PATCH",
  path: "/api/people/seniors/:id/contacts/:contactId",
  permission: "people.write",
  summary: "更改联系人",
  params: seniorId.extend({ contactId: id }),
  body: z.object({ version, name: name.optional(), relation: relation.optional(), phone: phone.nullish(), emergency: z.boolean().optional() }),
  response: written,
});
export const removeContactRoute = route({
  method: "DELETE",
  path: "/api/people/seniors/:id/contacts/:contactId",
  permission: "people.write",
  summary: "删除联系人",
  params: seniorId.extend({ contactId: id }),
  query: z.object({ version: z.coerce.number().int().min(1) }),
  response: written,
});
export const revealRoute = route({
  method: "POST",
  path: "/api/people/seniors/:id/reveal",
  permission: "people.read_sensitive",
  summary: "查看完整的证件号、电话或住址，须说明理由，留审计记录",
  params: seniorId,
  body: z.object({
    field: z.enum(["id_number", "phone", "address", "contact_phone"]),
    /** for `contact_phone` */
    contactId: id.optional(),
    reason: z.string().trim().min(4, "请说明查看的理由，至少4个字").max(200),
  }),
  response: z.object({ value: z.string().nullable() }),
});
export const groupCountsRoute = route({
  method: "GET",
  path: "/api/people/groups",
  permission: "people.read",
  summary: "六类特殊困难老年人的人数，按下一级地区分列",
  query: z.object({ /** the parent; left out, the nation */ region: regionCode.optional() }),
  response: z.object({
    groups: z.array(z.object({ kind: groupKind, label: z.string(), rule: z.string(), total: z.number().int() })),
    /** one row for each region below that has anyone */
    regions: z.array(z.object({ region: regionCode, regionName: z.string(), seniors: z.number().int(), counts: z.partialRecord(groupKind, z.number().int()) })),
    /** living seniors on the register */
    seniors: z.number().int(),
    /** living seniors in at least one group */
    inAnyGroup: z.number().int(),
  }),
});

export type SeniorRow = z.infer<typeof seniorRow>;
export type SeniorPage = z.infer<typeof seniorPage>;
export type SeniorEntry = z.infer<typeof seniorEntry>;
export type FactChange = z.infer<typeof factChange>;
export type Duplicate = z.infer<typeof duplicate>;
