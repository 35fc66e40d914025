import { type Amount, type Benefit, describeWithFigures, type Expr, type Pack, payerName, PERIODS, type TableRow } from "../../engines/rules/index.ts";

/** A rule as an officer would say it, for lists and beside its clause. */
export type RuleInWords = {
  id: string;
  name: string;
  kind: Benefit["kind"];
  subject: Benefit["subject"];
  class: string;
  clause: Benefit["clause"];
  conditions: string[];
  amount: string;
  period: Benefit["period"];
  shares: string;
  confirm: string | null;
};

type Describe = typeof describeWithFigures;

/** With the figures of parameters, or, to tell changes of the rule from those of its parameters, with `describeExpression`. */
export function ruleInWords(benefit: Benefit, pack: Pack, describe: Describe = describeWithFigures): RuleInWords {
  return {
    id: benefit.id,
    name: benefit.name,
    kind: benefit.kind,
    subject: benefit.subject,
    class: benefit.class,
    clause: benefit.clause,
    conditions: conditionsOf(benefit.when).map((expr) => describe(expr, benefit.subject, pack)),
    amount: amountInWords(benefit.amount, benefit, pack, describe),
    period: benefit.period,
    shares: sharesInWords(benefit),
    confirm: benefit.confirm ?? null,
  };
}

/** The conditions that must all hold, one a line. */
function conditionsOf(expr: Expr): Expr[] {
  return expr.op === "and" ? expr.args.flatMap(conditionsOf) : [expr];
}

function amountInWords(amount: Amount, benefit: Benefit, pack: Pack, describe: Describe): string {
  const say = (expr: Expr) => describe(expr, benefit.subject, pack);
  const period = PERIODS[benefit.period];
  switch (amount.form) {
    case "service":
      return benefit.kind === "relief" ? "按规定减免" : "提供服务";
    case "unspecified":
      return `标准未定，由${amount.authorised}`;
    case "bounds":
      return `${period}${say(amount.min)} 至 ${say(amount.max)}，${amount.standard ? tableInWords(amount.standard, say) : "由经办单位在幅度内确定"}`;
    case "parts": {
      const parts = amount.parts.map((part) => {
        const value = part.value ? say(part.value) : tableInWords(part.table ?? [], say);
        const product = part.times ? `${isSum(part.times) ? `（${say(part.times)}）` : say(part.times)} × ${part.table ? `（${value}）` : value}` : value;
        return part.label ? `${part.label}：${product}` : product;
      });
      return `${period}${parts.join(" ＋ ")}${amount.cap ? `，最高 ${say(amount.cap)}` : ""}`;
    }
  }
}

const isSum = (expr: Expr) => expr.op === "add" || expr.op === "subtract";

function tableInWords(rows: readonly TableRow[], say: (expr: Expr) => string): string {
  return rows.map((row) => `${row.when ? say(row.when) : "其他"}的，${say(row.value)}`).join("；");
}

/** 市级财政 60%，区级财政 40%; 条文未载明 where the text names no payer of money. */
export function sharesInWords(benefit: Benefit): string {
  if (benefit.shares.length > 0) return benefit.shares.map(({ payer, part }) => `${payerName(payer)} ${part / 100}%`).join("，");
  return benefit.amount.form === "service" ? "—" : "条文未载明";
}
