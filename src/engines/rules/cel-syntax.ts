import { parse, ParseError, type ASTNode } from "@marcbachmann/cel-js";

export type { ASTNode as CelNode } from "@marcbachmann/cel-js";

/** A fault of syntax: `offset` in the text, what is meant and the mend. */
export type SyntaxFault = { offset: number; message: string; mend: string };

const FULL_WIDTH = "＞＜＝（）！＆｜，“”‘’＋－＊≥≤≠";
const HALF_WIDTH: Record<string, string> = {
  "＞": ">",
  "＜": "<",
  "＝": "==",
  "（": "(",
  "）": ")",
  "！": "!",
  "＆": "&",
  "｜": "|",
  "，": ",",
  "“": '"',
  "”": '"',
  "‘": "'",
  "’": "'",
  "＋": "+",
  "－": "-",
  "＊": "*",
  "≥": ">=",
  "≤": "<=",
  "≠": "!=",
};

/** What is usually meant by a text that is not an expression. */
function explainSyntax(text: string, offset: number, code: string): { message: string; mend: string } {
  const character = text[offset] ?? "";
  if (text.startsWith("=>", offset) || text.startsWith("=<", offset)) {
    return { message: `${text.slice(offset, offset + 2)} 写反了`, mend: `写作 ${text[offset + 1]}=` };
  }
  if (text.startsWith("&&", offset) || text.startsWith("||", offset)) {
    return { message: "两个逻辑运算连在一起", mend: "补上中间的条件，或删去一个" };
  }
  if (character === "=") return { message: "单个等号不是比较", mend: "比较是否相等要写两个等号：==" };
  if (character === "&" || character === "|") return { message: `单个 ${character} 不是逻辑运算`, mend: `要写两个：${character}${character}` };
  if (character !== "" && FULL_WIDTH.includes(character)) {
    return { message: `表达式里有全角符号 ${character}`, mend: `改成半角：${HALF_WIDTH[character]}` };
  }
  const word = /^[A-Za-z]+/.exec(text.slice(offset))?.[0]?.toLowerCase();
  const before = /\bnot\s+$/i.test(text.slice(0, offset)) ? "not" : word;
  if (before === "and" || before === "or" || before === "not") {
    const sign = { and: "&&", or: "||", not: "!" }[before];
    return { message: `${before} 不是运算符`, mend: `写作 ${sign}` };
  }
  if (code === "unterminated_string") return { message: "引号没有配对", mend: "补上右边的引号" };
  if (code === "reserved_identifier") return { message: `${word ?? character} 是保留字，不能作名称`, mend: "检查事实或参数的名称" };
  if (/^\s*\d{1,3}(,\d{3})+/.test(text)) return { message: "数字里有千分位逗号", mend: "去掉逗号，例如 2000000" };
  if (/^\s*[\d.]+\s*[万元]/.test(text)) return { message: "金额带了单位", mend: "只写数字，单位是元，例如 200000" };
  if (/[\u4e00-\u9fff]/.test(character)) {
    return { message: "表达式里不能直接写中文", mend: "使用事实的英文名称，例如 age >= 80；中文显示由系统生成" };
  }
  if (text.trim() === "") return { message: "表达式是空的", mend: "写出条件，例如 age >= 80；对所有人都成立时写 true" };
  if (offset >= text.length) return { message: "表达式没有写完", mend: "补全最后一个运算符的右边，或补上右括号" };
  return { message: `这里读不懂：${text.slice(offset, offset + 12)}`, mend: "检查运算符和括号，条件之间用 && 或 || 连接" };
}

/** Reads CEL text into the parser's own tree, or says in Chinese why it cannot be read. */
export function parseCel(text: string): { tree: ASTNode } | { fault: SyntaxFault } {
  try {
    return { tree: parse(text).ast };
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    const offset = error.range?.start ?? error.node?.pos ?? 0;
    return { fault: { offset, ...explainSyntax(text, offset, error.code) } };
  }
}
