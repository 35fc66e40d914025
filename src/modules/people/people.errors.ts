import type { ErrorTable } from "../../kernel/errors.ts";

export const PEOPLE_ERRORS: ErrorTable = {
  "senior.duplicate": { status: 409, title: "已经登记", text: "该身份证号已登记为“{name}”，请打开已有的记录，不要重复登记。" },
  "senior.registered_elsewhere": { status: 409, title: "已在其他地区登记", text: "该身份证号已在其他地区登记。如老年人已迁居，请联系上级民政部门办理迁入。" },
  "senior.possible_duplicates": { status: 409, title: "可能重复登记", text: "已有 {count} 名老年人与其同名同生日或电话相同。请逐一核对，确认不是同一人后再保存。" },
  "senior.dead": { status: 409, title: "已登记去世", text: "该老年人已登记为 {diedOn} 去世，不能重复登记。如登记有误，请更正“健在”信息项。" },
  "import.not_dry_run": { status: 409, title: "不能再次导入", text: "只有处理完毕且保留期（7天）内的试导入可以转为正式导入，请重新上传文件。" },
  "export.too_many": { status: 422, title: "名单过长", text: "名单共 {count} 人，一次最多导出 {limit} 人，请缩小地区或条件。" },
};
