import type { Fen } from "../../kernel/money.ts";
import type { CivilDate, CivilMonth } from "../../kernel/dates.ts";
import type { SubjectKind } from "../../kernel/facts.ts";
import type { RegionCode } from "../../kernel/regions.ts";
import type { Expr, Place } from "./expression.ts";

/** One thing wrong with a pack: where (1-based), what is meant, and the mend in words an officer can follow. */
export type Fault = { file: string; line: number; column: number; code: string; message: string; mend: string };

/** The files of a pack as text; `name` is the folder's name. Reading folders is the caller's business. */
export type PackSource = { name: string; policy: string; cases?: string; texts: Record<string, string> };

/** The sentence that a rule rests on: numbering as in the document (`二(三)1`) and an exact substring of its text. */
export type ClauseRef = { at: string; quote: string; /** offset of the quote in the text, in UTF-16 units */ start: number };

export type PolicyDocument = {
  id: string;
  title: string;
  issuer: string;
  number?: string;
  region: RegionCode;
  issued?: CivilDate;
  effective: CivilDate;
  expires?: CivilDate;
  /** file name within the pack */
  text: string;
  /** where it stands in its file, when it was read from one */
  place?: Place;
};

export type ParameterValue = { from: CivilDate; to?: CivilDate; value: number; clause: ClauseRef; confirm?: boolean };
/** A dated figure. `value` is scaled as `scale` says; money (unit begins with 元 or 万元) is in 分. */
export type Parameter = { name: string; label: string; unit: string; kind: "number" | "money"; scale: number; values: ParameterValue[]; place: Place };

/** First row whose condition holds; the last may be `else` (no condition). */
export type TableRow = { when?: Expr; value: Expr; place: Place };
/** One part of an amount: `times` × (`value` or the first row of `table` that holds), rounded once, half up. */
export type AmountPart = { label?: string; times?: Expr; value?: Expr; table?: TableRow[]; place: Place };

export type Amount =
  /** the sum of its parts, then the cap */
  | { form: "parts"; parts: AmountPart[]; cap?: Expr }
  /** an officer decides within bounds, with a reason; a `standard` (table) fixes the figure where the region has one */
  | { form: "bounds"; min: Expr; max: Expr; standard?: TableRow[] }
  /** care or attention in kind, or a relief: no figure */
  | { form: "service" }
  /** 授权未细化: granted by the document, its figure left to `authorised` */
  | { form: "unspecified"; authorised: string };

export type Period = "once" | "month" | "year";
/** 物质帮助, 照护服务, 关爱服务 for people; subsidies and reliefs for providers. */
export type BenefitKind = "money" | "care" | "attention" | "subsidy" | "relief";
/** `part` in ten-thousandths; the last payer gets the remainder. */
export type Share = { payer: string; part: number };

export type Benefit = {
  id: string;
  name: string;
  kind: BenefitKind;
  subject: SubjectKind;
  /** benefit class for overlaps: 生活类, 护理类, 普惠津贴, 服务类, 运营补贴 … */
  class: string;
  clause: ClauseRef;
  when: Expr;
  amount: Amount;
  period: Period;
  /** none where the text names no payer */
  shares: Share[];
  /** id of the benefit of an upper list that this one carries out; the same id does so by itself */
  implements?: string;
  effective?: CivilDate;
  expires?: CivilDate;
  /** what of this rule is recalled or interpreted and wants confirming by the bureau */
  confirm?: string;
  /** standard of service, for lists without money: 每月至少 1 次 … ; compared by `conform` through `level` */
  standard?: { text: string; level?: number };
  /** responsible department, as printed in a service list */
  department?: string;
  place: Place;
};

export type Overlap =
  | { rule: "take_higher"; over: string[]; clause?: ClauseRef; note?: string; place: Place }
  | { rule: "exclusive"; over: string[]; keep: string; clause?: ClauseRef; note?: string; place: Place }
  | { rule: "cap"; over: string[]; limit: Fen; period: Period; clause?: ClauseRef; note?: string; place: Place }
  /** said explicitly: these may be held together */
  | { rule: "stack"; over: string[]; clause?: ClauseRef; note?: string; place: Place };

/** A benefit of another system that overlaps speak of and `receives` may hold (残联、医保 …). */
export type ExternalBenefit = { id: string; name: string; class: string };

export type Pack = {
  name: string;
  title: string;
  document: PolicyDocument;
  parameters: Record<string, Parameter>;
  benefits: Benefit[];
  external: ExternalBenefit[];
  overlaps: Overlap[];
  /** departments that must all agree before a version is published */
  signOffs: string[];
  /** benefits of the lists above that this one does not restate stay in force in its region; `conform` then asks only about those restated */
  inherits?: boolean;
};

/** What becomes of a benefit after overlaps. */
export type Standing =
  | "granted"
  /** within bounds, figure to be decided by an officer */
  | "to_be_decided"
  /** granted by the text, figure not yet specified by whom it authorises */
  | "unspecified"
  | "not_eligible"
  /** cannot be said: facts are missing */
  | "unknown"
  /** eligible, but another benefit takes its place */
  | "suppressed"
  /** granted less than the rule gives because of a cap over several benefits */
  | "reduced"
  /** the document is not (or no longer) in force on that date */
  | "not_in_force";

export type Decision = {
  benefit: string;
  pack: string;
  standing: Standing;
  /** true for granted, to_be_decided, unspecified, reduced; null for unknown; false otherwise */
  eligible: boolean | null;
  /** 分; null where there is no figure (yet) */
  amount: Fen | null;
  bounds: { min: Fen; max: Fen } | null;
  period: Period;
  shares: { payer: string; amount: Fen }[];
  /** benefit that suppressed or reduced this one */
  excludedBy: string | null;
  /** facts that stand between this subject and an answer, in dictionary order */
  missing: string[];
  clause: { at: string; quote: string };
  trace?: Trace;
};

/** What was asked, what was found. A tree that runs along the expression, the tables and the parts. */
export type Trace = {
  /** what kind of step: condition, fact, parameter, table, row, part, cap, bounds, share, overlap, validity */
  step: string;
  /** the question in Chinese, as an officer would put it: 年龄 ≥ 80周岁 */
  text: string;
  /** true, false, null (unknown), or the value in words: 82周岁, 2,400.00元 */
  result: boolean | null | string;
  clause?: { at: string; quote: string };
  missing?: string[];
  children?: Trace[];
};

export type { CivilDate, CivilMonth, Expr, Fen, Place };
