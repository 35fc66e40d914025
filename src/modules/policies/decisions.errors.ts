import type { ErrorTable } from "../../kernel/errors.ts";

export const DECISION_ERRORS: ErrorTable = {
  "decision.outside_bounds": { status: 422, title: "金额超出幅度", text: "{benefit}的金额须在 {min} 元至 {max} 元之间（{at}），{amount} 元不在此范围内。" },
  "decision.not_determinable": { status: 409, title: "无须定额", text: "{benefit}目前的认定结果是“{standing}”，不是待在幅度内定额，不能另定金额。" },
  "subjects.file_missing": { status: 400, title: "没有文件", text: "请选择要导入的 .csv 或 .xlsx 文件。" },
  "subjects.column_missing": { status: 400, title: "缺少必需的列", text: "表头缺少：{columns}。请用“编号”“名称”“区划代码”作列名。" },
  "subjects.column_unknown": { status: 400, title: "有不认识的列", text: "不认识的列：{columns}。请改为信息项的名称，或从表中删去。" },
  "subjects.too_many_rows": { status: 413, title: "行数过多", text: "一次最多导入 {limit} 行，文件有 {count} 行，请拆分后再导入。" },
};
