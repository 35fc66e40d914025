import type { ErrorTable } from "../kernel/errors.ts";

/** Texts of the command line's own errors. Those that begin with `usage.` end with exit status 2. */
export const COMMAND_ERRORS: ErrorTable = {
  "usage.command_missing": { status: 400, title: "没有写明命令", text: "请写明命令。全部命令见 songhe --help。" },
  "usage.command_unknown": { status: 400, title: "没有这个命令", text: "没有命令“{command}”。{mend}全部命令见 songhe --help。" },
  "usage.option_unknown": { status: 400, title: "没有这个选项", text: "命令 {command} 没有选项 {option}。{mend}用法见 songhe {command} --help。" },
  "usage.option_missing": { status: 400, title: "缺少选项", text: "命令 {command} 缺少 {options}。用法见 songhe {command} --help。" },
  "usage.option_empty": { status: 400, title: "选项没有值", text: "命令 {command} 的选项 {option} 后应写 {value}。" },
  "usage.option_plain": { status: 400, title: "选项不带值", text: "命令 {command} 的选项 {option} 不带值，请去掉等号后的内容。" },
  "usage.option_value": { status: 400, title: "选项的值不对", text: "选项 {option} 的值“{value}”不对，应为{expected}。" },
  "usage.argument_missing": { status: 400, title: "缺少参数", text: "命令 {command} 还应写明 {expected}。用法见 songhe {command} --help。" },
  "usage.argument_extra": { status: 400, title: "参数过多", text: "命令 {command} 不认识多出的“{extra}”。用法见 songhe {command} --help。" },
  "command.failed": { status: 500, title: "命令没有完成", text: "{reason}。设 LOG_LEVEL=debug 重试可看到详情。" },
  "command.file_unreadable": { status: 404, title: "文件无法读取", text: "无法读取文件 {path}：{reason}。" },
  "command.file_exists": { status: 409, title: "文件已经存在", text: "文件 {path} 已经存在，未覆盖。请换一个文件名，或先移走原文件。" },
  "command.port_taken": { status: 500, title: "端口已被占用", text: "端口 {port} 已被其他程序占用，之后的 {tried} 个端口也是。请用 --port 指定空闲的端口。" },
  "facts.empty": { status: 422, title: "没有内容", text: "文件 {path} 没有内容：CSV 应有一行表头，JSON 每行一个对象。" },
  "facts.column_unknown": { status: 422, title: "不认识的列", text: "{place}：不认识“{column}”。{mend}" },
  "facts.column_twice": { status: 422, title: "重复的列", text: "{place}：“{column}”写了两次，请只保留一个。" },
  "facts.csv_malformed": { status: 422, title: "CSV 格式不对", text: "第 {line} 行附近的引号不成对，其后的内容无法读取。内容中的引号应写成两个。" },
  "facts.rows_faulty": { status: 422, title: "有的行填写有误", text: "有 {rows} 行填写有误，未作认定；其余 {decided} 行已认定。" },
  "packs.faulty": { status: 422, title: "政策包有问题", text: "政策包有 {count} 处问题，首处：{first}。请用 songhe policies check 查看全部并改正。" },
  "demo.city_unknown": { status: 404, title: "没有这个示范城市", text: "没有示范城市“{city}”。可用的有：{known}。" },
  "backup.malformed": { status: 422, title: "备份文件不完整或被改动", text: "备份文件 {path} 不能使用：{reason}。请换一份备份。" },
  "backup.other_schema": { status: 409, title: "备份与程序版本不一致", text: "备份文件的表结构与本程序不一致：{difference}。请用做备份时的程序版本恢复，再升级。" },
  "backup.target_not_empty": { status: 409, title: "数据库不是空的", text: "表 {table} 中已有数据。备份只能恢复到刚建好的空库。" },
  "backup.key_missing": { status: 409, title: "缺少密钥文件", text: "备份中的敏感信息由另一把密钥保护。请先把做备份时的 {path} 放到本机同一位置，再恢复。" },
};
