import type { ErrorTable } from "../../kernel/errors.ts";

export const VERSION_ERRORS: ErrorTable = {
  "version.not_draft": { status: 409, title: "不是草稿", text: "该版本已{status}，不能再修改。请以它为底稿新建草稿。" },
  "version.faulty": { status: 422, title: "规则校验未通过", text: "规则有 {count} 处问题，须全部改正后才能提交：{first}" },
  "version.not_submitted": { status: 409, title: "尚未送审", text: "该版本目前为“{status}”，须先提交送审。" },
  "version.same_person": { status: 403, title: "不能发布自己起草的版本", text: "发布须由起草、修改、送审人以外的人办理（起草：{drafter}）。" },
  "version.unsigned": { status: 409, title: "会签未齐", text: "以下部门尚未同意：{departments}。会签齐备后才能发布。" },
  "version.falls_short": { status: 422, title: "低于上级清单", text: "与上级清单比对有 {count} 处不足，首项：{first}。下级清单的项目、范围和标准不得低于上级。" },
  "version.date_past": { status: 422, title: "生效日期已过", text: "生效日期 {date} 早于今天。已发布的时段按原规则计算，请改为今天或以后的日期。" },
  "version.after_document": { status: 422, title: "文件届时已失效", text: "所依据的文件于 {expires} 失效，而该版本自 {date} 起才生效，永远不会施行。文件续期的，先修改规则中的失效日期。" },
  "version.in_force": { status: 409, title: "已经生效", text: "该版本已自 {date} 起生效，不能收回。请另拟新版本。" },
  "version.date_taken": { status: 409, title: "生效日期冲突", text: "已有版本自 {date} 起生效，新版本的生效日期须在其后。" },
  "version.not_signatory": { status: 403, title: "不是会签部门", text: "您所在单位“{organization}”不在该版本的会签部门（{departments}）之列。" },
  "version.edit_refused": { status: 422, title: "修改无法写入", text: "{place}：{reason}" },
  "condition.fact_unknown": { status: 422, title: "没有这个信息项", text: "条件中的信息项“{fact}”不存在，请从列表中选择。" },
  "condition.values": { status: 422, title: "条件的值不对", text: "条件“{fact} {operator}”要填的值的个数不对：“属于”可填多个，其余只填一个。" },
  "condition.empty_row": { status: 422, title: "条件不完整", text: "条件中有空行，请填写或删除该行。" },
  "benefit.amount_too_large": { status: 422, title: "金额过大", text: "算出的金额（{amount} 分）超出上限，请核对相关信息项。" },
  "filing.not_due": { status: 409, title: "无需报备", text: "该版本没有待办的备案：已报备、已登记，或尚未发布。" },
  "policy.pack_unreadable": { status: 500, title: "政策包无法读取", text: "政策包 {pack} 有 {count} 处问题，首处：{first}" },
  "policy.pack_unknown": { status: 404, title: "没有这个政策包", text: "没有找到政策包“{pack}”。可用的有：{known}。" },
};
