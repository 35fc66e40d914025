/**
 * The dictionary of facts that policies read, by kind of subject. Names and values are part of the public contract:
 * extend, never rename. A fact may always be unknown, and unknown is not false.
 */
export type SubjectKind = "senior" | "facility" | "provider" | "caregiver";

/** How a fact's values look. Levels are whole numbers from `min` to `max`; money is in 分; `number` keeps `scale` decimals. */
export type FactType =
  | { type: "boolean" }
  | { type: "integer"; min: number; max: number }
  | { type: "number"; min: number; max: number; scale: number }
  | { type: "money" }
  | { type: "date" }
  | { type: "region" }
  | { type: "enum"; values: Record<string, string> }
  /** `words` say what a value that is no text of its own means */
  | { type: "text"; words?: Record<string, string> }
  | { type: "benefits" };

/** `label` is the Chinese term on screens; `note` says what is easily got wrong; `unit` stands behind a figure. */
export type Fact = FactType & { label: string; unit?: string; note?: string };

/** A fact that is not stored but follows from another at the date of the decision. */
export type DerivedFact = Fact & { from: string; rule: "full_years" };

/**
 * The value of a fact. Dates and regions are text; a set of benefits maps each benefit id to its monthly amount in 分,
 * or to null where only the receipt is known. `undefined` (never null) is unknown.
 */
export type FactValue = boolean | number | string | Record<string, number | null>;
export type Facts = Record<string, FactValue | undefined>;

const level = (max: number, label: string, note?: string): Fact => ({ type: "integer", min: 0, max, label, unit: "级", note });
const count = (label: string, unit: string): Fact => ({ type: "integer", min: 0, max: 1_000_000, label, unit });

export const SUBJECT_NAMES: Record<SubjectKind, string> = {
  senior: "老年人",
  facility: "养老服务设施",
  provider: "服务商",
  caregiver: "护理员",
};

