import { textOf, type Text } from "../../../ui/i18n.ts";

const text = (simplified: string, traditional: string, english: string): Text => ({ "zh-Hans": simplified, "zh-Hant": traditional, en: english });

/** What the parts of action codes before the dot stand for; the filter `senior.` finds all of a part. */
const PARTS: Record<string, Text> = {
  user: text("用户", "使用者", "Users"),
  session: text("会话", "會話", "Sessions"),
  role: text("角色", "角色", "Roles"),
  organization: text("单位", "單位", "Organizations"),
  regions: text("行政区划", "行政區劃", "Regions"),
  senior: text("老年人", "老年人", "Seniors"),
  people: text("导入老年人", "匯入老年人", "Imports"),
  version: text("政策版本", "政策版本", "Policy versions"),
  filing: text("备案", "備案", "Filings"),
  decision: text("认定结果", "認定結果", "Decisions"),
  worklist: text("应享未享", "應享未享", "Unmet entitlements"),
  subjects: text("设施与服务商", "設施與服務商", "Facilities and providers"),
  audit: text("审计", "稽核", "Audit"),
  demo: text("示范数据", "示範資料", "Demonstration data"),
};

const ACTIONS: Record<string, Text> = {
  "user.signed_in": text("登录", "登入", "Signed in"),
  "user.signed_out": text("退出登录", "退出登入", "Signed out"),
  "user.sign_in_failed": text("登录未成功", "登入未成功", "Sign-in failed"),
  "user.created": text("新建用户", "新建使用者", "User created"),
  "user.disabled": text("停用用户", "停用使用者", "User disabled"),
  "user.enabled": text("恢复用户", "恢復使用者", "User enabled"),
  "user.unlocked": text("解除暂停登录", "解除暫停登入", "User unlocked"),
  "user.password_changed": text("修改本人口令", "修改本人口令", "Own password changed"),
  "user.password_change_failed": text("修改本人口令未成功", "修改本人口令未成功", "Change of own password failed"),
  "user.password_reset": text("重置口令", "重設口令", "Password reset"),
  "session.revoked": text("结束会话", "結束會話", "Session ended"),
  "role.created": text("新建角色", "新建角色", "Role created"),
  "role.edited": text("修改角色", "修改角色", "Role edited"),
  "role.granted": text("授予角色", "授予角色", "Role granted"),
  "role.revoked": text("收回角色", "收回角色", "Role revoked"),
  "organization.created": text("新建单位", "新建單位", "Organization created"),
  "regions.imported": text("导入行政区划", "匯入行政區劃", "Regions imported"),
  "senior.searched": text("查找老年人", "查找老年人", "Seniors searched"),
  "senior.viewed": text("查看老年人", "查看老年人", "Senior viewed"),
  "senior.revealed": text("查看完整的证件号、电话或住址", "查看完整的證件號、電話或住址", "Sensitive field revealed"),
  "senior.exported": text("导出名单", "匯出名單", "List exported"),
  "senior.checked": text("登记前查重", "登記前查重", "Checked before registration"),
  "senior.registered": text("登记老年人", "登記老年人", "Senior registered"),
  "senior.changed": text("更改老年人信息", "更改老年人資訊", "Senior changed"),
  "senior.contact_added": text("增加联系人", "增加聯絡人", "Contact added"),
  "senior.contact_changed": text("更改联系人", "更改聯絡人", "Contact changed"),
  "senior.contact_removed": text("删除联系人", "刪除聯絡人", "Contact removed"),
  "people.import_tried": text("试导入", "試匯入", "Import tried"),
  "people.imported": text("导入", "匯入", "Imported"),
  "people.receipts_downloaded": text("下载导入回执", "下載匯入回執", "Receipts downloaded"),
  "version.drafted": text("起草", "起草", "Drafted"),
  "version.edited": text("修改草案", "修改草案", "Draft edited"),
  "version.rehearsed": text("试算", "試算", "Rehearsed"),
  "version.submitted": text("提交送审", "提交送審", "Submitted"),
  "version.withdrawn": text("撤回版本", "撤回版本", "Withdrawn"),
  "version.signed": text("会签", "會簽", "Signed off"),
  "version.published": text("发布", "發布", "Published"),
  "filing.filed": text("报送备案", "報送備案", "Filed"),
  "filing.received": text("收到备案", "收到備案", "Filing received"),
  "decision.viewed": text("查看认定结果", "查看認定結果", "Decision viewed"),
  "worklist.viewed": text("查看应享未享名单", "查看應享未享名單", "Unmet entitlements listed"),
  "worklist.actions_viewed": text("查看办理记录", "查看辦理記錄", "Work on a senior viewed"),
  "rehearsal.changes_viewed": text("查看试算涉及名单", "查看試算涉及名單", "Those concerned by a rehearsal listed"),
  "decision.determined": text("幅度内定额", "幅度內定額", "Amount determined"),
  "worklist.worked": text("办理应享未享", "辦理應享未享", "Worked on"),
  "subjects.imported": text("导入设施、服务商信息表", "匯入設施、服務商資訊表", "Subjects imported"),
  "demo.begun": text("开始装入示范城市", "開始裝入示範城市", "Loading of the demonstration city begun"),
  "demo.finished": text("装完示范城市", "裝完示範城市", "Demonstration city loaded"),
  "audit.verified": text("校验审计链", "校驗稽核鏈", "Chain verified"),
};

/** An action in words: its part and what was done. Codes that are not known here stand as they are. */
export function actionName(action: string): string {
  const known = ACTIONS[action];
  if (known !== undefined) return textOf(known);
  const part = PARTS[action.split(".")[0] ?? ""];
  return part === undefined ? action : `${textOf(part)}：${action}`;
}

/** For a filter: each part as a whole, followed by its actions. */
export function actionOptions(wholeName: (part: string) => string): { value: string; label: string }[] {
  return Object.entries(PARTS).flatMap(([part, name]) => [
    { value: `${part}.`, label: wholeName(textOf(name)) },
    ...Object.entries(ACTIONS)
      .filter(([action]) => action.startsWith(`${part}.`))
      .map(([value, label]) => ({ value, label: textOf(label) })),
  ]);
}

const SUBJECTS: Record<string, Text> = {
  user: text("用户", "使用者", "User"),
  session: text("会话", "會話", "Session"),
  role: text("角色", "角色", "Role"),
  organization: text("单位", "單位", "Organization"),
  region: text("行政区划", "行政區劃", "Region"),
  senior: text("老年人", "老年人", "Senior"),
  facility: text("养老服务设施", "養老服務設施", "Facility"),
  provider: text("服务商", "服務商", "Provider"),
  caregiver: text("护理员", "護理員", "Caregiver"),
  import: text("导入", "匯入", "Import"),
  version: text("政策版本", "政策版本", "Policy version"),
  filing: text("备案", "備案", "Filing"),
  city: text("示范城市", "示範城市", "Demonstration city"),
};

/** The kind of thing that an entry is about, in words. */
export function subjectName(subject: string): string {
  const known = SUBJECTS[subject];
  return known === undefined ? subject : textOf(known);
}

/** Who acted, where that is no account: the program itself, or somebody before signing in. */
const ACTORS: Record<string, Text> = {
  system: text("系统", "系統", "The system"),
  anonymous: text("（登录前）", "（登入前）", "(before signing in)"),
};

export function actorName(actor: string): string {
  const known = ACTORS[actor];
  return known === undefined ? actor : textOf(known);
}
