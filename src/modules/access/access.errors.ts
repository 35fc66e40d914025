import type { ErrorTable } from "../../kernel/errors.ts";

/** Texts of the module's error codes. */
export const ACCESS_ERRORS: ErrorTable = {
  // one text for a wrong account, a wrong password, a locked and a disabled account: nothing tells which accounts exist
  "access.sign_in_failed": {
    status: 401,
    title: "未能登录",
    text: "账号或口令不正确，或该账号已停用、因连续输错5次暂停登录15分钟。请核对后再试；忘记口令请联系本单位的系统管理员重置。",
  },
  "access.password_wrong": { status: 400, title: "现用口令不对", text: "现用口令不正确，请重新输入；连续输错5次将暂停15分钟。" },
  "access.password_weak": { status: 400, title: "口令不合要求", text: "口令不合要求：{reason}。" },
  "access.password_reused": { status: 400, title: "口令用过", text: "新口令与最近5次用过的口令相同，请换一个。" },
  "access.account_taken": { status: 409, title: "账号已被使用", text: "账号“{account}”已被使用，请换一个。" },
  "access.organization_taken": { status: 409, title: "单位已存在", text: "该地区已有名为“{name}”的单位。" },
  "access.role_taken": { status: 409, title: "角色名称已被使用", text: "该地区已有名为“{name}”的角色，请换一个名称。" },
  "access.role_built_in": { status: 409, title: "内置角色不能修改", text: "“{name}”是内置角色，不能修改；请新建角色。" },
  "access.unknown_permission": { status: 400, title: "没有这项权限", text: "系统中没有这些权限：{permissions}。" },
  "access.separation": {
    status: 409,
    title: "职责须分离",
    text: "系统管理员、安全管理员、审计员和业务人员的权限不能归于同一角色或同一人：{sides}。请分别授予不同的人。",
  },
  "access.own_account": { status: 403, title: "不能对本人操作", text: "不能更改本人的权限或停用本人，请由另一位管理员办理。" },
  "access.grant_exceeds": { status: 403, title: "超出授权范围", text: "只能在您本人的管辖范围内授权，角色“{role}”在所选范围内不可由您授予。" },
  "access.user_protected": { status: 403, title: "不能操作该用户", text: "该用户是{side}或其权限超出您的管辖范围，请由同类且管辖范围不小于其的管理员办理。" },
  "access.already_granted": { status: 409, title: "已授予", text: "该用户已在所选范围内持有这个角色。" },
  "region.unknown": { status: 400, title: "没有这个行政区划", text: "行政区划表中没有代码 {code}，请先导入该地区的区划。" },
  "region.table_malformed": { status: 400, title: "区划表有误", text: "区划表第 {line} 行：{reason}。" },
};