export const FACTS: Record<SubjectKind, Record<string, Fact>> = {
  senior: {
    birth_date: { type: "date", label: "出生日期" },
    sex: { type: "enum", label: "性别", values: { male: "男", female: "女" } },
    region: { type: "region", label: "常住地" },
    household_region: { type: "region", label: "户籍地" },
    living: {
      type: "enum",
      label: "居住状况",
      values: { alone: "独居", empty_nest: "空巢", left_behind: "留守", with_family: "与家人同住", institution: "入住机构" },
    },
    economic: {
      type: "enum",
      label: "经济状况",
      values: { destitute: "特困", minimum_allowance: "低保", low_income: "低保边缘（低收入）", ordinary: "一般" },
    },
    registered_poor: { type: "boolean", label: "建档立卡（脱贫、监测户）" },
    ability_level: level(4, "能力等级", "GB/T 42195-2022，0 为能力完好，4 为能力完全丧失；取最近一次有效评估"),
    dementia_level: level(4, "失智等级"),
    ltci_level: level(5, "长护险失能等级", "与能力等级是两套标准，不得互换"),
    disability_category: {
      type: "enum",
      label: "残疾类别",
      values: {
        none: "无残疾证",
        vision: "视力",
        hearing: "听力",
        speech: "言语",
        limb: "肢体",
        intellectual: "智力",
        mental: "精神",
        multiple: "多重",
      },
    },
    disability_grade: { type: "integer", min: 1, max: 4, label: "残疾等级", unit: "级", note: "1 级最重；无残疾证的没有等级" },
    family_planning_special: {
      type: "enum",
      label: "计划生育特殊家庭",
      values: { none: "否", bereaved: "失独", disabled_child: "独生子女伤残" },
    },
    honoured: {
      type: "enum",
      label: "优抚身份",
      values: {
        none: "无",
        martyr_family: "烈士遗属",
        died_on_duty_family: "因公牺牲、病故军人遗属",
        disabled_serviceman: "残疾军人",
        demobilised: "复员军人",
        veteran_of_war: "参战退役军人",
      },
    },
    support: {
      type: "enum",
      label: "赡养扶养情况",
      values: { none: "无法定赡养、扶养人", unable: "赡养、扶养人无能力", able: "有赡养、扶养人" },
    },
    centralised: { type: "boolean", label: "集中供养", note: "仅特困人员" },
    receives: { type: "benefits", label: "现享待遇" },
    alive: { type: "boolean", label: "健在", note: "自死亡之日起为否" },
    pension: { type: "enum", label: "养老保险", values: { none: "未参保", employee: "职工基本养老保险", resident: "城乡居民基本养老保险" } },
    wandering: { type: "boolean", label: "生活无着流浪乞讨" },
    carer_trained: { type: "boolean", label: "家庭照护者已参加照护培训" },
  },
  facility: {
    kind: {
      type: "enum",
      label: "设施类型",
      values: {
        institution: "养老机构",
        home_care_centre: "居家养老服务中心",
        day_care_centre: "日间照料中心",
        service_station: "服务站",
        mutual_aid_home: "互助幸福院（互助养老点）",
        canteen: "助餐点（老年食堂）",
        complex: "综合体",
      },
    },
    coverage: { type: "enum", label: "服务方式", values: { radiating: "辐射式", embedded: "嵌入式", none: "不适用" } },
    setting: { type: "enum", label: "城乡", values: { urban: "城市", rural: "农村" } },
    region: { type: "region", label: "所在地" },
    government_funded: { type: "boolean", label: "政府投资" },
    filed: { type: "boolean", label: "已备案（登记）" },
    premises: {
      type: "enum",
      label: "场所来源",
      values: { new_build: "新建", converted: "改造", rented: "租赁", own_property: "自有产权改扩建" },
    },
    beds: count("登记床位", "张"),
    nursing_beds: count("护理型床位", "张"),
    memory_beds: count("认知障碍照护床位", "张"),
    rating: level(5, "评定等级", "0 为未评定"),
    opened_on: { type: "date", label: "运营日期" },
    residents_severe: {
      type: "number",
      min: 0,
      max: 1_000_000,
      scale: 4,
      label: "入住重度失能（含二级以上失智）老年人",
      unit: "人年",
      note: "本期实际入住折算人年",
    },
    residents_other: { type: "number", min: 0, max: 1_000_000, scale: 4, label: "入住其他老年人", unit: "人年", note: "本期实际入住折算人年" },
    fire_upgrade_cost: { type: "money", label: "消防整改认定费用", unit: "元" },
    fire_upgrade_passed_on: { type: "date", label: "消防整改验收达标日期" },
    operator: { type: "text", words: { none: "自行运营" }, label: "运营方", note: "社会化运营的填服务商编号；自行运营的填 none" },
    medical_integration: {
      type: "enum",
      label: "医养融合情况",
      values: { none: "无", contracted: "与医疗机构签约", station: "内设护理站或医务室" },
    },
    investor: { type: "enum", label: "投资方", values: { domestic: "境内资本", foreign: "境外资本" } },
    evaluation_score: { type: "number", min: 0, max: 100, scale: 2, label: "年度评价得分", unit: "分" },
    residents_migratory: { type: "number", min: 0, max: 1_000_000, scale: 4, label: "入住外地旅居老年人", unit: "人年" },
    hospital_run: { type: "boolean", label: "医院举办" },
    guesthouse_dual_use: { type: "boolean", label: "民宿兼用" },
    non_profit: { type: "boolean", label: "非营利性" },
  },
  provider: {
    registered_in: { type: "region", label: "注册（备案）地" },
    facilities: count("在本市运营设施", "家"),
    facilities_passing: count("其中达标设施", "家"),
  },
  caregiver: {
    skill_level: level(5, "技能等级", "0 为无等级，1 为初级工（五级），5 为高级技师（一级）"),
    months_served: count("在岗连续月数", "个月"),
    region: { type: "region", label: "所在地" },
  },
};

export const DERIVED_FACTS: Record<SubjectKind, Record<string, DerivedFact>> = {
  senior: {
    age: { type: "integer", min: 0, max: 150, label: "年龄", unit: "周岁", from: "birth_date", rule: "full_years" },
  },
  facility: {},
  provider: {},
  caregiver: {},
};
